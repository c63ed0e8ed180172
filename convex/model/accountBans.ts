import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { auditPerson, requirePerson } from "./adminActs";
import type { Actor } from "./audit";
import { isActive } from "./battlePlan";
import { pauseBattle } from "./battles";
import { cleanText } from "./cleanText";
import { arenaError } from "./errors";
import { BAN_HOURS, MAX_ADMIN_REASON } from "./limits";
import { recountVote } from "./votes";

/**
 * A ban from the deployment. Its account can do nothing from this transaction on (`requireUser`); in batches, the battles that it
 * hosts are paused and its votes in open ballots discarded. Without the ban these votes count again.
 */

type User = Doc<"users">;

/** A second ban takes the place of the first. Throws NOT_FOUND, IS_ADMIN, INVALID_TEXT or INVALID_TIME. */
export async function banAccount(
  ctx: MutationCtx,
  actorId: Actor,
  { userId, reason: input, hours }: { userId: Id<"users">; reason: string; hours?: number },
): Promise<User> {
  const user = await requirePerson(ctx, userId);
  if (user.admin) throw arenaError("IS_ADMIN", "An admin cannot be banned");
  const reason = cleanText(input, { max: MAX_ADMIN_REASON, lines: false, what: "A reason" });
  const at = Date.now();
  const until = hours === undefined ? null : at + parseHours(hours) * 3_600_000;
  await ctx.db.patch("users", userId, { ban: { at, until, reason } });
  if (until !== null) await ctx.scheduler.runAt(until, internal.admin.liftBan, { userId, at });
  await ctx.scheduler.runAfter(0, internal.admin.stopBattlesOf, { userId, cursor: null });
  await ctx.scheduler.runAfter(0, internal.admin.recountVotesOf, { userId, cursor: null });
  await auditPerson(ctx, actorId, "ban", user, hours === undefined ? reason : `${hours} h, ${reason}`);
  return user;
}

function parseHours(hours: number): number {
  if (hours >= BAN_HOURS.min && hours <= BAN_HOURS.max) return hours;
  throw arenaError("INVALID_TIME", `A ban has ${BAN_HOURS.min} to ${BAN_HOURS.max} hours, or no end`);
}

/** Paused battles stay paused, for their host to resume. Throws NOT_FOUND. */
export async function unbanAccount(ctx: MutationCtx, actorId: Actor, userId: Id<"users">): Promise<User> {
  const user = await requirePerson(ctx, userId);
  if (user.ban !== undefined) await endBan(ctx, actorId, user);
  return user;
}

/** At the end of the ban that began `at`; another one has its own end. */
export async function liftBan(ctx: MutationCtx, userId: Id<"users">, at: number): Promise<void> {
  const user = await ctx.db.get("users", userId);
  if (user?.ban?.at === at) await endBan(ctx, null, user, "the time is over");
}

async function endBan(ctx: MutationCtx, actorId: Actor, user: User, why = ""): Promise<void> {
  await ctx.db.patch("users", user._id, { ban: undefined });
  await ctx.scheduler.runAfter(0, internal.admin.recountVotesOf, { userId: user._id, cursor: null });
  await auditPerson(ctx, actorId, "unban", user, why);
}

const BATCH = 20;

/** A batch of pausing what a banned account hosts. */
export async function stopBattlesOf(ctx: MutationCtx, userId: Id<"users">, cursor: string | null): Promise<void> {
  const user = await ctx.db.get("users", userId);
  if (user?.ban === undefined) return;
  const rooms = await ctx.db
    .query("rooms")
    .withIndex("by_hostId_and_status", (q) => q.eq("hostId", userId).eq("status", "live"))
    .paginate({ cursor, numItems: BATCH });
  for (const { currentBattleId } of rooms.page) {
    const battle = currentBattleId && (await ctx.db.get("battles", currentBattleId));
    if (battle && isActive(battle.state)) await pauseBattle(ctx, battle._id, "admin");
  }
  if (rooms.isDone) return;
  await ctx.scheduler.runAfter(0, internal.admin.stopBattlesOf, { userId, cursor: rooms.continueCursor });
}

const VOTES_BATCH = 50;

/** A batch of looking again at somebody's votes in the ballots under way; what the crowd has decided stands. */
export async function recountVotesOf(ctx: MutationCtx, userId: Id<"users">, cursor: string | null): Promise<void> {
  const votes = await ctx.db
    .query("votes")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .order("desc")
    .paginate({ cursor, numItems: VOTES_BATCH });
  for (const battleId of new Set(votes.page.map((vote) => vote.battleId))) {
    const battle = await ctx.db.get("battles", battleId);
    const room = battle && (await ctx.db.get("rooms", battle.roomId));
    if (room?.currentBattleId === battleId && battle?.endedAt === null) await recountVote(ctx, room, userId);
  }
  if (votes.isDone) return;
  await ctx.scheduler.runAfter(0, internal.admin.recountVotesOf, { userId, cursor: votes.continueCursor });
}
