import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { callOf, ledger, open, openCalls, plantModel, plantStage } from "./ledger.test-support";
import { changeDeployment } from "./model/deployment";
import type { Feature } from "./model/runValidators";
import {
  age,
  type Arena,
  battleDoc,
  type Caller,
  jobsDone,
  newArena,
  newRoom,
  plantEnded,
  plantTurn,
  signedIn,
  takeJobs,
} from "./testSetup.test-support";

/** What the kill switch stops, function by function: everything that asks a model, or leads to that. */

const REASON = { reason: "The provider bills twice." };
const HALTED = { data: { code: "HALTED", ...REASON } };
const sources = import.meta.glob<string>(["./*.ts", "./model/*.ts", "!./**/*.test.ts", "!./**/*.test-support.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

beforeEach(() => {
  vi.stubEnv("ARENA_MAX_LIVE_TURNS", "50");
  vi.stubEnv("OPENROUTER_API_KEY", "sk-test");
  vi.stubEnv("ARENA_TOPIC_MODEL", "sparring/judge");
});
afterEach(() => vi.unstubAllEnvs());

/** As `pauseAll` leaves it, before its first batch: what is live has not been paused yet. */
async function halt(t: Arena): Promise<void> {
  await t.run(async (ctx) => await changeDeployment(ctx, { halted: { at: 1, ...REASON } }));
}

async function phases(t: Arena): Promise<string[]> {
  return await t.run(async (ctx) => (await ctx.db.query("turnLeases").take(9)).map(({ phase }) => phase));
}

/** The files of which `text` is part, without comments. */
function filesWith(text: string): string[] {
  const named = Object.entries(sources).filter(([, source]) =>
    source.replaceAll(/^ *(\/?\*|\/\/).*$/gm, "").includes(text),
  );
  return named.map(([path]) => path.slice(2)).toSorted();
}

describe("while the arena is halted", () => {
  it("no other function than these asks a model, and nothing else begins one of them", () => {
    expect(filesWith("providerFor(")).toEqual(["fight.ts", "moderation.ts", "referee.ts", "topics.ts"]);
    expect(filesWith("meterOf(ctx)")).toEqual(["fight.ts", "moderation.ts", "referee.ts", "topics.ts"]);
    // A listing of models is no model.
    expect(filesWith("fetchListing(")).toEqual(["models.ts"]);
    expect(filesWith("internal.fight.run")).toEqual(["model/leases.ts"]);
    expect(filesWith("internal.referee.judge")).toEqual(["model/stages.ts"]);
    expect(filesWith("internal.moderation.review")).toEqual(["model/moderation.ts"]);
  });

  it.each<[Feature, "wait" | "go"]>([
    ["fighter", "wait"],
    ["chat", "wait"],
    ["commentator", "wait"],
    ["topic", "wait"],
    // Of what was said before.
    ["referee", "go"],
    ["moderation", "go"],
  ])("a request of a %s gets: %s", async (feature, kind) => {
    const t = newArena();
    const stage = await plantStage(t);
    await plantModel(t);
    await halt(t);
    const call = callOf(stage, { feature });
    const permit = await open(t, call);
    expect(permit).toMatchObject(kind === "go" ? { kind } : { kind, wait: { kind: "slot" } });
    expect(await openCalls(t)).toHaveLength(kind === "go" ? 1 : 0);
    await t.run(async (ctx) => await changeDeployment(ctx, { halted: null }));
    expect(await open(t, call)).toEqual({ kind: "go" });
  });

  interface At {
    t: Arena;
    host: Caller & { userId: Id<"users"> };
  }

  it.each<[string, (at: At) => Promise<() => Promise<unknown>>]>([
    [
      "topics.suggest",
      async ({ host }) =>
        () =>
          host.action(api.topics.suggest, {}),
    ],
    [
      "battles.start",
      async ({ host }) => {
        const roomId = await newRoom(host);
        return () => host.mutation(api.battles.start, { roomId });
      },
    ],
    [
      "battles.resume",
      async ({ t, host }) => {
        const { battleId } = await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A" });
        await host.mutation(api.battles.pause, { battleId });
        return () => host.mutation(api.battles.resume, { battleId });
      },
    ],
  ])("%s is refused, and not before or after", async (_name, prepare) => {
    const t = newArena();
    const host = await signedIn(t);
    const act = await prepare({ t, host });
    await halt(t);
    await expect(act()).rejects.toMatchObject(HALTED);
    await t.run(async (ctx) => await changeDeployment(ctx, { halted: null }));
    await act();
    await takeJobs(t);
  });

  /** A battle that no batch has reached yet, with somebody speaking for A. */
  async function live({ t, host }: At) {
    return await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A", status: "thinking" });
  }

  async function chat({ t, host }: At): Promise<Id<"battles">> {
    const { battleId, turnId } = await plantTurn(t, { hostId: host.userId, rounds: 9, side: "B", format: "chat" });
    await plantEnded(t, battleId, { round: 1, side: "A", text: "Hello." });
    await host.mutation(api.battles.skipTurn, { turnId });
    return battleId;
  }

  it.each<[string, (at: At) => Promise<() => Promise<unknown>>]>([
    [
      "turns.say",
      async (at) => {
        const battleId = await chat(at);
        return () => at.host.mutation(api.turns.say, { battleId, text: "And now?" });
      },
    ],
    [
      "turns.edit",
      async (at) => {
        const turnId = await at.host.mutation(api.turns.say, { battleId: await chat(at), text: "And now?" });
        return () => at.host.mutation(api.turns.edit, { turnId, text: "And then?" });
      },
    ],
    [
      "battles.skipTurn",
      async (at) => {
        const { turnId } = await live(at);
        return () => at.host.mutation(api.battles.skipTurn, { turnId });
      },
    ],
    [
      "turns.hide",
      async (at) => {
        const { turnId } = await live(at);
        return () => at.host.mutation(api.turns.hide, { turnId });
      },
    ],
    [
      "battles.retryTurn",
      async (at) => {
        const { turnId } = await live(at);
        return () => at.host.mutation(api.battles.retryTurn, { turnId });
      },
    ],
    [
      "battles.swapFighter",
      async (at) => {
        const { battleId } = await live(at);
        const swap = { battleId, side: "A" as const, fighter: { modelId: "sparring/jester" } };
        return () => at.host.mutation(api.battles.swapFighter, swap);
      },
    ],
    [
      "turns.finalize",
      async (at) => {
        const { turnId } = await live(at);
        await at.t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "Trams." }] });
        const ending = { kind: "complete", finishReason: "stop", usage: null } as const;
        return () => at.t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq: 2, delta: "", ending });
      },
    ],
    [
      "turns.reapIfStale",
      async (at) => {
        const { turnId } = await live(at);
        await age(at.t, turnId, 600_000);
        return () => at.t.mutation(api.turns.reapIfStale, { turnId });
      },
    ],
  ])("%s has a turn wait for a slot, until it is lifted", async (_name, prepare) => {
    const t = newArena();
    const host = await signedIn(t);
    const act = await prepare({ t, host });
    await takeJobs(t);
    await halt(t);
    await act();
    await t.mutation(internal.turns.sweep, {});
    expect(await phases(t)).toEqual(["queued"]);
    await t.mutation(internal.admin.resumeAll, {});
    expect(await phases(t)).toEqual(["starting"]);
    await takeJobs(t);
  });

  it("a flight that had its slot already asks no model, is stopped with its battle, and speaks after it", async () => {
    vi.stubEnv("ARENA_SPARRING_SPEED", "1000");
    const t = newArena();
    const host = await signedIn(t);
    const { battleId, leaseId } = await plantTurn(t, { hostId: host.userId, status: "queued" });
    await halt(t);
    const flight = t.action(internal.fight.run, { leaseId });
    await vi.waitFor(async () => expect(await phases(t)).toEqual(["running"]), { timeout: 20_000 });
    await t.mutation(internal.admin.haltBattles, { cursor: null });
    await flight;
    expect(await ledger(t)).toEqual([]);
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "paused", because: "halted" }, unrated: null });

    await t.mutation(internal.admin.resumeAll, {});
    await jobsDone(t);
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" } });
    expect(await ledger(t)).toMatchObject([{ feature: "fighter", outcome: "complete" }]);
  });

  it("a scheduled start and a second leg are off, and a deferred turn stays in the queue", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const roomId = await newRoom(host);
    const startAt = Date.now() + 60_000;
    await host.mutation(api.rooms.schedule, { roomId, startAt });
    const { battleId, leaseId, turnId } = await plantTurn(t, { hostId: host.userId, status: "queued" });
    await t.run(async (ctx) => await ctx.db.patch("turnLeases", leaseId, { phase: "deferred" }));
    const first = await plantTurn(t, { hostId: host.userId });
    await host.mutation(api.battles.cancel, { battleId: first.battleId });
    await halt(t);
    await t.mutation(internal.rooms.startScheduled, { roomId, startAt });
    await t.mutation(internal.battles.startSecondLeg, { battleId: first.battleId });
    await t.mutation(internal.turns.wake, { leaseId });
    expect(await phases(t)).toEqual(["queued"]);
    expect(await t.query(api.turns.queue, { turnId })).toBe(0);
    expect(await t.run(async (ctx) => (await ctx.db.query("battles").take(9)).map(({ _id }) => _id))).toEqual([
      battleId,
      first.battleId,
    ]);
    expect(await battleDoc(t, first.battleId)).toMatchObject({ state: { kind: "cancelled" } });
    await takeJobs(t);
  });
});
