import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { type Actor, audit } from "./audit";
import { changeDeployment, limitsOf } from "./deployment";
import { arenaError } from "./errors";
import { hideRoom as hideARoom, hideTurn as hide, unhideRoom as unhideARoom, unhideTurn as unhide } from "./hiding";
import { haltAll, liftHalt } from "./killSwitch";
import { dispatch } from "./leases";
import { recomputeDay } from "./ledgerRecompute";
import { BUDGET_USD, MAX_BLOCKED_WORD_LENGTH, MAX_BLOCKED_WORDS, MAX_LIVE_TURNS } from "./limits";
import type { Limits } from "./peopleValidators";
import { oneLine } from "./plainText";
import { removeRoom } from "./removeRoom";
import { retain } from "./retention";
import { requireRoom } from "./rooms";

/** What admins do to people and to the whole deployment. Each act is written to the audit log in its own transaction. */

type User = Doc<"users">;

/** Throws NOT_FOUND, also for a deleted account. */
export async function requirePerson(ctx: Pick<QueryCtx, "db">, userId: Id<"users">): Promise<User> {
  const user = await ctx.db.get("users", userId);
  if (user === null || user.deletedAt !== undefined) throw arenaError("NOT_FOUND", "No such account", { userId });
  return user;
}

/** Whose email that is. Throws NOT_FOUND, also where several accounts have it and only an id can tell them apart. */
export async function accountOf(ctx: Pick<QueryCtx, "db">, email: string): Promise<Id<"users">> {
  const users = ctx.db.query("users").withIndex("email", (q) => q.eq("email", email.trim().toLowerCase()));
  const [user, another] = await users.take(2);
  if (user && !another) return user._id;
  const message = user ? "Several accounts have this email: name one by its userId" : "No account has this email";
  throw arenaError("NOT_FOUND", message);
}

/** Throws NOT_FOUND, NEEDS_ACCOUNT for a guest, or BANNED. */
export async function grantAdmin(ctx: MutationCtx, actorId: Actor, userId: Id<"users">): Promise<User> {
  const user = await requirePerson(ctx, userId);
  if (user.isAnonymous) throw arenaError("NEEDS_ACCOUNT", "A guest cannot be an admin");
  if (user.ban) throw arenaError("BANNED", "This account is banned: lift the ban first");
  if (user.admin) return user;
  await ctx.db.patch("users", userId, { admin: true });
  await auditPerson(ctx, actorId, "grantAdmin", user);
  return user;
}

/** Throws NOT_FOUND, or LAST_ADMIN. */
export async function revokeAdmin(ctx: MutationCtx, actorId: Actor, userId: Id<"users">): Promise<User> {
  const user = await requirePerson(ctx, userId);
  if (!user.admin) return user;
  const admins = ctx.db.query("users").withIndex("by_admin", (q) => q.eq("admin", true));
  if ((await admins.take(2)).length < 2) throw arenaError("LAST_ADMIN", "The last admin stays one");
  await ctx.db.patch("users", userId, { admin: undefined });
  await auditPerson(ctx, actorId, "revokeAdmin", user);
  return user;
}

/** Whether somebody may host where hosting is for invited people. Throws NOT_FOUND. */
export async function setMayHost(ctx: MutationCtx, actorId: Actor, userId: Id<"users">, may: boolean): Promise<User> {
  const user = await requirePerson(ctx, userId);
  if ((user.mayHost ?? false) === may) return user;
  await ctx.db.patch("users", userId, { mayHost: may ? true : undefined });
  await auditPerson(ctx, actorId, may ? "allowHosting" : "disallowHosting", user);
  return user;
}

/** The log holds ids and no names: whoever reads it sees the name of now, and none once the account is deleted. */
export async function auditPerson(ctx: MutationCtx, actorId: Actor, act: string, user: User, details = "") {
  await audit(ctx, actorId, { act, target: user._id, details });
}

/** What is left out stays; null: the environment decides again. Throws INVALID_LIMIT with `field`. */
export async function setLimits(ctx: MutationCtx, actorId: Actor, change: Partial<Limits>): Promise<Limits> {
  const limits = { ...(await limitsOf(ctx)) };
  if (change.maxLiveTurns !== undefined) limits.maxLiveTurns = parseSlots(change.maxLiveTurns);
  if (change.hostDailyUsd !== undefined) limits.hostDailyUsd = parseDailyUsd(change.hostDailyUsd);
  if (change.hosting !== undefined) limits.hosting = change.hosting;
  await changeDeployment(ctx, { limits });
  await audit(ctx, actorId, { act: "setLimits", target: "deployment", details: changesText(change) });
  await dispatch(ctx);
  return limits;
}

function changesText(change: Partial<Limits>): string {
  const changes = Object.entries(change).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return changes.map(([name, value]) => `${name}: ${value ?? "as the environment says"}`).join(", ");
}

function parseSlots(slots: number | null): number | null {
  if (slots === null || (Number.isInteger(slots) && slots >= 1 && slots <= MAX_LIVE_TURNS)) return slots;
  throw arenaError("INVALID_LIMIT", `From 1 to ${MAX_LIVE_TURNS} turns may be live`, { field: "maxLiveTurns" });
}

function parseDailyUsd(usd: number | null): number | null {
  if (usd === null || (usd >= BUDGET_USD.min && usd <= BUDGET_USD.max)) return usd;
  const message = `A host may spend from ${BUDGET_USD.min} to ${BUDGET_USD.max} US dollars a day`;
  throw arenaError("INVALID_LIMIT", message, { field: "hostDailyUsd" });
}

/** All of them, besides those of the environment. Throws INVALID_LIMIT with `field`. */
export async function setBlockedWords(ctx: MutationCtx, actorId: Actor, words: readonly string[]): Promise<void> {
  const blockedWords = [...new Set(words.map(oneLine))].filter((word) => word !== "");
  const tooLong = blockedWords.some((word) => word.length > MAX_BLOCKED_WORD_LENGTH);
  if (tooLong || blockedWords.length > MAX_BLOCKED_WORDS) {
    const message = `At most ${MAX_BLOCKED_WORDS} words of at most ${MAX_BLOCKED_WORD_LENGTH} characters`;
    throw arenaError("INVALID_LIMIT", message, { field: "blockedWords" });
  }
  await changeDeployment(ctx, { blockedWords });
  await audit(ctx, actorId, { act: "setBlockedWords", target: "deployment", details: `${blockedWords.length} words` });
}

/** Throws INVALID_TEXT for a reason that is empty or too long. */
export async function pauseAll(ctx: MutationCtx, actorId: Actor, reason: string): Promise<void> {
  await haltAll(ctx, reason);
  await audit(ctx, actorId, { act: "pauseAll", target: "deployment", details: oneLine(reason) });
}

/** Whether anything was paused. */
export async function resumeAll(ctx: MutationCtx, actorId: Actor): Promise<boolean> {
  const lifted = await liftHalt(ctx);
  if (lifted) await audit(ctx, actorId, { act: "resumeAll", target: "deployment" });
  return lifted;
}

/** Throws NOT_FOUND. */
export async function hideTurn(ctx: MutationCtx, actorId: Actor, turnId: Id<"turns">, hidden: boolean): Promise<void> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null) throw arenaError("NOT_FOUND", "No such turn", { turnId });
  if (hidden) await hide(ctx, turnId, "admin");
  else await unhide(ctx, turn, true);
  await audit(ctx, actorId, { act: hidden ? "turns.hide" : "turns.unhide", target: turnId });
}

/** Throws NOT_FOUND. */
export async function hideRoom(ctx: MutationCtx, actorId: Actor, roomId: Id<"rooms">, hidden: boolean) {
  const room = await requireRoom(ctx, roomId);
  if (hidden) await hideARoom(ctx, room, "admin");
  else await unhideARoom(ctx, room);
  await audit(ctx, actorId, { act: hidden ? "rooms.hide" : "rooms.unhide", target: roomId, details: room.topic });
  return room;
}

/** Throws NOT_FOUND. */
export async function deleteRoom(ctx: MutationCtx, actorId: Actor, roomId: Id<"rooms">): Promise<Doc<"rooms">> {
  const room = await requireRoom(ctx, roomId);
  await removeRoom(ctx, room);
  await audit(ctx, actorId, { act: "rooms.remove", target: roomId, details: room.topic });
  return room;
}

export async function resyncModels(ctx: MutationCtx, actorId: Actor): Promise<void> {
  await ctx.scheduler.runAfter(0, internal.models.sync, {});
  await audit(ctx, actorId, { act: "resyncModels", target: "deployment" });
}

export async function beginRetention(ctx: MutationCtx, actorId: Actor): Promise<void> {
  await retain(ctx);
  await audit(ctx, actorId, { act: "retention", target: "deployment" });
}

/** Throws INVALID_TIME unless the day is over and its ledger still kept. */
export async function recomputeRollups(ctx: MutationCtx, actorId: Actor, day: string): Promise<void> {
  await recomputeDay(ctx, day, undefined);
  await audit(ctx, actorId, { act: "recomputeRollups", target: day });
}
