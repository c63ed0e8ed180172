import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import { register as registerShardedCounter } from "@convex-dev/sharded-counter/test";
import type { FunctionArgs } from "convex/server";
import { convexTest, type TestConvex } from "convex-test";
import { expect, vi } from "vitest";
import { api } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { Side } from "./model/validators";
import { textFields } from "./model/turns";
import schema from "./schema";

export type Arena = TestConvex<typeof schema>;
export type Caller = Pick<Arena, "query" | "mutation" | "action">;

const modules = import.meta.glob(["./**/*.*s", "!./**/*.test.ts", "!./**/*.test-support.ts"]);

export function newArena(): Arena {
  const t = convexTest({ schema, modules });
  registerRateLimiter(t);
  registerShardedCounter(t);
  return t;
}

/** A user with a session, as Convex Auth names it in a token. auth.test.ts signs in for real. */
export async function signedIn(
  t: Arena,
  more: Partial<Doc<"users">> = {},
): Promise<Caller & { userId: Id<"users">; sessionId: Id<"authSessions"> }> {
  const { userId, sessionId } = await t.run(async (ctx) => {
    const user = await ctx.db.insert("users", { isAnonymous: true, ...more });
    const expirationTime = Date.now() + 3_600_000;
    return { userId: user, sessionId: await ctx.db.insert("authSessions", { userId: user, expirationTime }) };
  });
  const caller = t.withIdentity({ subject: `${userId}|${sessionId}` });
  return Object.assign(caller, { userId, sessionId });
}

export const socratesAndFirebrand = [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }];

/** Quiet unless told otherwise: no referee, no votes, no recap. */
export async function newRoom(
  host: Caller,
  rounds = 1,
  more: Partial<FunctionArgs<typeof api.rooms.create>> = {},
): Promise<Id<"rooms">> {
  return await host.mutation(api.rooms.create, {
    topic: "Should every town have a tram?",
    fighters: socratesAndFirebrand,
    rounds,
    ...more,
    settings: { ...quietSettings, ...more.settings },
  });
}

/** Later than any job that follows from another one, sooner than the deadlines that are set in case an action is lost. */
const SOON_MS = 3_000;

/** Resolves when nothing is due or running any more, and takes back the deadlines to come; fails if a scheduled function failed. */
export async function jobsDone(t: Arena): Promise<void> {
  await vi.waitFor(
    async () => {
      await t.finishInProgressScheduledFunctions();
      const jobs = await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(1_000));
      const due = jobs.filter((job) => job.state.kind === "pending" && job.scheduledTime < Date.now() + SOON_MS);
      expect([...due, ...jobs.filter(({ state }) => state.kind === "inProgress")]).toEqual([]);
      expect(jobs.filter(({ state }) => state.kind === "failed")).toEqual([]);
    },
    { timeout: 20_000, interval: 5 },
  );
  await takeJobs(t);
}

export function code(expected: string) {
  return { data: expect.objectContaining({ code: expected }) };
}

type TurnDoc = Doc<"turns">;
type LiveTurn = Extract<TurnDoc, { tail: string }>;

const twoFighters: Doc<"rooms">["fighters"] = [
  { modelId: "sparring/socrates", name: "Socrates", persona: null, scripted: true },
  { modelId: "sparring/firebrand", name: "Firebrand", persona: null, scripted: true },
];

export interface Planted {
  turnId: Id<"turns">;
  battleId: Id<"battles">;
  roomId: Id<"rooms">;
  leaseId: Id<"turnLeases">;
}

export interface Plant {
  status?: LiveTurn["status"];
  round?: number;
  side?: Side;
  rounds?: number;
  epoch?: number;
  hostId?: Id<"users"> | null;
  format?: Doc<"rooms">["format"];
  visibility?: Doc<"rooms">["visibility"];
  settings?: Partial<Doc<"rooms">["settings"]>;
}

/** Nobody judges, votes or comments: a test that wants it says so. */
export const quietSettings: Doc<"rooms">["settings"] = {
  maxWords: 220,
  referee: false,
  commentator: false,
  tools: false,
  votingSeconds: 0,
  fallbackModelId: null,
};

/**
 * A live turn that no action runs: by default the last one of its battle, so that its end schedules nothing. What it holds
 * is what start and claim would have written. `thinking` and `streaming` turns are claimed, a `queued` one holds a slot and
 * waits for its action.
 */
export async function plantTurn(t: Arena, plant: Plant = {}): Promise<Planted> {
  const { status = "thinking", round = 1, side = "B", rounds = 1, epoch = 1, hostId = null, format = "debate" } = plant;
  const { visibility = "public" } = plant;
  return await t.run(async (ctx) => {
    const fight = {
      topic: "Should every town have a tram?",
      format,
      fighters: twoFighters,
      rounds,
      settings: { ...quietSettings, ...plant.settings },
    };
    const roomId = await ctx.db.insert("rooms", {
      ...fight,
      hostId,
      visibility,
      hidden: null,
      status: "live",
      currentBattleId: null,
      startAt: null,
      startJobId: null,
      budgets: { battleUsd: null, dailyUsd: null },
    });
    const battleId = await ctx.db.insert("battles", {
      ...fight,
      roomId,
      state: { kind: "turn", round, side },
      hp: { A: 100, B: 100 },
      failuresInARow: 0,
      unrated: null,
      mirror: null,
      startedAt: Date.now(),
      endedAt: null,
    });
    await ctx.db.patch("rooms", roomId, { currentBattleId: battleId });
    const now = Date.now();
    const phase = status === "queued" ? "starting" : "running";
    const leaseId = await ctx.db.insert("turnLeases", {
      turnIds: [],
      phase,
      queuedAt: now,
      notBefore: 0,
      renewedAt: now,
    });
    const turnId = await ctx.db.insert("turns", {
      battleId,
      round,
      side,
      role: "fighter",
      scripted: true,
      fellBack: false,
      epoch,
      status,
      private: visibility === "private",
      leaseId,
      wait: null,
      modelId: fight.fighters[side === "A" ? 0 : 1].modelId,
      startedAt: status === "queued" ? null : now,
      losses: 0,
      deferrals: 0,
      seq: 0,
      base: 0,
      tail: "",
      segmentCount: 0,
      touchedAt: now,
    });
    await ctx.db.patch("turnLeases", leaseId, { turnIds: [turnId] });
    return { turnId, battleId, roomId, leaseId };
  });
}

export interface Ended {
  round: number;
  side: Side;
  text: string;
  epoch?: number;
  superseded?: boolean;
  status?: "complete" | "interrupted" | "failed";
}

/** A turn that has been argued. */
export async function plantEnded(t: Arena, battleId: Id<"battles">, ended: Ended): Promise<Id<"turns">> {
  const { round, side, text, epoch = 1, superseded = false, status = "complete" } = ended;
  return await t.run(
    async (ctx) =>
      await ctx.db.insert("turns", {
        battleId,
        round,
        side,
        role: "fighter",
        modelId: "sparring/socrates",
        scripted: true,
        fellBack: false,
        epoch,
        superseded,
        hidden: null,
        status,
        ...textFields(text),
        finishReason: "stop",
        errorCode: null,
        usage: null,
        startedAt: 0,
        endedAt: 1,
      }),
  );
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
    if (turn === null || !("touchedAt" in turn)) return;
    const lease = await ctx.db.get("turnLeases", turn.leaseId);
    if (of !== "lease") await ctx.db.patch("turns", turnId, { touchedAt: turn.touchedAt - ms });
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
