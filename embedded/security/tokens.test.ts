import { exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../main";
import { RawClient } from "../server/fixtures/raw-client";
import { signToken } from "../server/fixtures/test-host";
import { openSecurityHost, send } from "./fixtures/security-host";

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
const claims = (host: Host) => ({ iss: host.siteUrl, aud: "convex", sub: "alice", iat: seconds(0), exp: seconds(60) });

let strangersKey: CryptoKey;
beforeAll(async () => {
  strangersKey = (await generateKeyPair("RS256")).privateKey;
});

/** Signed with the public key that the host publishes, as if it were a shared secret. */
async function confused(host: Host): Promise<string> {
  const { keys } = (await (await fetch(`${host.siteUrl}/.well-known/jwks.json`)).json()) as { keys: JWK[] };
  const publicKey = (await importJWK(keys[0]!, "RS256", { extractable: true })) as CryptoKey;
  const secret = new TextEncoder().encode(await exportSPKI(publicKey));
  return await new SignJWT(claims(host)).setProtectedHeader({ alg: "HS256" }).sign(secret);
}

async function tampered(host: Host): Promise<string> {
  const [header, , signature] = (await signToken(host)).split(".");
  return `${header}.${Buffer.from(JSON.stringify({ ...claims(host), sub: "mallory" })).toString("base64url")}.${signature}`;
}

const bad: [string, (host: Host) => Promise<string> | string][] = [
  ["signed by somebody else", (host) => signToken(host, {}, strangersKey)],
  ["changed after signing", tampered],
  ["without a signature", (host) => new UnsecuredJWT(claims(host)).encode()],
  ["signed with the public key", confused],
  ["that has expired", (host) => signToken(host, { exp: seconds(-60) })],
  ["that is not valid yet", (host) => signToken(host, { nbf: seconds(60) })],
  ["for another application", (host) => signToken(host, { aud: "other" })],
  ["of another issuer", (host) => signToken(host, { iss: "https://evil.example" })],
  ["of no issuer", (host) => signToken(host, { iss: undefined })],
  ["about nobody", (host) => signToken(host, { sub: undefined })],
  ["that is none", () => "nonsense"],
];

describe("a token", () => {
  test("makes its bearer somebody in the HTTP API, in HTTP actions and over the WebSocket", async () => {
    const host = await openSecurityHost();
    const token = await signToken(host);
    const headers = { Authorization: `Bearer ${token}` };
    const { body } = await send(`${host.url}/api/query`, { headers, body: { path: "doors:whoami", args: {} } });
    expect(body).toMatchObject({ status: "success", value: "alice" });
    expect((await send(`${host.siteUrl}/whoami`, { method: "GET", headers })).body).toBe("alice");
    const client = await RawClient.open(host.url);
    client.connect();
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: token });
    client.subscribe(0, [0, "doors:whoami", {}]);
    await client.nth("Transition", 0);
    expect(JSON.stringify(client.received)).toContain('"value":"alice"');
  });

  test.each(bad)("%s makes nobody anybody, anywhere", async (_name, tokenOf) => {
    const host = await openSecurityHost();
    const token = await tokenOf(host);
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await send(`${host.url}/api/query`, { headers, body: { path: "doors:whoami", args: {} } });
    expect(answer).toMatchObject({ status: 401, body: { code: expect.any(String), message: expect.any(String) } });
    expect((await send(`${host.siteUrl}/whoami`, { method: "GET", headers })).body).toBeNull();
    const client = await RawClient.open(host.url);
    client.connect();
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: token });
    client.subscribe(0, [0, "doors:whoami", {}]);
    expect(await client.nth("AuthError", 0)).toMatchObject({ authUpdateAttempted: true });
    await client.closed;
    expect(client.received.map(({ type }) => type)).toEqual(["AuthError"]);
  });
});
