import { convexTest, type TestConvex } from "convex-test";
import { expect, vi } from "vitest";
import { api } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { Side } from "./model/validators";
import schema from "./schema";

export type Arena = TestConvex<typeof schema>;
export type Caller = Pick<Arena, "query" | "mutation" | "action">;

const modules = import.meta.glob(["./**/*.*s", "!./**/*.test.ts", "!./**/*.test-support.ts"]);

export function newArena(): Arena {
  return convexTest({ schema, modules });
}

/** A user with a session, as Convex Auth names it in a token. auth.test.ts signs in for real. */
export async function signedIn(t: Arena): Promise<Caller & { userId: Id<"users"> }> {
  const userId = await t.run(async (ctx) => await ctx.db.insert("users", { isAnonymous: true }));
  const caller = t.withIdentity({ subject: `${userId}|session` });
  return Object.assign(caller, { userId });
}

export const socratesAndFirebrand = [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }];

export async function newRoom(host: Caller, rounds = 1): Promise<Id<"rooms">> {
  return await host.mutation(api.rooms.create, {
    topic: "Should every town have a tram?",
    fighters: socratesAndFirebrand,
    rounds,
  });
}

/** Resolves when nothing is scheduled or running any more; fails if a scheduled function failed. */
export async function jobsDone(t: Arena): Promise<void> {
  await vi.waitFor(
    async () => {
      await t.finishInProgressScheduledFunctions();
      const jobs = await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(1_000));
      expect(jobs.filter(({ state }) => state.kind === "pending" || state.kind === "inProgress")).toEqual([]);
      expect(jobs.filter(({ state }) => state.kind === "failed")).toEqual([]);
    },
    { timeout: 20_000, interval: 5 },
  );
}

export function code(expected: string) {
  return { data: expect.objectContaining({ code: expected }) };
}

type TurnDoc = Doc<"turns">;
type LiveTurn = Extract<TurnDoc, { tail: string }>;

const twoFighters: Doc<"rooms">["fighters"] = [
  { modelId: "sparring/socrates", name: "Socrates", scripted: true },
  { modelId: "sparring/firebrand", name: "Firebrand", scripted: true },
];

export interface Planted {
  turnId: Id<"turns">;
  battleId: Id<"battles">;
  roomId: Id<"rooms">;
}

export interface Plant {
  status?: LiveTurn["status"];
  round?: number;
  side?: Side;
  rounds?: number;
  epoch?: number;
  hostId?: Id<"users"> | null;
  battleId?: Id<"battles">;
}

/**
 * A live turn that no action runs: by default the last one of its battle, so that its end schedules nothing. What it holds
 * is what start and claim would have written.
 */
export async function plantTurn(t: Arena, plant: Plant = {}): Promise<Planted> {
  const { status = "thinking", round = 1, side = "B", rounds = 1, epoch = 1, hostId = null } = plant;
  return await t.run(async (ctx) => {
    const fight = {
      topic: "Should every town have a tram?",
      fighters: twoFighters,
      rounds,
    };
    const roomId = await ctx.db.insert("rooms", { ...fight, hostId, status: "live", currentBattleId: null });
    const battleId = await ctx.db.insert("battles", {
      ...fight,
      roomId,
      state: { kind: "turn", round, side },
      failuresInARow: 0,
      unrated: false,
      startedAt: Date.now(),
      endedAt: null,
    });
    await ctx.db.patch("rooms", roomId, { currentBattleId: battleId });
    const turnId = await ctx.db.insert("turns", {
      battleId,
      round,
      side,
      modelId: fight.fighters[side === "A" ? 0 : 1].modelId,
      scripted: true,
      epoch,
      status,
      startedAt: status === "queued" ? null : Date.now(),
      seq: 0,
      base: 0,
      tail: "",
      segmentCount: 0,
      touchedAt: Date.now(),
    });
    const phase = status === "queued" ? "queued" : "running";
    await ctx.db.insert("turnLeases", { turnId, phase, renewedAt: Date.now() });
    return { turnId, battleId, roomId };
  });
}

/** Leaves no slot free: an action that a test schedules along the way finds its turn queued, and leaves it so. */
export async function fillSlots(t: Arena): Promise<void> {
  vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1");
  await plantTurn(t);
}

/** What was scheduled, each once; what has not begun is cancelled. */
export async function takeJobs(t: Arena): Promise<unknown[]> {
  return await t.run(async (ctx) => {
    const jobs = await ctx.db.system.query("_scheduled_functions").take(99);
    for (const job of jobs) if (job.state.kind === "pending") await ctx.scheduler.cancel(job._id);
    const args = new Set(jobs.map((job) => JSON.stringify(job.args[0])));
    return [...args].map((json): unknown => JSON.parse(json));
  });
}

/** As if nobody had written to the turn, nor renewed its lease, for so long. */
export async function age(t: Arena, turnId: Id<"turns">, ms: number, of: "turn" | "lease" | "both" = "both") {
  await t.run(async (ctx) => {
    const turn = await ctx.db.get("turns", turnId);
    const lease = await ctx.db
      .query("turnLeases")
      .withIndex("by_turnId", (q) => q.eq("turnId", turnId))
      .unique();
    if (turn && "touchedAt" in turn && of !== "lease")
      await ctx.db.patch("turns", turnId, { touchedAt: turn.touchedAt - ms });
    if (lease && of !== "turn") await ctx.db.patch("turnLeases", lease._id, { renewedAt: lease.renewedAt - ms });
  });
}

export async function turnDoc(t: Arena, turnId: Id<"turns">): Promise<TurnDoc> {
  const turn = await t.run(async (ctx) => await ctx.db.get("turns", turnId));
  if (turn === null) throw new Error("No such turn");
  return turn;
}

export async function battleDoc(t: Arena, battleId: Id<"battles">): Promise<Doc<"battles">> {
  const battle = await t.run(async (ctx) => await ctx.db.get("battles", battleId));
  if (battle === null) throw new Error("No such battle");
  return battle;
}
