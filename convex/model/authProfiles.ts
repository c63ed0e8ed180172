import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { parseEmail } from "./emails";
import { arenaError } from "./errors";
import { caller } from "./identity";

/** Which row of `users` a sign-in belongs to. An email links accounts only if both sides have proven to own it. */

/** A new password account. A guest becomes it, with everything they have. Throws EMAIL_TAKEN. */
export async function userOfNewPassword(ctx: MutationCtx, email: string): Promise<Id<"users">> {
  if (await isEmailTaken(ctx, email)) throw arenaError("EMAIL_TAKEN", "An account with this email exists");
  const user = await caller(ctx);
  if (!user?.isAnonymous) return await ctx.db.insert("users", { email });
  await ctx.db.patch("users", user._id, { email, isAnonymous: undefined });
  const anonymous = await ctx.db
    .query("authAccounts")
    .withIndex("userIdAndProvider", (q) => q.eq("userId", user._id).eq("provider", "anonymous"))
    .take(10);
  for (const { _id } of anonymous) await ctx.db.delete("authAccounts", _id);
  return user._id;
}

/**
 * The user of an identity that GitHub or Google vouches for, seen for the first time. Somebody else may have signed up here with that
 * email and a password of theirs: unless that was proven, the newcomer gets an account of its own, without the email.
 */
export async function userOfProvider(
  ctx: MutationCtx,
  profile: { email?: string; emailVerified?: boolean },
): Promise<Id<"users">> {
  if (!profile.email) return await ctx.db.insert("users", {});
  const email = parseEmail(profile.email);
  const verified = profile.emailVerified === true;
  const holder = await userByEmail(ctx, email);
  if (holder === null) {
    return await ctx.db.insert("users", { email, ...(verified ? { emailVerificationTime: Date.now() } : {}) });
  }
  return verified && holder.emailVerificationTime !== undefined ? holder._id : await ctx.db.insert("users", {});
}

/** Somebody has read mail that was sent to this address. */
export async function markVerified(ctx: MutationCtx, userId: Id<"users">): Promise<void> {
  await ctx.db.patch("users", userId, { emailVerificationTime: Date.now() });
}

/** Whether a user or a password account has it. */
export async function isEmailTaken(ctx: MutationCtx, email: string): Promise<boolean> {
  const account = await ctx.db
    .query("authAccounts")
    .withIndex("providerAndAccountId", (q) => q.eq("provider", "password").eq("providerAccountId", email))
    .first();
  return account !== null || (await userByEmail(ctx, email)) !== null;
}

async function userByEmail(ctx: MutationCtx, email: string): Promise<Doc<"users"> | null> {
  return await ctx.db
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .first();
}
