import { HOUR } from "@convex-dev/rate-limiter";
import { type Infer, v } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { addressKey, keyOf } from "./address";
import { requireAllowance } from "./rateLimits";
import { wholeSetting } from "./settings";

/**
 * What getting an identity costs. Every attempt counts, whether it succeeds or not, and whether or not such an account exists, so that a
 * refusal tells nothing about accounts.
 */
export const vSignInAct = v.union(
  v.literal("guest"),
  v.literal("signUp"),
  v.literal("signIn"),
  v.literal("reset"),
  v.literal("verify"),
);
export type SignInAct = Infer<typeof vSignInAct>;

/** Per hour, of one connection address. A school or a conference is behind one. */
const PER_ADDRESS = { signUp: 60, signIn: 200, reset: 30, verify: 60 };
/** Per hour, for one email from one address, and for one email from everywhere: nobody is locked out by a single stranger. */
const PER_EMAIL = { signUp: 10, signIn: 10, reset: 5, verify: 10 };
const PER_EMAIL_FROM_ALL = 5;
/** Some platforms do not tell the address: then the whole deployment shares this many addresses' allowance. */
const ADDRESSES_WITHOUT = 20;
/** Convex Auth's own limit on failures, which knows only accounts that exist: it must never be met before ours. */
export const MAX_FAILURES_PER_HOUR = 2 * PER_EMAIL.signIn * PER_EMAIL_FROM_ALL;

/** Throws RATE_LIMITED with `retryAfterMs`; nothing is then taken. */
export async function requireSignInAllowance(
  ctx: MutationCtx,
  act: SignInAct,
  { ip, email }: { ip: string | null; email: string | null },
): Promise<void> {
  const address = ip === null ? "unknown" : await addressKey(ip);
  const share = ip === null ? ADDRESSES_WITHOUT : 1;
  const perAddress = act === "guest" ? wholeSetting("ARENA_GUESTS_PER_HOUR", 300, 1_000_000) : PER_ADDRESS[act];
  await requireAllowance(ctx, `${act}From`, address, { rate: perAddress * share, period: HOUR });
  if (act === "guest" || email === null) return;
  const account = await keyOf(email);
  await requireAllowance(ctx, `${act}For`, `${account} ${address}`, { rate: PER_EMAIL[act], period: HOUR });
  await requireAllowance(ctx, `${act}ForAll`, account, { rate: PER_EMAIL[act] * PER_EMAIL_FROM_ALL, period: HOUR });
}
