import { type Infer, v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { hostingPolicy } from "./deployment";
import { arenaError } from "./errors";
import { caller, mayAlwaysHost, requireCaller } from "./identity";
import { DISPLAY_NAME_LENGTH, PASSWORD_LENGTH } from "./limits";
import { mailRoute } from "./mail";
import { checkText } from "./moderation";
import { displayName } from "./people";
import { vBan } from "./peopleValidators";
import { oneLine } from "./plainText";
import { settings } from "./settings";

/** What the sign-in dialog offers. */
export const vSignInOptions = v.object({
  password: v.literal(true),
  /** Whether a forgotten password can be set anew: it needs a way to send mail. */
  reset: v.boolean(),
  github: v.boolean(),
  google: v.boolean(),
  hosting: v.union(v.literal("anyone"), v.literal("invited")),
});

export const vMe = v.object({
  userId: v.id("users"),
  /** As chosen; null until then. */
  name: v.nullable(v.string()),
  /** How others read of the caller. */
  displayName: v.string(),
  email: v.nullable(v.string()),
  isAnonymous: v.boolean(),
  admin: v.boolean(),
  mayHost: v.boolean(),
  ban: v.nullable(vBan),
  createdAt: v.number(),
});
export type Me = Infer<typeof vMe>;

/** GitHub and Google are there once both of their variables are set. */
export function hasProvider(name: "GITHUB" | "GOOGLE"): boolean {
  return Boolean(settings[`AUTH_${name}_ID`] && settings[`AUTH_${name}_SECRET`]);
}

export async function signInOptions(ctx: QueryCtx): Promise<Infer<typeof vSignInOptions>> {
  return {
    password: true,
    reset: mailRoute() !== null,
    github: hasProvider("GITHUB"),
    google: hasProvider("GOOGLE"),
    hosting: await hostingPolicy(ctx),
  };
}

/** The caller's own account, banned or not; null without one. */
export async function me(ctx: QueryCtx): Promise<Me | null> {
  const user = await caller(ctx);
  if (user === null) return null;
  return {
    userId: user._id,
    name: user.name ?? null,
    displayName: displayName(user._id, user),
    email: user.email ?? null,
    isAnonymous: user.isAnonymous ?? false,
    admin: user.admin ?? false,
    mayHost: mayAlwaysHost(user) || (await hostingPolicy(ctx)) === "anyone",
    ban: user.ban ?? null,
    createdAt: user._creationTime,
  };
}

/** Throws INVALID_NAME or BLOCKED_TEXT. */
export async function rename(ctx: MutationCtx, user: Doc<"users">, input: string): Promise<void> {
  const name = oneLine(input);
  const { max } = DISPLAY_NAME_LENGTH;
  // What has no letter or digit at all shows nothing that could be read.
  if (name.length > max || !/[\p{L}\p{N}]/u.test(name)) {
    throw arenaError("INVALID_NAME", `A name has 1 to ${max} characters`);
  }
  await checkText(ctx, name);
  await ctx.db.patch("users", user._id, { name });
}

/** Throws INVALID_PASSWORD. */
export function parsePassword(input: unknown): string {
  if (isPassword(input)) return input;
  const { min, max } = PASSWORD_LENGTH;
  throw arenaError("INVALID_PASSWORD", `A password has ${min} to ${max} characters`);
}

/** Whether it could be one at all. */
export function isPassword(input: unknown): input is string {
  return typeof input === "string" && input.length >= PASSWORD_LENGTH.min && input.length <= PASSWORD_LENGTH.max;
}

/** The email of the caller's password account. Throws WRONG_CREDENTIALS where there is none, UNAUTHENTICATED or BANNED. */
export async function passwordEmail(ctx: MutationCtx): Promise<string> {
  const user = await requireCaller(ctx);
  const account = await ctx.db
    .query("authAccounts")
    .withIndex("userIdAndProvider", (q) => q.eq("userId", user._id).eq("provider", "password"))
    .first();
  if (account) return account.providerAccountId;
  throw arenaError("WRONG_CREDENTIALS", "This account has no password");
}
