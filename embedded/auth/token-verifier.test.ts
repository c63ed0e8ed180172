import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authProviders } from "./auth-config";
import { SigningKeys } from "./signing-keys";
import { verifyToken } from "./token-verifier";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let keys: Keys;
let otherKeys: Keys;
let issuer: string;
let published: unknown[];
let requests: string[];

const server = createServer((request, response) => {
  requests.push(request.url!);
  response.setHeader("Content-Type", "application/json");
  if (request.url === "/.well-known/openid-configuration") {
    return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
  }
  if (request.url === "/keys") return response.end(JSON.stringify({ keys: published }));
  return response.writeHead(404).end();
});

beforeAll(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  otherKeys = await generateKeyPair("RS256", { extractable: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(async () => {
  requests = [];
  published = [{ ...(await exportJWK(keys.publicKey)), use: "sig", alg: "RS256", kid: "1" }];
});

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

function sign(claims: JWTPayload = {}, { key = keys.privateKey, kid = "1", alg = "RS256" } = {}) {
  const payload = { iss: issuer, aud: "app", sub: "alice", iat: seconds(0), exp: seconds(60), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
}

const oidc = () => authProviders({ providers: [{ domain: issuer, applicationID: "app" }] });
const verify = (token: string, providers = oidc()) => verifyToken(token, providers, new SigningKeys(fetch));

const custom = (extra = {}) =>
  authProviders({
    providers: [{ type: "customJwt", issuer, jwks: `${issuer}/keys`, algorithm: "RS256", ...extra }],
  });

describe("an OpenID Connect token", () => {
  test("gives the identity under Convex's names, and its expiry", async () => {
    const exp = seconds(60);
    const token = await sign({ exp, given_name: "Alice", email_verified: true, updated_at: 0, role: "host", sid: "s" });
    const { identity, expiresAt } = await verify(token);
    expect(identity).toEqual({
      kind: "user",
      token,
      attributes: {
        tokenIdentifier: `${issuer}|alice`,
        subject: "alice",
        issuer,
        givenName: "Alice",
        emailVerified: true,
        updatedAt: "1970-01-01T00:00:00.000Z",
        role: "host",
        sid: "s",
      },
    });
    expect(expiresAt).toBeGreaterThanOrEqual(exp * 1000);
  });

  test("is accepted with a trailing slash in the issuer, and among several audiences", async () => {
    await expect(verify(await sign({ iss: `${issuer}/`, aud: ["x", "app"] }))).resolves.toBeDefined();
  });

  test("costs one discovery and one fetch of the keys, however many are verified", async () => {
    const signingKeys = new SigningKeys(fetch);
    for (const sub of ["a", "b", "c"]) await verifyToken(await sign({ sub }), oidc(), signingKeys);
    expect(requests).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  test("is refused when expired", async () => {
    await expect(verify(await sign({ exp: seconds(-60) }))).rejects.toMatchObject({ code: "IdTokenExpired" });
  });

  test("is refused without an expiry", async () => {
    await expect(verify(await sign({ exp: undefined }))).rejects.toThrow("exp");
  });

  test("is refused when signed with another key", async () => {
    await expect(verify(await sign({}, { key: otherKeys.privateKey }))).rejects.toThrow("signature");
  });

  test("is refused when its claims were changed after signing", async () => {
    const [header, , signature] = (await sign()).split(".");
    const claims = { iss: issuer, aud: "app", sub: "mallory", exp: seconds(60) };
    const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
    await expect(verify(`${header}.${payload}.${signature}`)).rejects.toThrow("signature");
  });

  test("is refused with algorithm none", async () => {
    const claims = { iss: issuer, aud: "app", sub: "alice", exp: seconds(60) };
    await expect(verify(new UnsecuredJWT(claims).encode())).rejects.toMatchObject({ code: "InvalidAuthHeader" });
  });

  test("is refused when signed with the public key as an HMAC secret", async () => {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const token = await new SignJWT({ iss: issuer, aud: "app", sub: "alice", exp: seconds(60) })
      .setProtectedHeader({ alg: "HS256", kid: "1" })
      .sign(secret);
    await expect(verify(token)).rejects.toThrow('"alg"');
  });

  test.each([
    ["another audience", { aud: "other" }],
    ["no audience", { aud: undefined }],
    ["an issuer that is not configured", { iss: "https://evil.example" }],
  ])("is refused with %s, without asking anyone for keys", async (_name, claims) => {
    await expect(verify(await sign(claims))).rejects.toMatchObject({ code: "NoAuthProvider" });
    expect(requests).toEqual([]);
  });

  test("is refused when it is no token at all", async () => {
    await expect(verify("nonsense")).rejects.toMatchObject({ code: "InvalidAuthHeader" });
  });

  test("is refused while its provider cannot be reached, and accepted once it can", async () => {
    let reachable = false;
    const signingKeys = new SigningKeys((...args) =>
      reachable ? fetch(...args) : Promise.reject(new TypeError("connection refused")),
    );
    const token = await sign();
    await expect(verifyToken(token, oidc(), signingKeys)).rejects.toThrow("connection refused");
    reachable = true;
    await expect(verifyToken(token, oidc(), signingKeys)).resolves.toBeDefined();
  });
});

describe("a customJwt token", () => {
  test("keeps its claims under their own names, nested ones with dots", async () => {
    const token = await sign({ aud: undefined, email: "a@b", properties: { id: 7, tags: ["x"] } });
    const { identity } = await verify(token, custom());
    expect(identity).toMatchObject({
      attributes: { subject: "alice", email: "a@b", "properties.id": 7, "properties.tags": ["x"] },
    });
    expect(requests).toEqual(["/keys"]);
  });

  test("needs the audience if an applicationID is configured", async () => {
    await expect(verify(await sign(), custom({ applicationID: "app" }))).resolves.toBeDefined();
    await expect(verify(await sign(), custom({ applicationID: "other" }))).rejects.toMatchObject({
      code: "NoAuthProvider",
    });
  });

  test("is refused with another algorithm than the configured one", async () => {
    await expect(verify(await sign(), custom({ algorithm: "ES256" }))).rejects.toThrow('"alg"');
  });
});

test("an auth.config.ts that names no issuer is refused with its reason", () => {
  expect(() => authProviders({ providers: [{ applicationID: "app" }] })).toThrow("auth.config.ts is invalid");
  expect(authProviders(null)).toEqual([]);
});
