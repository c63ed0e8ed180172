import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, call } from "./calls";
import { EXPECTED, ROUTES } from "./expected";
import { knowersOfTheTally, leaksOf } from "./leaks";
import { type Entry, watchers } from "./patterns";
import { VISIBILITIES, type Visibility } from "./places";
import { ROLES, type Role } from "./roles";
import { openWorld, type World } from "./world";

let world: World;
let calls = 0;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(async () => {
  await world.close();
  const { public: open, internal, routes } = world.functions;
  const size = `${open.length} public and ${internal.length} internal functions, ${routes.length} routes, ${ROLES.length} roles`;
  console.log(`Authority matrix: ${size}: ${calls} answers checked.`);
});

const names = (entries: object) => Object.keys(entries).toSorted();

/** Asks as every role, in every room where it matters; what was answered otherwise than expected. */
async function surprises(name: string, entry: Entry): Promise<string[]> {
  const fn = world.functions.public.find((one) => one.name === name);
  if (fn === undefined) return [`${name} does not exist`];
  const found: string[] = [];
  const visibilities: readonly Visibility[] = entry.placed ? VISIBILITIES : ["public"];
  for (const visibility of visibilities) {
    let isReady = false;
    for (const role of ROLES) {
      const at = { world, place: world.places[visibility], role };
      if (!isReady) await entry.ready?.(at);
      const { answer, body } = await call(world.host.url, fn, entry.args(at), world.callers[role].authorization);
      calls++;
      isReady = answer !== "ok";
      if (answer === "ok") await entry.undo?.(at);
      if (fits(answer, entry.expected(role, visibility))) continue;
      const where = entry.placed ? ` (${visibility})` : "";
      found.push(`${role}${where}: ${answer}, not ${entry.expected(role, visibility)}: ${body.slice(0, 300)}`);
    }
  }
  return found;
}

function fits(answer: Answer, expected: Answer): boolean {
  return expected.split("|").includes(answer);
}

describe("the deployment", () => {
  test("has exactly the public functions and routes that the table has", () => {
    expect(names(EXPECTED)).toEqual(world.functions.public.map(({ name }) => name).toSorted());
    expect(names(ROUTES)).toEqual(world.functions.routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});

describe("nothing leaks", () => {
  test("through what queries and exports tell", { timeout: 60_000 }, async () => {
    const { leaks, answers } = await leaksOf(world);
    calls += answers;
    expect(leaks).toEqual([]);
    expect(answers).toBeGreaterThan(500);
  });

  test.each(VISIBILITIES)(
    "of the counts of a vote that is open (%s), to anybody whose vote does not count",
    async (visibility) => {
      const { crowd } = world.places[visibility];
      expect(await knowersOfTheTally(world, { ...crowd, ballot: 2 })).toEqual(["member"]);
      // Closed, the counts are for all who may watch: there are some to be seen.
      expect(await knowersOfTheTally(world, { ...crowd, ballot: 1 })).toEqual(watchers(visibility));
    },
  );
});

describe("every public function answers each role as the table says", () => {
  test.each(Object.keys(EXPECTED))("%s", { timeout: 60_000 }, async (name) => {
    const entry = EXPECTED[name];
    expect(entry && (await surprises(name, entry))).toEqual([]);
  });
});

describe("everything else", () => {
  test("internal functions do not exist for anybody without the admin key", { timeout: 60_000 }, async () => {
    const found: string[] = [];
    for (const fn of world.functions.internal) {
      const answers = await Promise.all(
        ROLES.map(async (role) => ({ role, ...(await call(world.host.url, fn, {}, authorizationOf(role))) })),
      );
      for (const { role, answer } of answers) {
        calls++;
        const refused = role === "forged" || role === "expired";
        if (answer !== (refused ? "refused" : "unknown")) found.push(`${fn.name} as ${role}: ${answer}`);
      }
    }
    expect(found).toEqual([]);
  });

  test("routes answer everybody the same, and there are no others", async () => {
    for (const route of [...Object.keys(ROUTES), "GET /", "GET /admin", "POST /api/auth/signin/github"]) {
      const [method = "", path = ""] = route.split(" ");
      for (const role of ROLES) {
        const { status } = await fetch(`${world.host.siteUrl}${path}`, { method, headers: headersOf(role) });
        calls++;
        expect([route, role, status]).toEqual([route, role, ROUTES[route] ?? 404]);
      }
    }
  });

  test("no file can be read or written: the product stores none", async () => {
    const urls = [
      ["GET", "/api/storage/00000000-0000-4000-8000-000000000000", 404],
      ["POST", "/api/storage/upload", 400],
      ["POST", "/api/storage/upload?token=forged", 401],
    ] as const;
    for (const [method, path, expected] of urls) {
      for (const role of ROLES) {
        const { status } = await fetch(`${world.host.url}${path}`, { method, headers: headersOf(role) });
        calls++;
        expect([path, role, status]).toEqual([path, role, expected]);
      }
    }
  });
});

function authorizationOf(role: Role): string | null {
  return world.callers[role].authorization;
}

function headersOf(role: Role): Record<string, string> {
  const authorization = authorizationOf(role);
  return authorization === null ? {} : { Authorization: authorization };
}
