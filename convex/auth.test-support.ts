import { decodeJwt, exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { vi } from "vitest";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import type { Arena, Caller } from "./testSetup.test-support";

export const site = "http://127.0.0.1:3211";
export const PASSWORD = "correct horse battery";
type Params = Record<string, unknown>;
export type Signed = Caller & { userId: Id<"users">; sessionId: Id<"authSessions">; refreshToken: string };

/** What Convex Auth needs of a deployment. Answers the key that checks its tokens. */
export async function stubAuth(): Promise<CryptoKey> {
  const keys = await generateKeyPair("RS256", { extractable: true });
  vi.stubEnv("JWT_PRIVATE_KEY", await exportPKCS8(keys.privateKey));
  vi.stubEnv("JWKS", JSON.stringify({ keys: [{ use: "sig", ...(await exportJWK(keys.publicKey)) }] }));
  vi.stubEnv("CONVEX_SITE_URL", site);
  vi.stubEnv("AUTH_LOG_LEVEL", "ERROR");
  vi.stubEnv("SITE_URL", "http://127.0.0.1:5173");
  return keys.publicKey;
}

/** Signs in for real, as whoever `from` is until then. */
export async function signInWith(t: Arena, params: Params, from: Caller = t): Promise<Signed> {
  return signedBy(t, await from.action(api.auth.signIn, { provider: "password", params }));
}

export async function guestOf(t: Arena, from: Caller = t): Promise<Signed> {
  return signedBy(t, await from.action(api.auth.signIn, { provider: "anonymous" }));
}

export async function signUp(t: Arena, email: string, from: Caller = t): Promise<Signed> {
  return await signInWith(t, { flow: "signUp", email, password: PASSWORD }, from);
}

function signedBy(t: Arena, { tokens }: { tokens?: { token: string; refreshToken: string } | null }): Signed {
  if (!tokens) throw new Error("Nobody was signed in");
  const { sub = "" } = decodeJwt(tokens.token);
  const [userId, sessionId] = sub.split("|");
  const ids = { userId: userId as Id<"users">, sessionId: sessionId as Id<"authSessions"> };
  return Object.assign(t.withIdentity({ subject: sub }), ids, { refreshToken: tokens.refreshToken });
}

/** Every row of every table of the app, as text. */
export async function everything(t: Arena): Promise<string> {
  return await t.run(async (ctx) => {
    const tables = (await import("./schema")).default.tables;
    const rows = await Promise.all(
      Object.keys(tables).map(async (table) => await ctx.db.query(table as "users").take(1_000)),
    );
    const jobs = await ctx.db.system.query("_scheduled_functions").take(1_000);
    return JSON.stringify([...rows, jobs]);
  });
}
