import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Entry, openPromise } from "yauzl";
import { api } from "../../convex/_generated/api";
import { type AnsweringServer, startAnsweringServer } from "../support/answering-server";
import { makeRoom, untilStage } from "../support/fight";
import { Product } from "../support/product";

/** Secrets are planted in the real product, which then does all that could show them; all that it gives out is searched. */

const PLANTED = {
  modelKey: "sk-or-planted-0123456789abcdef",
  email: "planted.person@secrets.example",
  password: "planted password of a person",
  mailKey: "re_planted_0123456789abcdef",
  gitHubSecret: "planted-github-client-secret-0123456789",
  googleSecret: "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",
};
/** Convex Auth's own tables and that of people are about those secrets: they go into a backup, which is the deployment's own. */
const ABOUT_PEOPLE = /^(users|auth[A-Z]\w*)\//;

let server: AnsweringServer;
let product: Product;
let adminKey: string;
let code: string;
/** The deployment's own, with which it signs everybody's tokens: a line of it is as bad as all. */
let privateKey: string;
const told: string[] = [];

/** What a client is told, errors included. */
async function hear(call: Promise<unknown>): Promise<void> {
  const answer = await call.catch((error: Error & { data?: unknown }) => [error.message, error.stack, error.data]);
  told.push(JSON.stringify(answer ?? null));
}

/** A line from the middle of it, as the admin's key alone can read it. */
async function keyOfDeployment(): Promise<string> {
  const response = await fetch(`${product.convexUrl}/api/query`, {
    method: "POST",
    headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      path: "_system/cli/queryEnvironmentVariables:get",
      args: { name: "JWT_PRIVATE_KEY" },
      format: "json",
    }),
  });
  const { value } = (await response.json()) as { value: { value: string } };
  return value.value.split(/\s+/).filter((line) => line.length === 64)[5] ?? "";
}

/** All of a sign-in that is answered without asking GitHub: where it leads, the cookies, and the way back of a person who refused. */
async function refusedAtGitHub(client: ConvexHttpClient): Promise<unknown> {
  const { redirect = "" } = await client.action(api.auth.signIn, { provider: "github", params: { redirectTo: "/" } });
  const away = await fetch(redirect, { redirect: "manual" });
  const cookie = away.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const asked = new URL(away.headers.get("location") ?? "");
  const back = new URL(asked.searchParams.get("redirect_uri") ?? "");
  back.search = `${new URLSearchParams({ error: "access_denied", state: asked.searchParams.get("state") ?? "" })}`;
  const home = await fetch(back, { headers: { cookie }, redirect: "manual" });
  return [redirect, away.status, [...away.headers], home.status, [...home.headers]];
}

beforeAll(async () => {
  // A provider that repeats the key it was given, in a refusal.
  server = await startAnsweringServer(({ headers }) => {
    const message = `Incorrect API key provided: ${headers.authorization}`;
    return { status: 401, body: JSON.stringify({ error: { code: 401, message } }) };
  });
  product = await Product.start({
    OPENROUTER_API_KEY: PLANTED.modelKey,
    OPENROUTER_BASE_URL: server.baseUrl,
    AUTH_RESEND_KEY: PLANTED.mailKey,
    AUTH_MAIL_FROM: "ArenaAI <arena@example.org>",
    // All that is set up is there to leak; mail goes to the log all the same.
    ARENA_MAIL: "log",
    AUTH_GITHUB_ID: "planted-github-id",
    AUTH_GITHUB_SECRET: PLANTED.gitHubSecret,
    AUTH_GOOGLE_ID: "planted-google-id",
    AUTH_GOOGLE_SECRET: PLANTED.googleSecret,
  });
  adminKey = readFileSync(join(product.env.DATA_DIR ?? "", "admin-key"), "utf8").trim();
  privateKey = await keyOfDeployment();
  const { email, password } = PLANTED;
  const client = new ConvexHttpClient(product.convexUrl);
  const signIn = (params: Record<string, string>) =>
    client.action(api.auth.signIn, { provider: "password", params: { email, ...params } });
  const { tokens } = await signIn({ flow: "signUp", password });
  client.setAuth(tokens?.token ?? "");
  const fighters: [{ modelId: string }, { modelId: string }] = [{ modelId: "vendor/a" }, { modelId: "vendor/b" }];
  const battleId = await client.mutation(api.battles.start, { roomId: await makeRoom(client, { fighters }) });
  await untilStage(client, battleId, "failed");
  const other = new ConvexHttpClient(product.convexUrl);
  for (const who of [client, other]) {
    for (const query of [api.turns.list, api.turns.live, api.battles.get, api.battles.moderator]) {
      await hear(who.query(query, { battleId }));
    }
    await hear(who.query(api.rooms.list, { paginationOpts: { numItems: 20, cursor: null } }));
    await hear(who.query(api.models.status, {}));
  }
  await hear(
    other.action(api.auth.signIn, { provider: "password", params: { flow: "signIn", email, password: "wrong one!" } }),
  );
  await hear(other.action(api.auth.signIn, { provider: "password", params: { flow: "signUp", email, password } }));
  await hear(other.action(api.auth.signIn, { provider: "password", params: { flow: "reset", email } }));
  code = /Password reset code for \S+: (\S+)/.exec(product.output)?.[1] ?? "";
  await hear(refusedAtGitHub(other));
  const reset = { flow: "reset-verification", email, code: "00000000", newPassword: "another password" };
  await hear(other.action(api.auth.signIn, { provider: "password", params: reset }));
});
afterAll(async () => {
  await product?.stop();
  await server?.close();
});

/** Which of the secrets a text holds. */
function leaks(text: string, except: readonly string[] = []): string[] {
  const secrets: Record<string, string> = { ...PLANTED, adminKey, code, privateKey, keyHeader: "PRIVATE KEY" };
  return Object.keys(secrets).filter((name) => !except.includes(name) && text.includes(secrets[name] ?? ""));
}

test("the search would find them: each secret is there, and the code is in the log as it should", () => {
  expect(adminKey.length).toBeGreaterThan(20);
  expect(code.length).toBeGreaterThanOrEqual(6);
  expect(leaks(Object.values(PLANTED).join())).toEqual(Object.keys(PLANTED));
  expect(privateKey).toMatch(/^[\w+/]{64}$/);
  expect(told.join("\n")).toContain("auth");
  expect(told.join("\n")).toContain("https://github.com/login/oauth/authorize");
  expect(product.output).toContain("OAuth Provider returned an error");
});

test("nothing that is printed holds one, but the code that is printed on purpose", () => {
  expect(leaks(product.output, ["code"])).toEqual([]);
});

test("no answer and no error to a client holds one", () => {
  for (const answer of told) expect(leaks(answer)).toEqual([]);
});

test("no log of functions holds one, but the code", async () => {
  const response = await fetch(`${product.convexUrl}/api/stream_function_logs?cursor=0`, {
    headers: { authorization: `Convex ${adminKey}` },
  });
  const log = await response.text();
  expect(log).toContain("battles");
  expect(leaks(log, ["code"])).toEqual([]);
});

test("no backup holds one outside of the tables of people and of their sign-ins", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "arena-export-")), "all.zip");
  await promisify(execFile)("npx", ["convex", "export", "--path", path], {
    env: { ...process.env, CONVEX_SELF_HOSTED_URL: product.convexUrl, CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey },
  });
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  const files: string[] = [];
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    if (entry.fileName.endsWith("/")) continue;
    files.push(entry.fileName);
    const parts: Buffer[] = [];
    for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) parts.push(part);
    if (ABOUT_PEOPLE.test(entry.fileName)) continue;
    expect({ file: entry.fileName, leaks: leaks(Buffer.concat(parts).toString()) }).toEqual({
      file: entry.fileName,
      leaks: [],
    });
  }
  zip.close();
  expect(files).toEqual(expect.arrayContaining(["battles/documents.jsonl", "users/documents.jsonl"]));
});

test("the web app's files hold none, nor the place of a key", () => {
  const files = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|html|map)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(join("dist", file), "utf8");
    expect({ file, leaks: leaks(text) }).toEqual({ file, leaks: [] });
    expect(text).not.toMatch(/OPENROUTER_API_KEY=|sk-or-v1-|AUTH_RESEND_KEY|AUTH_\w+_SECRET|JWT_PRIVATE_KEY/);
  }
});
