import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { near, plantModel } from "./ledger.test-support";
import { type Arena, code, jobsDone, newArena, signedIn } from "./testSetup.test-support";

const NOON = Date.parse("2026-11-27T12:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** A listing row of a provider. */
function row(id: string, over: Record<string, unknown> = {}) {
  return { id, name: `Name of ${id}`, pricing: { prompt: "0.000001", completion: "0.000002" }, ...over };
}

/** The provider lists these from now on; or answers so. */
function provide(answer: unknown[] | Response): void {
  vi.stubEnv("OPENROUTER_API_KEY", "a key");
  const respond = () => Promise.resolve(answer instanceof Response ? answer : Response.json({ data: answer }));
  vi.stubGlobal("fetch", vi.fn(respond));
}

const sync = async (t: Arena) => await t.action(internal.models.sync, {});
const real = async (t: Arena) => (await t.query(api.models.list, {})).filter((model) => !model.scripted);
const ids = (models: { modelId: string }[]) => models.map(({ modelId }) => modelId);

describe("models.list", () => {
  it("offers the scripted fighters, and only them, until a provider is configured", async () => {
    const models = await newArena().query(api.models.list, {});
    expect(models.map((model) => model.name)).toEqual([
      "Socrates",
      "Firebrand",
      "Professor",
      "Jester",
      "Reasoner",
      "Researcher",
      "Glassjaw",
    ]);
    expect(models.every((model) => model.scripted && model.available)).toBe(true);
    expect(models[0]).toMatchObject({ promptPrice: 0.000_000_15, completionPrice: 0.000_000_6, expiresAt: null });
  });

  it("offers well-known models beside them once there is a key", async () => {
    vi.stubEnv("OPENROUTER_API_KEY", "a key");
    const models = await real(newArena());
    expect(models.length).toBeGreaterThan(3);
    expect(models.every((model) => model.available && /^[\w-]+\/[\w.-]+$/.test(model.modelId))).toBe(true);
    expect(models[0]).toMatchObject({ promptPrice: null, contextLength: null });
  });

  it("offers what the provider lists instead, once that is known", async () => {
    const t = newArena();
    provide([
      row("vendor/b", {
        description: "Quick and terse. Then it goes on.",
        context_length: 8_192,
        expiration_date: "2026-12-24",
      }),
      row("vendor/a", { name: "A", description: "word ".repeat(60), pricing: {} }),
    ]);
    await sync(t);
    expect(await real(t)).toEqual([
      {
        modelId: "vendor/a",
        name: "A",
        tagline: `${"word ".repeat(18)}word…`,
        scripted: false,
        available: true,
        promptPrice: null,
        completionPrice: null,
        contextLength: null,
        expiresAt: null,
      },
      {
        modelId: "vendor/b",
        name: "Name of vendor/b",
        tagline: "Quick and terse.",
        scripted: false,
        available: true,
        promptPrice: 0.000_001,
        completionPrice: 0.000_002,
        contextLength: 8_192,
        expiresAt: Date.UTC(2026, 11, 24),
      },
    ]);
  });

  it("cuts a description of one endless word between characters", async () => {
    const t = newArena();
    provide([row("vendor/a", { description: `${"x".repeat(98)}😀${"x".repeat(98)}` })]);
    await sync(t);
    expect((await real(t))[0]?.tagline).toBe(`${"x".repeat(98)}…`);
  });

  it("offers no synced model after the key is gone", async () => {
    const t = newArena();
    await plantModel(t);
    expect(await real(t)).toEqual([]);
  });
});

describe("models.sync", () => {
  it("takes over a long listing in parts: adds, changes, and removes what vanished at any place", async () => {
    const t = newArena();
    const many = Array.from({ length: 650 }, (_, n) => `vendor/${String(n).padStart(3, "0")}`);
    provide(many.map((id) => row(id)));
    await sync(t);
    const listed = await t.query(api.models.list, {});
    expect(listed).toHaveLength(500);
    expect(listed[6]).toMatchObject({ scripted: true });

    const gone = new Set(["vendor/000", "vendor/199", "vendor/200", "vendor/201", "vendor/400", "vendor/649"]);
    const kept = many.filter((id) => !gone.has(id));
    provide([...kept.map((id) => row(id, { name: "New name" })), row("aaa/first"), row("zzz/last")].toReversed());
    await sync(t);
    const stored = await t.run(async (ctx) => await ctx.db.query("models").withIndex("by_modelId").take(2_000));
    expect(ids(stored)).toEqual(["aaa/first", ...kept, "zzz/last"]);
    expect(stored.slice(1, -1).every(({ name }) => name === "New name")).toBe(true);
    expect(await t.query(api.models.status, {})).toEqual({
      triedAt: near(NOON),
      succeededAt: near(NOON),
      count: 646,
      error: null,
    });
  }, 30_000);

  it.each([
    ["malformed", () => new Response("<html>")],
    ["http_error", () => new Response("busy", { status: 503 })],
    ["unauthorized", () => new Response("no", { status: 401 })],
    ["empty", () => Response.json({ data: [] })],
    ["unreachable", () => null],
  ])("keeps the models it has when the answer is %s, and says so", async (error, answer) => {
    const t = newArena();
    provide([row("vendor/a")]);
    await sync(t);
    vi.setSystemTime(NOON + 60_000);
    const response = answer();
    if (response) provide(response);
    else vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    await sync(t);
    expect(ids(await real(t))).toEqual(["vendor/a"]);
    const status = { triedAt: near(NOON + 60_000), succeededAt: near(NOON), count: 1, error };
    expect(await t.query(api.models.status, {})).toEqual(status);
    provide([row("vendor/b")]);
    await sync(t);
    expect(ids(await real(t))).toEqual(["vendor/b"]);
    expect(await t.query(api.models.status, {})).toMatchObject({ error: null });
  });

  it("does nothing when no provider is configured", async () => {
    const t = newArena();
    vi.stubGlobal("fetch", vi.fn());
    await sync(t);
    expect(fetch).not.toHaveBeenCalled();
    expect(await t.query(api.models.status, {})).toBeNull();
  });
});

describe("models.refresh", () => {
  it("syncs now, once a minute for each host", async () => {
    const t = newArena();
    provide([row("vendor/a")]);
    const host = await signedIn(t);
    await host.mutation(api.models.refresh, {});
    await jobsDone(t);
    expect(ids(await real(t))).toEqual(["vendor/a"]);
    const again = host.mutation(api.models.refresh, {});
    await expect(again).rejects.toMatchObject({ data: { code: "RATE_LIMITED", retryAfterMs: near(60_000) } });
    await (await signedIn(t)).mutation(api.models.refresh, {});
    await jobsDone(t);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("needs a sign-in", async () => {
    const refresh = newArena().mutation(api.models.refresh, {});
    await expect(refresh).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });
});

async function plantSome(): Promise<Arena> {
  vi.stubEnv("OPENROUTER_API_KEY", "a key");
  const t = newArena();
  await plantModel(t, { modelId: "a/dear", name: "Grand Llama", promptPrice: 5e-6, contextLength: 200_000 });
  await plantModel(t, { modelId: "b/cheap", name: "Small Llama", promptPrice: 1e-7, contextLength: 8_000 });
  await plantModel(t, { modelId: "c/free", name: "Free Mistral", promptPrice: 0, contextLength: 32_000 });
  await plantModel(t, { modelId: "d/unknown", name: "Odd Llama", promptPrice: null, contextLength: 0 });
  return t;
}

describe("models.search", () => {
  it.each([
    [{}, ["c/free", "b/cheap", "a/dear", "d/unknown"]],
    [{ text: "  " }, ["c/free", "b/cheap", "a/dear", "d/unknown"]],
    [{ maxPromptPrice: 1e-7 }, ["c/free", "b/cheap"]],
    [{ minContext: 30_000 }, ["c/free", "a/dear"]],
    [{ maxPromptPrice: 1e-6, minContext: 30_000 }, ["c/free"]],
    [{ text: "mistral" }, ["c/free"]],
    [{ text: "llama", minContext: 100_000 }, ["a/dear"]],
    [{ text: "nothing of that name" }, []],
    [{ maxPromptPrice: NaN }, []],
  ])("finds for %j: %j", async (args, found) => {
    const t = await plantSome();
    expect(ids(await t.query(api.models.search, args))).toEqual(found);
  });

  it("finds by name within a price, unknown prices left out", async () => {
    const t = await plantSome();
    expect(ids(await t.query(api.models.search, { text: "llama" })).toSorted()).toEqual([
      "a/dear",
      "b/cheap",
      "d/unknown",
    ]);
    const within = await t.query(api.models.search, { text: "llama", maxPromptPrice: 1 });
    expect(ids(within).toSorted()).toEqual(["a/dear", "b/cheap"]);
  });

  it("finds 50 at most, and none without a provider", async () => {
    const t = await plantSome();
    for (let n = 0; n < 60; n++) await plantModel(t, { modelId: `many/${n}` });
    expect(await t.query(api.models.search, {})).toHaveLength(50);
    vi.unstubAllEnvs();
    expect(await t.query(api.models.search, {})).toEqual([]);
  });
});
