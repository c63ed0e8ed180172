import { HOUR, MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { arenaError } from "./errors";

/** The limits of the deployment. Those of models and hosts depend on the environment and come with each use: modelLimits.ts. */
export const rateLimiter = new RateLimiter(components.rateLimiter, {
  createRoom: { kind: "token bucket", rate: 30, period: HOUR },
  startBattle: { kind: "token bucket", rate: 60, period: HOUR },
  vote: { kind: "token bucket", rate: 60, period: MINUTE },
  say: { kind: "token bucket", rate: 30, period: MINUTE },
  inject: { kind: "token bucket", rate: 20, period: MINUTE },
  suggestTopics: { kind: "token bucket", rate: 10, period: HOUR },
  refreshModels: { kind: "token bucket", rate: 1, period: MINUTE },
});

type RateName = keyof NonNullable<typeof rateLimiter.limits>;

/** Takes one from a user's allowance. Throws RATE_LIMITED with `retryAfterMs`; what the transaction took is then given back. */
export async function requireRate(ctx: MutationCtx, name: RateName, userId: Id<"users">): Promise<void> {
  const { ok, retryAfter } = await rateLimiter.limit(ctx, name, { key: userId });
  if (ok) return;
  throw arenaError("RATE_LIMITED", "Too often; wait a moment", { retryAfterMs: Math.ceil(retryAfter) });
}
