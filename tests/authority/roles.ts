import { generateKeyPair, importPKCS8, SignJWT } from "jose";
import type { Host } from "../../embedded/main";
import { call, must, type PublicFunction } from "./calls";

/** Everybody who may call, but for the operator with the admin key. */
export const ROLES = [
  "none",
  "guest",
  "otherHost",
  "member",
  "cohost",
  "host",
  "roomBanned",
  "banned",
  "admin",
  "signedOut",
  "forged",
  "expired",
] as const;
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** The header, or null. */
  authorization: string | null;
  /** Both null for who is nobody. */
  userId: string | null;
  sessionId: string | null;
  email: string | null;
}
export type Callers = Record<Role, Caller>;

export const PASSWORD = "correct horse battery staple";
/** Made with a password, which takes a second or two each; the others are guests who chose a name. */
const ACCOUNTS = ["member", "host", "admin"] as const;
const NAMED = [...ACCOUNTS, "otherHost", "cohost", "roomBanned", "banned"] as const;
const NOBODY: Caller = { authorization: null, userId: null, sessionId: null, email: null };

export function asAdminOf(host: Pick<Host, "adminKey">): string {
  return `Convex ${host.adminKey}`;
}

/** Signs everybody in over HTTP. Whoever is banned or an admin becomes it by the functions that the dashboard runs. */
export async function signEverybodyIn(host: Host): Promise<Callers> {
  const guest = await signIn(host, { provider: "anonymous" });
  const named = NAMED.map(async (role) => {
    const email = ACCOUNTS.some((account) => account === role) ? emailOf(role) : null;
    const caller = email === null ? await signIn(host, { provider: "anonymous" }) : await signUp(host, email);
    await must(call(host.url, RENAME, { name: nameOf(role) }, caller.authorization));
    return [role, { ...caller, email }] as const;
  });
  const byRole = Object.fromEntries(await Promise.all(named)) as Record<(typeof NAMED)[number], Caller>;
  await dashboard(host, "admin:grantAdmin", { email: emailOf("admin") });
  await dashboard(host, "admin:ban", { userId: byRole.banned.userId, reason: "Spam." });
  const signedOut = await signIn(host, { provider: "anonymous" });
  await must(call(host.url, { name: "auth:signOut", kind: "action" }, {}, signedOut.authorization));
  const subject = { subject: subjectOf(byRole.host), issuer: host.siteUrl };
  return {
    ...byRole,
    none: NOBODY,
    guest,
    signedOut,
    forged: { ...NOBODY, authorization: `Bearer ${await forge(subject)}` },
    expired: { ...NOBODY, authorization: `Bearer ${await forge({ ...subject, host })}` },
  };
}

const RENAME = { name: "accounts:rename", kind: "mutation" } as const;

export function emailOf(role: string): string {
  return `${role.toLowerCase()}.secret@example.com`;
}

export function nameOf(role: string): string {
  return `Name of ${role}`;
}

export type Act = <T>(name: string, args: object, kind?: PublicFunction["kind"]) => Promise<T>;

/** Calls that must succeed. */
export function as(host: Pick<Host, "url">, who: Caller): Act {
  return async <T>(name: string, args: object, kind: PublicFunction["kind"] = "mutation") =>
    await must<T>(call(host.url, { name, kind }, args, who.authorization));
}

/** As `npx convex run` does it. */
export async function dashboard<T>(host: Host, name: string, args: object): Promise<T> {
  return await must<T>(call(host.url, { name, kind: "mutation" }, args, asAdminOf(host)));
}

async function signUp(host: Host, email: string): Promise<Caller> {
  return await signIn(host, { provider: "password", params: { flow: "signUp", email, password: PASSWORD } });
}

async function signIn(host: Host, args: object): Promise<Caller> {
  const { tokens } = await must<{ tokens: { token: string } }>(
    call(host.url, { name: "auth:signIn", kind: "action" }, args, null),
  );
  const authorization = `Bearer ${tokens.token}`;
  const [userId = null, sessionId = null] = subjectOf({ authorization }).split("|");
  return { authorization, userId, sessionId, email: null };
}

function subjectOf({ authorization }: Pick<Caller, "authorization">): string {
  const payload = authorization?.split(".")[1] ?? "";
  return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { sub: string }).sub;
}

/** The host's own identity in a token that names it rightly: signed by a stranger's key, or, with `host`, by the real one and long run out. */
async function forge({ subject, issuer, host }: { subject: string; issuer: string; host?: Host }): Promise<string> {
  const pem = host?.engine.environment.get("JWT_PRIVATE_KEY");
  const key = pem === undefined ? (await generateKeyPair("RS256")).privateKey : await realKey(pem);
  const now = Math.floor(Date.now() / 1_000);
  const [from, to] = host ? [now - 7_200, now - 3_600] : [now, now + 3_600];
  return await new SignJWT({ sub: subject })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(issuer)
    .setAudience("convex")
    .setIssuedAt(from)
    .setExpirationTime(to)
    .sign(key);
}

async function realKey(pem: string) {
  const body = pem.replace(/-----[^-]+-----/g, "").replaceAll(" ", "");
  return await importPKCS8(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`, "RS256");
}
