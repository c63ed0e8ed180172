import { type Infer, v } from "convex/values";
import { vBudgetScope, vHitType } from "./battleValidators";
import { vFinishReason, vFormat, vPersona, vSide, vTurnErrorCode, vTurnRole, vUsage, vWait } from "./validators";

/**
 * What a running action and the database say to each other. A flight is one run of one action: it carries one turn, or both
 * turns of a duel's round, and holds one lease.
 */

/** One attempt at a turn; whoever holds another epoch is fenced out. */
export const vAttempt = v.object({ turnId: v.id("turns"), epoch: v.number() });
export type Attempt = Infer<typeof vAttempt>;

export const vWrite = v.object({ turnId: v.id("turns"), epoch: v.number(), seq: v.number(), delta: v.string() });
export type Write = Infer<typeof vWrite>;

/** What the running action is told by `append`: a `stop` means that this attempt may write no more. */
export const vAppendAnswer = v.union(v.literal("ok"), v.literal("duplicate"), v.literal("stop"));
export type AppendAnswer = Infer<typeof vAppendAnswer>;

export const vControlAnswer = v.union(v.literal("run"), v.literal("stop"));
export type ControlAnswer = Infer<typeof vControlAnswer>;

/**
 * How an attempt ended at its provider. A cancelled turn is not among them: its mutation has already ended it.
 * `deferred`: nothing was said, and the turn asks again at `until`. `budget`: the next call would break a budget.
 */
export const vTurnEnding = v.union(
  v.object({ kind: v.literal("complete"), finishReason: vFinishReason, usage: v.nullable(vUsage) }),
  v.object({ kind: v.literal("interrupted"), errorCode: vTurnErrorCode, usage: v.nullable(vUsage) }),
  v.object({ kind: v.literal("failed"), errorCode: vTurnErrorCode, usage: v.nullable(vUsage) }),
  v.object({ kind: v.literal("deferred"), wait: vWait, until: v.number() }),
  v.object({ kind: v.literal("budget"), scope: vBudgetScope, usage: v.nullable(vUsage) }),
);
export type TurnEnding = Infer<typeof vTurnEnding>;

export const vToolStatus = v.union(v.literal("calling"), v.literal("running"), v.literal("done"), v.literal("failed"));
export type ToolStatus = Infer<typeof vToolStatus>;

/** A tool call of an attempt as viewers see it; `index` counts the calls of the attempt. Longest: 400 units each text. */
export const vToolCall = v.object({
  turnId: v.id("turns"),
  epoch: v.number(),
  index: v.number(),
  name: v.string(),
  /** JSON, growing while `calling`. */
  arguments: v.string(),
  status: vToolStatus,
  /** What the model was told, or why the call failed. */
  result: v.nullable(v.string()),
  durationMs: v.nullable(v.number()),
});
export type ToolCallView = Infer<typeof vToolCall>;

const vEarlierTurn = v.object({ round: v.number(), side: vSide, text: v.string() });

/** All that a flight needs to know of one of its turns; `earlier` are the turns that count, in order. */
export const vBriefing = v.object({
  turnId: v.id("turns"),
  epoch: v.number(),
  role: vTurnRole,
  /** Null for the commentator. */
  side: v.nullable(vSide),
  modelId: v.string(),
  persona: v.nullable(vPersona),
  battleId: v.id("battles"),
  roomId: v.id("rooms"),
  hostId: v.nullable(v.id("users")),
  format: vFormat,
  topic: v.string(),
  round: v.number(),
  rounds: v.number(),
  maxWords: v.number(),
  tools: v.boolean(),
  /** Display names of A and B, for the commentator only. */
  names: v.array(v.string()),
  earlier: v.array(vEarlierTurn),
  moderator: v.array(v.object({ round: v.number(), text: v.string() })),
  /** For the commentator only. */
  hits: v.array(v.object({ round: v.number(), side: vSide, type: vHitType, damage: v.number(), reason: v.string() })),
});
export type Briefing = Infer<typeof vBriefing>;

/** What a call to a provider is for. */
export const vFeature = v.union(
  v.literal("fighter"),
  v.literal("chat"),
  v.literal("commentator"),
  v.literal("referee"),
  v.literal("topic"),
  v.literal("moderation"),
);
export type Feature = Infer<typeof vFeature>;

/** A provider call that is about to be made. Token counts are estimates from above. */
export const vCallRequest = v.object({
  /** Unique for each request sent: who makes it, and its number. */
  callId: v.string(),
  feature: vFeature,
  modelId: v.string(),
  userId: v.nullable(v.id("users")),
  roomId: v.nullable(v.id("rooms")),
  battleId: v.nullable(v.id("battles")),
  turnId: v.nullable(v.id("turns")),
  promptTokens: v.number(),
  maxTokens: v.number(),
});
export type CallRequest = Infer<typeof vCallRequest>;

/** `wait`: a limit says when to ask again. `budget`: the estimate does not fit. Neither has opened a call. */
export const vCallPermit = v.union(
  v.object({ kind: v.literal("go") }),
  v.object({ kind: v.literal("wait"), wait: vWait, until: v.number() }),
  v.object({ kind: v.literal("budget"), scope: vBudgetScope }),
);
export type CallPermit = Infer<typeof vCallPermit>;

export const vCallOutcome = v.union(v.literal("complete"), v.literal("aborted"), v.literal("lost"), vTurnErrorCode);
export type CallOutcome = Infer<typeof vCallOutcome>;

/** What became of it, told once its stream is closed. */
export const vCallRecord = v.object({
  callId: v.string(),
  /** Null when the provider did not say. */
  modelBilled: v.nullable(v.string()),
  usage: v.nullable(vUsage),
  firstTokenMs: v.nullable(v.number()),
  durationMs: v.number(),
  outcome: vCallOutcome,
  /** The provider refused for its rate limit: the model's own limit adapts. */
  retryAfterMs: v.nullable(v.number()),
});
export type CallRecord = Infer<typeof vCallRecord>;
