import { MINUTE } from "@convex-dev/rate-limiter";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { rateLimiter } from "./rateLimits";
import type { CallRecord, CallRequest } from "./runValidators";
import { wholeSetting } from "./settings";
import type { Wait } from "./validators";

/** Why a call has to wait, and until when. */
export interface Delay {
  wait: Wait;
  until: number;
}

interface Limit {
  kind: "model_limit" | "host_limit";
  name: string;
  key: string;
  /** Per minute; as much may be taken at once. */
  rate: number;
  count: number;
}

const MIN_FACTOR = 1 / 16;
const RECOVERY = 1.25;
const RECOVERY_MS = 30_000;
/** Longer than any limit that resets within a day's use; a hostile Retry-After must not silence a model for good. */
const MAX_SILENCE_MS = 3_600_000;
const MAX_SETTING = 1_000_000_000;

/**
 * Takes a call's share of the limits of its model and its host, or says what it has to wait for longest; then nothing was taken.
 * Limits per minute: ARENA_MODEL_RPM requests and ARENA_MODEL_TPM tokens of a model, lowered while its provider refuses, and
 * ARENA_HOST_RPM requests of a host. Tokens count as asked for (prompt and maximum answer), as providers count them. A script has
 * no provider to spare, and may speak as often as there are slots.
 */
export async function takeFromLimits(ctx: MutationCtx, call: CallRequest, scripted: boolean): Promise<Delay | null> {
  const throttle = await throttleOf(ctx, call.modelId);
  if (throttle !== null && throttle.blockedUntil > Date.now()) {
    const until = throttle.blockedUntil;
    return { wait: { kind: "provider", until }, until };
  }
  if (scripted) return null;
  const limits = limitsOn(call, throttle?.factor ?? 1);
  const delay = await longestDelay(ctx, limits);
  if (delay !== null) return delay;
  for (const limit of limits) await rateLimiter.limit(ctx, limit.name, optionsOf(limit));
  return null;
}

function limitsOn({ modelId, userId, promptTokens, maxTokens }: CallRequest, factor: number): Limit[] {
  const requests = wholeSetting("ARENA_MODEL_RPM", 60, MAX_SETTING) * factor;
  const tokens = wholeSetting("ARENA_MODEL_TPM", 400_000, MAX_SETTING) * factor;
  const hostRequests = wholeSetting("ARENA_HOST_RPM", 240, MAX_SETTING);
  const model = { kind: "model_limit", key: modelId } as const;
  return [
    { ...model, name: "modelRequests", rate: requests, count: 1 },
    // A call that is larger than the limit could never be made: it takes a whole minute's tokens instead.
    { ...model, name: "modelTokens", rate: tokens, count: Math.min(promptTokens + maxTokens, tokens) },
    ...(userId === null
      ? []
      : [{ kind: "host_limit", key: userId, name: "hostRequests", rate: hostRequests, count: 1 } as const]),
  ];
}

/** Asks all limits before any is taken from. */
async function longestDelay(ctx: MutationCtx, limits: readonly Limit[]): Promise<Delay | null> {
  const answers = await Promise.all(limits.map((limit) => rateLimiter.check(ctx, limit.name, optionsOf(limit))));
  let longest: Delay | null = null;
  for (const [index, { ok, retryAfter = 0 }] of answers.entries()) {
    const limit = limits[index];
    const until = Date.now() + Math.ceil(retryAfter);
    if (!limit || ok || (longest && longest.until >= until)) continue;
    longest = { wait: { kind: limit.kind, until }, until };
  }
  return longest;
}

// A lowered limit may be less than one request a minute; the bucket must still hold one.
function optionsOf({ key, rate, count }: Limit) {
  const config = { kind: "token bucket", rate, period: MINUTE, capacity: Math.max(rate, 1) } as const;
  return { key, count, config };
}

async function throttleOf(ctx: MutationCtx, modelId: string): Promise<Doc<"modelThrottles"> | null> {
  return await ctx.db
    .query("modelThrottles")
    .withIndex("by_modelId", (q) => q.eq("modelId", modelId))
    .unique();
}

/** Learns from how a call ended: a 429 halves its model's limits, and successes raise them again, slowly. */
export async function adaptLimits(ctx: MutationCtx, call: Doc<"openCalls">, record: CallRecord): Promise<void> {
  const { outcome, retryAfterMs } = record;
  if (outcome !== "rate_limited" && outcome !== "complete") return;
  const throttle = await throttleOf(ctx, call.modelAsked);
  if (outcome === "complete") return await recover(ctx, throttle);
  const now = Date.now();
  const silence = retryAfterMs !== null && retryAfterMs > 0 ? Math.min(retryAfterMs, MAX_SILENCE_MS) : 0;
  // Calls sent before the last change say nothing about it: one burst of refusals halves once.
  const isNews = throttle === null || call.openedAt > throttle.changedAt;
  const changed = {
    factor: isNews ? Math.max((throttle?.factor ?? 1) / 2, MIN_FACTOR) : throttle.factor,
    changedAt: isNews ? now : throttle.changedAt,
    blockedUntil: Math.max(throttle?.blockedUntil ?? 0, now + silence),
  };
  if (throttle === null) await ctx.db.insert("modelThrottles", { modelId: call.modelAsked, ...changed });
  else await ctx.db.patch("modelThrottles", throttle._id, changed);
}

async function recover(ctx: MutationCtx, throttle: Doc<"modelThrottles"> | null): Promise<void> {
  const now = Date.now();
  if (throttle === null || throttle.factor === 1 || now - throttle.changedAt <= RECOVERY_MS) return;
  await ctx.db.patch("modelThrottles", throttle._id, {
    factor: Math.min(throttle.factor * RECOVERY, 1),
    changedAt: now,
  });
}
