import { HOUR, MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { addressKey } from "./address";
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

/**
 * What all people behind one connection address may do together, in units of what one of them may. Not votes and beats: they would
 * write one row for a whole audience and conflict; the guests that cast them are limited per address already.
 */
const PEOPLE_PER_ADDRESS = 10;
const PER_ADDRESS: ReadonlySet<RateName> = new Set([
  "createRoom",
  "startBattle",
  "say",
  "inject",
  "suggestTopics",
  "createInvite",
  "report",
]);

/**
 * Takes one from a user's allowance, and from that of the connection's address where the platform tells it. Throws RATE_LIMITED with
 * `retryAfterMs`; what the transaction took is then given back.
 */
export async function requireRate(ctx: MutationCtx, name: RateName, userId: Id<"users">): Promise<void> {
  refuse(await rateLimiter.limit(ctx, name, { key: userId }));
  const { ip } = await ctx.meta.getRequestMetadata();
  if (ip === null || !PER_ADDRESS.has(name)) return;
  const { rate, period } = rateLimiter.limits![name];
  await requireAllowance(ctx, `${name}ByAddress`, await addressKey(ip), { rate: rate * PEOPLE_PER_ADDRESS, period });
}

function refuse({ ok, retryAfter = 0 }: { ok: boolean; retryAfter?: number }): void {
  if (ok) return;
  throw arenaError("RATE_LIMITED", "Too often; wait a moment", { retryAfterMs: Math.ceil(retryAfter) });
}
