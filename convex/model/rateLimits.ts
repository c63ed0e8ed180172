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
  rename: { kind: "token bucket", rate: 20, period: HOUR },
  changePassword: { kind: "token bucket", rate: 10, period: HOUR },
  handOver: { kind: "token bucket", rate: 20, period: HOUR },
  exportData: { kind: "token bucket", rate: 10, period: HOUR },
  suggestTopics: { kind: "token bucket", rate: 10, period: HOUR },
  createInvite: { kind: "token bucket", rate: 30, period: HOUR },
  acceptInvite: { kind: "token bucket", rate: 30, period: HOUR },
  report: { kind: "token bucket", rate: 20, period: HOUR },
  beat: { kind: "token bucket", rate: 60, period: MINUTE },
  refreshModels: { kind: "token bucket", rate: 1, period: MINUTE },
});

/** Takes one from an allowance whose size is not fixed. As much as a period's worth may be taken at once. */
export async function requireAllowance(
  ctx: MutationCtx,
  name: string,
  key: string,
  { rate, period }: { rate: number; period: number },
): Promise<void> {
  refuse(await rateLimiter.limit(ctx, name, { key, config: { kind: "token bucket", rate, period } }));
}

type RateName = keyof NonNullable<typeof rateLimiter.limits>;

/** Takes one from a user's allowance. Throws RATE_LIMITED with `retryAfterMs`; what the transaction took is then given back. */
export async function requireRate(ctx: MutationCtx, name: RateName, userId: Id<"users">): Promise<void> {
  refuse(await rateLimiter.limit(ctx, name, { key: userId }));
}

function refuse({ ok, retryAfter = 0 }: { ok: boolean; retryAfter?: number }): void {
  if (ok) return;
  throw arenaError("RATE_LIMITED", "Too often; wait a moment", { retryAfterMs: Math.ceil(retryAfter) });
}
