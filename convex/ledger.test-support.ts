import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { CallPermit, CallRecord, CallRequest } from "./model/runValidators";
import type { Usage } from "./model/validators";
import { expect } from "vitest";
import { type Arena, signedIn } from "./testSetup.test-support";

type Signed = Awaited<ReturnType<typeof signedIn>>;

/** A host, and a battle in a room of theirs. */
export interface Stage {
  host: Signed;
  roomId: Id<"rooms">;
  battleId: Id<"battles">;
}

const NO_BUDGETS = { battleUsd: null, dailyUsd: null };

export async function plantStage(t: Arena, budgets: Partial<Doc<"rooms">["budgets"]> = {}): Promise<Stage> {
  const host = await signedIn(t);
  return { host, ...(await plantBattle(t, host.userId, budgets)) };
}

/** Nobody runs the battle, and it has no turns: the ledger asks for neither. */
export async function plantBattle(
  t: Arena,
  hostId: Id<"users">,
  budgets: Partial<Doc<"rooms">["budgets"]> = {},
): Promise<Pick<Stage, "roomId" | "battleId">> {
  return await t.run(async (ctx) => {
    const rules = {
      topic: "Should every town have a tram?",
      format: "debate" as const,
      fighters: [fighter("socrates"), fighter("firebrand")] satisfies Doc<"rooms">["fighters"],
      rounds: 1,
      settings: SETTINGS,
    };
    const roomId = await ctx.db.insert("rooms", {
      visibility: "public",
      hidden: null,
      ...rules,
      budgets: { ...NO_BUDGETS, ...budgets },
      hostId,
      status: "live",
      currentBattleId: null,
      startAt: null,
      startJobId: null,
    });
    const battleId = await ctx.db.insert("battles", {
      ...rules,
      roomId,
      state: { kind: "turn", round: 1, side: "A" },
      hp: { A: 100, B: 100 },
      failuresInARow: 0,
      unrated: null,
      mirror: null,
      startedAt: Date.now(),
      endedAt: null,
    });
    return { roomId, battleId };
  });
}

const SETTINGS: Doc<"rooms">["settings"] = {
  maxWords: 100,
  referee: false,
  commentator: false,
  tools: false,
  votingSeconds: 0,
  fallbackModelId: null,
};

function fighter(character: string) {
  return { modelId: `sparring/${character}`, name: character, persona: null, scripted: true };
}

/** A model as a sync would store it: 1 microdollar per prompt token, 2 per completion token. */
export async function plantModel(t: Arena, over: Partial<Doc<"models">> = {}): Promise<string> {
  const model = {
    modelId: "vendor/real",
    name: "Real",
    description: "",
    contextLength: 8_000,
    promptPrice: 1e-6,
    completionPrice: 2e-6,
    inputModalities: ["text"],
    supportedParameters: [],
    expiresAt: null,
    syncedAt: 0,
    ...over,
  };
  await t.run(async (ctx) => await ctx.db.insert("models", model));
  return model.modelId;
}

let lastCall = 0;

/** 1,000 tokens each way. With the prices of `plantModel` it sets 3,000 microdollars aside, for a scripted model 750. */
export function callOf(stage: Stage | null, over: Partial<CallRequest> = {}): CallRequest {
  return {
    callId: `call ${++lastCall}`,
    feature: "fighter",
    modelId: "vendor/real",
    userId: stage?.host.userId ?? null,
    roomId: stage?.roomId ?? null,
    battleId: stage?.battleId ?? null,
    turnId: null,
    promptTokens: 1_000,
    maxTokens: 1_000,
    ...over,
  };
}

export function recordOf(callId: string, over: Partial<CallRecord> = {}): CallRecord {
  return {
    callId,
    modelBilled: null,
    usage: usageOf(0.001),
    firstTokenMs: 300,
    durationMs: 2_000,
    outcome: "complete",
    retryAfterMs: null,
    ...over,
  };
}

export function usageOf(costUsd: number | null, over: Partial<Usage> = {}): Usage {
  const tokens = { promptTokens: 900, completionTokens: 100, reasoningTokens: 10, cachedTokens: 50 };
  return { ...tokens, costUsd, simulated: false, ...over };
}

export async function open(t: Arena, call: CallRequest): Promise<CallPermit> {
  return await t.mutation(internal.usage.open, call);
}

export async function close(t: Arena, callId: string, over: Partial<CallRecord> = {}): Promise<void> {
  await t.mutation(internal.usage.close, recordOf(callId, over));
}

/** Opens and closes a call that cost so much. */
export async function spend(t: Arena, call: CallRequest, costUsd: number): Promise<void> {
  await open(t, call);
  await close(t, call.callId, { usage: usageOf(costUsd) });
}

export async function ledger(t: Arena): Promise<Doc<"usage">[]> {
  return await t.run(async (ctx) => await ctx.db.query("usage").take(1_000));
}

export async function openCalls(t: Arena): Promise<Doc<"openCalls">[]> {
  return await t.run(async (ctx) => await ctx.db.query("openCalls").take(1_000));
}

/** A time within 50 ms: a host may let its functions' clocks run a little ahead, so that no two transactions share a time. */
export function near(ms: number): number {
  return expect.closeTo(ms, -2) as number;
}
