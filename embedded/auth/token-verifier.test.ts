import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { authProviders } from "./auth-config";
import { SigningKeys } from "./signing-keys";
import { verifyToken } from "./token-verifier";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let keys: Keys;
let otherKeys: Keys;
let issuer: string;
let published: unknown[];
let requests: string[];
type Answer = (response: ServerResponse) => void;
/** How the provider answers at a path instead of well. */
let override: { path: string; answer: Answer } | null;

const server = createServer((request, response) => {
  requests.push(request.url!);
  if (override !== null && override.path === request.url) return override.answer(response);
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
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => void vi.useRealTimers());
beforeEach(async () => {
  requests = [];
  override = null;
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

  test.each([
    ["not valid yet", { nbf: seconds(60) }, "nbf"],
    ["without a subject", { sub: undefined }, "sub"],
    ["with a subject that is no text", { sub: 7 as unknown as string }, "sub"],
    ["whose expiry is no number", { exp: "never" as unknown as number }, "exp"],
  ])("is refused when it is %s", async (_name, claims, text) => {
    await expect(verify(await sign(claims))).rejects.toMatchObject({ name: "AuthenticationError" });
    await expect(verify(await sign(claims))).rejects.toThrow(text);
  });

  test.each([
    ["no issuer", { iss: undefined }],
    ["an issuer that is no text", { iss: 7 as unknown as string }],
  ])("is refused with %s", async (_name, claims) => {
    await expect(verify(await sign(claims))).rejects.toMatchObject({ code: "NoAuthProvider" });
  });

  test("may differ from the host's clock by five seconds", async () => {
    await expect(verify(await sign({ exp: seconds(-3), nbf: seconds(3) }))).resolves.toBeDefined();
  });

  test("is refused unread when it is huge", async () => {
    await expect(verify(await sign({ padding: "x".repeat(200_000) }))).rejects.toThrow("too long");
    expect(requests).toEqual([]);
  });

  test("cannot say by its claims who it is, nor reach into the host's objects", async () => {
    const claims = JSON.parse(
      '{"subject": "mallory", "tokenIdentifier": "m", "issuer": "m", "__proto__": {"role": "host"}, "constructor": 1}',
    ) as JWTPayload;
    for (const providers of [oidc(), custom()]) {
      const { identity } = await verify(await sign(claims), providers);
      const { attributes } = identity as { attributes: Record<string, unknown> };
      expect(attributes).toMatchObject({
        subject: "alice",
        tokenIdentifier: `${issuer}|alice`,
        issuer,
        constructor: 1,
      });
      expect(attributes["role"]).toBeUndefined();
      expect({}).not.toHaveProperty("role");
    }
  });
});

describe("keys", () => {
  test("of an unknown id are looked up once more at once, and then not again for a while", async () => {
    const signingKeys = new SigningKeys(fetch);
    const attempt = (kid: string) => sign({}, { kid }).then((token) => verifyToken(token, oidc(), signingKeys));
    await attempt("1");
    // The first fetch is the one that a rotation would have needed.
    for (const kid of ["2", "3", "4"]) await expect(attempt(kid)).rejects.toThrow("no applicable key found");
    expect(requests).toEqual(["/.well-known/openid-configuration", "/keys"]);
    vi.useFakeTimers({ now: Date.now() + 5001, toFake: ["Date"] });
    await Promise.all(["2", "3", "4"].map((kid) => expect(attempt(kid)).rejects.toThrow("no applicable key found")));
    expect(requests).toHaveLength(3);
  });

  test("that rotated are accepted as soon as the provider publishes them", async () => {
    const signingKeys = new SigningKeys(fetch);
    await verifyToken(await sign(), oidc(), signingKeys);
    published = [{ ...(await exportJWK(otherKeys.publicKey)), use: "sig", alg: "RS256", kid: "2" }];
    vi.useFakeTimers({ now: Date.now() + 5001, toFake: ["Date"] });
    const rotated = await sign({}, { key: otherKeys.privateKey, kid: "2" });
    await expect(verifyToken(rotated, oidc(), signingKeys)).resolves.toBeDefined();
    await expect(verifyToken(await sign(), oidc(), signingKeys)).rejects.toThrow("no applicable key found");
  });

  test("may be in the configuration itself", async () => {
    const jwks = `data:application/json;base64,${Buffer.from(JSON.stringify({ keys: published })).toString("base64")}`;
    await expect(verify(await sign(), custom({ jwks }))).resolves.toBeDefined();
    expect(requests).toEqual([]);
  });
});

describe("a provider", () => {
  test("that cannot be reached refuses everybody, is not asked again at once, and everybody is in once it can", async () => {
    let reachable = false;
    let asked = 0;
    const signingKeys = new SigningKeys((...args) => {
      asked += 1;
      return reachable ? fetch(...args) : Promise.reject(new TypeError("connection refused"));
    });
    const token = await sign();
    const attempts = Array.from({ length: 20 }, () => verifyToken(token, oidc(), signingKeys));
    for (const attempt of attempts) await expect(attempt).rejects.toThrow("connection refused");
    await expect(verifyToken(token, oidc(), signingKeys)).rejects.toThrow("connection refused");
    expect(asked).toBe(1);
    reachable = true;
    vi.useFakeTimers({ now: Date.now() + 1001, toFake: ["Date"] });
    await expect(verifyToken(await sign(), oidc(), signingKeys)).resolves.toBeDefined();
  });

  test.each(["/.well-known/openid-configuration", "/keys"])("that misbehaves at %s is given up", async (path) => {
    const attempt = async (answer: Answer) => {
      override = { path, answer };
      const failure = await verifyToken(await sign(), oidc(), new SigningKeys(fetch, 200)).catch(
        (error: Error) => error,
      );
      expect(failure).toMatchObject({ name: "AuthenticationError" });
      return (failure as Error).message;
    };
    expect(await attempt((response) => void response.writeHead(500).end())).toContain("500");
    expect(await attempt((response) => void response.end("<html>"))).toContain("JSON");
    expect(await attempt((response) => void response.end("x".repeat(2 * 1024 * 1024)))).toContain("larger than");
    expect(await attempt(() => {})).toMatch(/timeout|timed out|abort/i);
    expect(await attempt((response) => void response.write("{"))).toMatch(/timeout|timed out|abort/i);
    const elsewhere = `${issuer}/elsewhere`;
    expect(await attempt((response) => void response.writeHead(302, { Location: elsewhere }).end())).toContain("302");
    expect(requests).not.toContain("/elsewhere");
  });

  test("whose discovery document speaks for another issuer is not believed", async () => {
    override = {
      path: "/.well-known/openid-configuration",
      answer: (response) =>
        void response.end(JSON.stringify({ issuer: "https://evil.example", jwks_uri: `${issuer}/keys` })),
    };
    await expect(verify(await sign())).rejects.toThrow("names another issuer");
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
