import { type Infer, v, type VArray } from "convex/values";

/** A argues for the topic, B against. */
export const vSide = v.union(v.literal("A"), v.literal("B"));
export type Side = Infer<typeof vSide>;

export const vLiveTurnStatus = v.union(v.literal("queued"), v.literal("thinking"), v.literal("streaming"));
export type LiveTurnStatus = Infer<typeof vLiveTurnStatus>;

export const vFinishedTurnStatus = v.union(
  v.literal("complete"),
  v.literal("interrupted"),
  v.literal("failed"),
  v.literal("cancelled"),
);
export type FinishedTurnStatus = Infer<typeof vFinishedTurnStatus>;

export const vTurnStatus = v.union(vLiveTurnStatus, vFinishedTurnStatus);
export type TurnStatus = Infer<typeof vTurnStatus>;

/** Why a turn ended badly. `host_lost` is set by the reaper only; the others come from a provider. */
export const vTurnErrorCode = v.union(
  v.literal("rate_limited"),
  v.literal("auth"),
  v.literal("payment"),
  v.literal("moderation"),
  v.literal("bad_request"),
  v.literal("upstream"),
  v.literal("network"),
  v.literal("timeout_first_token"),
  v.literal("stalled"),
  v.literal("timeout_total"),
  v.literal("truncated"),
  v.literal("malformed"),
  v.literal("empty"),
  v.literal("host_lost"),
);
export type TurnErrorCode = Infer<typeof vTurnErrorCode>;

export const vFinishReason = v.union(
  v.literal("stop"),
  v.literal("length"),
  v.literal("content_filter"),
  v.literal("tool_calls"),
);
export type FinishReason = Infer<typeof vFinishReason>;

/** Token counts of one attempt. `costUsd` is null when the provider told none; simulated costs are never real money. */
export const vUsage = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  reasoningTokens: v.number(),
  cachedTokens: v.number(),
  costUsd: v.nullable(v.number()),
  simulated: v.boolean(),
});
export type Usage = Infer<typeof vUsage>;

export const vFighter = v.object({
  modelId: v.string(),
  name: v.string(),
  persona: v.optional(v.string()),
  scripted: v.boolean(),
});
export type Fighter = Infer<typeof vFighter>;

// Convex has no tuple validator; `resolveFighters` guarantees the length before anything is stored.
export const vFighters = v.array(vFighter) as unknown as VArray<[Fighter, Fighter], typeof vFighter>;

export const vFighterChoice = v.object({ modelId: v.string(), persona: v.optional(v.string()) });
export type FighterChoice = Infer<typeof vFighterChoice>;

export const vRoomStatus = v.union(v.literal("waiting"), v.literal("live"), v.literal("finished"));
export type RoomStatus = Infer<typeof vRoomStatus>;

export const vRoom = v.object({
  _id: v.id("rooms"),
  _creationTime: v.number(),
  topic: v.string(),
  fighters: vFighters,
  rounds: v.number(),
  status: vRoomStatus,
  currentBattleId: v.nullable(v.id("battles")),
  exhibition: v.boolean(),
});
export type Room = Infer<typeof vRoom>;

export const vBattleState = v.union(
  v.object({ kind: v.literal("waiting") }),
  v.object({ kind: v.literal("turn"), round: v.number(), side: vSide }),
  v.object({ kind: v.literal("finished") }),
  v.object({ kind: v.literal("cancelled") }),
  v.object({ kind: v.literal("failed"), code: vTurnErrorCode }),
);
export type BattleState = Infer<typeof vBattleState>;

export const vBattle = v.object({
  _id: v.id("battles"),
  _creationTime: v.number(),
  roomId: v.id("rooms"),
  topic: v.string(),
  fighters: vFighters,
  rounds: v.number(),
  state: vBattleState,
  unrated: v.boolean(),
  startedAt: v.number(),
  endedAt: v.nullable(v.number()),
});
export type Battle = Infer<typeof vBattle>;

/** The hot value every viewer receives on every flush: it stays as small as it can be. */
export const vLiveTurn = v.object({
  turnId: v.id("turns"),
  side: vSide,
  epoch: v.number(),
  seq: v.number(),
  base: v.number(),
  tail: v.string(),
  status: vLiveTurnStatus,
});
export type LiveTurn = Infer<typeof vLiveTurn>;

export const vFinishedTurn = v.object({
  turnId: v.id("turns"),
  round: v.number(),
  side: vSide,
  epoch: v.number(),
  status: vFinishedTurnStatus,
  text: v.string(),
  length: v.number(),
  hash: v.string(),
  modelId: v.string(),
  scripted: v.boolean(),
  finishReason: v.nullable(vFinishReason),
  errorCode: v.nullable(vTurnErrorCode),
  startedAt: v.nullable(v.number()),
  endedAt: v.number(),
  usage: v.nullable(vUsage),
});
export type FinishedTurn = Infer<typeof vFinishedTurn>;

export const vSegment = v.object({ index: v.number(), text: v.string() });
export type Segment = Infer<typeof vSegment>;

export const vModel = v.object({
  modelId: v.string(),
  name: v.string(),
  tagline: v.string(),
  scripted: v.boolean(),
  available: v.boolean(),
});
export type Model = Infer<typeof vModel>;

/** What the running action is told by `append`: a `stop` means that this attempt may write no more. */
export const vAppendAnswer = v.union(v.literal("ok"), v.literal("duplicate"), v.literal("stop"));
export type AppendAnswer = Infer<typeof vAppendAnswer>;

export const vControlAnswer = v.union(v.literal("run"), v.literal("stop"));
export type ControlAnswer = Infer<typeof vControlAnswer>;

/** How an attempt ended at its provider. A cancelled turn is not among them: its mutation has already ended it. */
export const vTurnEnding = v.union(
  v.object({ kind: v.literal("complete"), finishReason: vFinishReason, usage: v.nullable(vUsage) }),
  v.object({ kind: v.literal("interrupted"), errorCode: vTurnErrorCode, usage: v.nullable(vUsage) }),
  v.object({ kind: v.literal("failed"), errorCode: vTurnErrorCode, usage: v.nullable(vUsage) }),
);
export type TurnEnding = Infer<typeof vTurnEnding>;

/** All that the action of a turn needs to know; `earlier` are the ended turns of the battle, in order. */
export const vBriefing = v.object({
  battleId: v.id("battles"),
  modelId: v.string(),
  persona: v.nullable(v.string()),
  topic: v.string(),
  side: vSide,
  round: v.number(),
  rounds: v.number(),
  earlier: v.array(v.object({ round: v.number(), side: vSide, text: v.string() })),
});
export type Briefing = Infer<typeof vBriefing>;
