import { createLocalJWKSet, importPKCS8, jwtVerify, SignJWT } from "jose";
import { expect, test } from "vitest";
import type { Environment } from "../engine/types";
import { ensureConvexAuthKeys, generateConvexAuthKeys } from "./convex-auth-keys";

function environmentOf(initial: Record<string, string> = {}): Environment & { values: Map<string, string> } {
  const values = new Map(Object.entries(initial));
  return {
    values,
    get: (name) => values.get(name),
    list: () => [...values].map(([name, value]) => ({ name, value })),
    set: async (changes) => {
      for (const { name, value } of changes) if (value !== null) values.set(name, value);
    },
  };
}

test("the generated pair signs and verifies, from one line each", async () => {
  const { JWT_PRIVATE_KEY, JWKS } = await generateConvexAuthKeys();
  expect(JWT_PRIVATE_KEY).toMatch(/^-----BEGIN PRIVATE KEY----- .* -----END PRIVATE KEY-----$/);
  const token = await new SignJWT({ sub: "user" })
    .setProtectedHeader({ alg: "RS256" })
    .sign(await importPKCS8(JWT_PRIVATE_KEY, "RS256"));
  const keySet = createLocalJWKSet(JSON.parse(JWKS) as { keys: [] });
  expect((await jwtVerify(token, keySet)).payload.sub).toBe("user");
  expect(JWKS).not.toContain('"d"');
});

const SITE = "http://localhost:5173";

test("keys are made once and kept", async () => {
  const environment = environmentOf();
  await ensureConvexAuthKeys(environment, {}, SITE);
  const first = new Map(environment.values);
  expect([...first.keys()].toSorted()).toEqual(["JWKS", "JWT_PRIVATE_KEY", "SITE_URL"]);
  await ensureConvexAuthKeys(environment, {}, "http://elsewhere");
  expect(environment.values).toEqual(first);
});

test("what is set already, in the deployment or from outside, stays", async () => {
  const environment = environmentOf({ SITE_URL: "https://arena.example" });
  await ensureConvexAuthKeys(environment, { JWT_PRIVATE_KEY: "given", JWKS: "given" }, SITE);
  expect(Object.fromEntries(environment.values)).toEqual({ SITE_URL: "https://arena.example" });
});
