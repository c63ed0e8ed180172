import { exportJWK, exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import { newArena, newRoom } from "./testSetup.test-support";

const site = "http://127.0.0.1:3211";
let keys: Awaited<ReturnType<typeof generateKeyPair>>;

beforeEach(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  vi.stubEnv("JWT_PRIVATE_KEY", await exportPKCS8(keys.privateKey));
  vi.stubEnv("JWKS", JSON.stringify({ keys: [{ use: "sig", ...(await exportJWK(keys.publicKey)) }] }));
  vi.stubEnv("CONVEX_SITE_URL", site);
  vi.stubEnv("AUTH_LOG_LEVEL", "ERROR");
  vi.stubEnv("SITE_URL", "http://127.0.0.1:5173");
});

afterEach(() => vi.unstubAllEnvs());

it("lets a host sign in without an account, and recognises the host by the token", async () => {
  const t = newArena();
  const { tokens } = await t.action(api.auth.signIn, { provider: "anonymous" });
  const { payload } = await jwtVerify(tokens!.token, keys.publicKey, { issuer: site, audience: "convex" });
  const host = t.withIdentity({ subject: payload.sub! });
  const roomId = await newRoom(host);
  expect(await host.query(api.rooms.viewerRole, { roomId })).toBe("host");
  expect(await host.query(api.auth.isAuthenticated, {})).toBe(true);
});

it("makes two anonymous hosts two people", async () => {
  const t = newArena();
  const subjects = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const { tokens } = await t.action(api.auth.signIn, { provider: "anonymous" });
    const { payload } = await jwtVerify(tokens!.token, keys.publicKey);
    subjects.add(payload.sub!.split("|")[0]!);
  }
  expect(subjects.size).toBe(2);
});

it("publishes what a host needs to check the tokens", async () => {
  const t = newArena();
  const discovery = await (await t.fetch("/.well-known/openid-configuration")).json();
  expect(discovery).toMatchObject({ issuer: site, jwks_uri: `${site}/.well-known/jwks.json` });
  const { keys: published } = await (await t.fetch("/.well-known/jwks.json")).json();
  expect(published).toHaveLength(1);
});
