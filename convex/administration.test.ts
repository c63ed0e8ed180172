import { getFunctionName } from "convex/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { callOf, close, open, plantModel, plantStage, usageOf } from "./ledger.test-support";
import { type Arena, code, newArena, newRoom, plantTurn, signedIn } from "./testSetup.test-support";

const MORNING = Date.parse("2026-11-27T08:00:00Z");
const DAY = 24 * 3_600_000;
beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const first = { paginationOpts: { cursor: null, numItems: 10 } };
const newAdmin = (t: Arena) =>
  signedIn(t, { admin: true, isAnonymous: undefined, name: "Ada Admin", email: "ada@example.com" });

describe("everything for the admin page", () => {
  const { administration } = api;
  const queries = [
    [administration.people, first],
    [administration.rooms, first],
    [administration.liveBattles, {}],
    [administration.reports, first],
    [administration.audit, first],
    [administration.overview, {}],
    [administration.usage, { until: "2026-11-27", days: 7 }],
  ] as const;

  it.each(queries.map(([query, args]) => ({ name: getFunctionName(query), query, args })))(
    "$name is for admins alone",
    async ({ query, args }) => {
      const t = newArena();
      const banned = await signedIn(t, { ban: { at: 1, until: null, reason: "spam" } });
      // The pairs fit, which TypeScript cannot see through `it.each`.
      const ask = (who: Pick<Arena, "query">) => who.query(query as typeof administration.rooms, args as typeof first);
      await expect(ask(t)).rejects.toMatchObject(code("UNAUTHENTICATED"));
      await expect(ask(await signedIn(t))).rejects.toMatchObject(code("FORBIDDEN"));
      await expect(ask(banned)).rejects.toMatchObject(code("BANNED"));
      await expect(ask(await newAdmin(t))).resolves.toBeDefined();
    },
  );
});

describe("people", () => {
  it("are accounts or guests, newest first, and are found by their whole email", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    const guest = await signedIn(t);
    const bob = await signedIn(t, { isAnonymous: undefined, name: "Bob Builder", email: "bob@example.com" });
    await signedIn(t, { isAnonymous: undefined, deletedAt: 1 });
    const names = async (more: { search?: string; guests?: boolean }) =>
      (await ada.query(api.administration.people, { ...first, ...more })).page.map(({ name }) => name);
    expect(await names({})).toEqual(["Bob Builder", "Ada Admin"]);
    expect(await names({ guests: true })).toEqual([`Guest ${guest.userId.slice(-4)}`]);
    expect(await names({ search: " BOB@example.com" })).toEqual(["Bob Builder"]);
    expect(await names({ search: "bob@example" })).toEqual([]);
    const { page } = await ada.query(api.administration.people, { ...first, search: "bob@example.com" });
    expect(page).toEqual([
      {
        userId: bob.userId,
        name: "Bob Builder",
        email: "bob@example.com",
        guest: false,
        admin: false,
        mayHost: false,
        ban: null,
        createdAt: expect.any(Number),
      },
    ]);
  });

  it("are found by words of their name", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    await signedIn(t, { name: "Bob Builder" });
    const { page } = await ada.query(api.administration.people, { ...first, search: " build" });
    expect(page.map(({ name }) => name)).toEqual(["Bob Builder"]);
  });

  it("come in pages", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    for (let i = 0; i < 5; i++) await signedIn(t);
    const page = async (cursor: string | null) =>
      await ada.query(api.administration.people, { guests: true, paginationOpts: { cursor, numItems: 3 } });
    const one = await page(null);
    const two = await page(one.continueCursor);
    expect([one.page.length, one.isDone, two.page.length]).toEqual([3, false, 2]);
    expect(new Set([...one.page, ...two.page].map(({ userId }) => userId)).size).toBe(5);
  });
});

describe("rooms, battles and reports", () => {
  it("are there whatever their visibility", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    const host = await signedIn(t, { name: "Hal" });
    for (const visibility of ["public", "unlisted", "private"] as const) await newRoom(host, 1, { visibility });
    const { battleId, roomId } = await plantTurn(t, { hostId: host.userId, visibility: "private" });
    const { page } = await ada.query(api.administration.rooms, first);
    expect(page.map(({ visibility, hostName, status }) => [visibility, hostName, status])).toEqual([
      ["private", "Hal", "live"],
      ["private", "Hal", "waiting"],
      ["unlisted", "Hal", "waiting"],
      ["public", "Hal", "waiting"],
    ]);
    expect(await ada.query(api.administration.liveBattles, {})).toMatchObject([
      {
        battleId,
        roomId,
        visibility: "private",
        hostName: "Hal",
        state: { kind: "turn" },
        cost: { real: 0, simulated: 0 },
      },
    ]);
    await host.mutation(api.battles.cancel, { battleId });
    expect(await ada.query(api.administration.liveBattles, {})).toEqual([]);
  });

  it("that are reported come with the words in question, until they are settled", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    const viewer = await signedIn(t, { name: "Vic" });
    const { roomId, turnId } = await plantTurn(t);
    await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "Vile words." }] });
    await viewer.mutation(api.reports.file, { roomId, turnId, reason: "hate", note: "Look." });
    await viewer.mutation(api.reports.file, { roomId, reason: "other", note: "" });
    const { page } = await ada.query(api.administration.reports, first);
    expect(page.map(({ text, reason, note, reporterName }) => [text, reason, note, reporterName])).toEqual([
      ["Should every town have a tram?", "other", "", "Vic"],
      ["Vile words.", "hate", "Look.", "Vic"],
    ]);
    expect((await ada.query(api.administration.overview, {})).openReports).toEqual({ count: 2, more: false });
    for (const { reportId } of page) await ada.mutation(api.reports.settle, { reportId, uphold: false });
    expect((await ada.query(api.administration.reports, first)).page).toEqual([]);
  });
});

describe("the overview", () => {
  it("counts battles by what holds them, and turns by whether they have a slot", async () => {
    const t = newArena();
    const ada = await newAdmin(t);
    const { battleId } = await plantTurn(t, { hostId: ada.userId, rounds: 2, side: "A" });
    await plantTurn(t);
    await ada.mutation(api.battles.start, { roomId: await newRoom(ada) });
    const counts = async () => {
      const { battles, turns } = await ada.query(api.administration.overview, {});
      return { ...battles, turns };
    };
    expect(await counts()).toEqual({ running: 3, paused: 0, halted: 0, more: false, turns: { running: 2, queued: 1 } });
    await ada.mutation(api.battles.pause, { battleId });
    await t.mutation(internal.admin.pauseAll, { reason: "x" });
    await t.mutation(internal.admin.haltBattles, { cursor: null });
    expect(await counts()).toEqual({ running: 0, paused: 1, halted: 2, more: false, turns: { running: 0, queued: 0 } });
  });
});

describe("usage", () => {
  it("is summed up by day, feature and model, real and simulated money apart", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: MORNING - 2 * DAY });
    const t = newArena();
    const ada = await newAdmin(t);
    const stage = await plantStage(t);
    await plantModel(t);
    const spend = async (usage: ReturnType<typeof usageOf>, more: Parameters<typeof callOf>[1] = {}) => {
      const call = callOf(stage, more);
      expect(await open(t, call)).toEqual({ kind: "go" });
      await close(t, call.callId, { usage });
    };
    await spend(usageOf(0.001));
    vi.setSystemTime(MORNING);
    await spend(usageOf(0.002), { feature: "referee" });
    await spend(usageOf(0.5, { simulated: true }), { modelId: "sparring/socrates" });
    await spend(usageOf(null));

    const usage = (until: string, days: number) => ada.query(api.administration.usage, { until, days });
    const three = await usage("2026-11-27", 3);
    expect(three.days.map(({ day, total }) => [day, total.calls])).toEqual([
      ["2026-11-25", 1],
      ["2026-11-27", 3],
    ]);
    expect(three.total).toMatchObject({ calls: 4, realUsd: 0.003, simulatedUsd: 0.5, unknownCosts: 1 });
    expect(three.byFeature.map(({ key, calls }) => [key, calls])).toEqual([
      ["fighter", 3],
      ["referee", 1],
    ]);
    expect(three.days[1]?.byFeature.map(({ key, calls }) => [key, calls])).toEqual([
      ["fighter", 2],
      ["referee", 1],
    ]);
    expect(three.byModel.map(({ key, calls, simulatedUsd }) => [key, calls, simulatedUsd])).toEqual([
      ["vendor/real", 3, 0],
      ["sparring/socrates", 1, 0.5],
    ]);
    expect((await usage("2026-11-27", 2)).total.calls).toBe(3);
    expect((await usage("2026-11-24", 90)).days).toEqual([]);
    expect((await ada.query(api.administration.overview, {})).lastDay).toMatchObject({
      day: "2026-11-27",
      total: { calls: 3 },
    });
  });

  it.each([
    ["2026-11-27", 0],
    ["2026-11-27", 91],
    ["2026-11-27", 1.5],
    ["2026-11-27", NaN],
    ["27 November", 7],
    ["2026-99-99", 7],
  ])("until %s for %s days is refused", async (until, days) => {
    const t = newArena();
    const ada = await newAdmin(t);
    await expect(ada.query(api.administration.usage, { until, days })).rejects.toMatchObject(code("INVALID_TIME"));
  });
});
