import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { advanceBattle } from "./battles";
import { hostingPolicy, isHalted, maxLiveTurns, requireNotHalted } from "./deployment";
import { isBanned, mayAlwaysHost } from "./identity";
import { arenaError } from "./errors";
import { FULL_HP } from "./limits";
import { requireIdle } from "./rooms";

export interface BattlePlan {
  /** Side A, then side B. */
  fighters: Doc<"battles">["fighters"];
  mirror: Doc<"battles">["mirror"];
}

/**
 * The sides of a battle as its host wants it: as the room has them, swapped, or drawn in a duel. Throws INVALID_SETTINGS where a
 * person would have to change sides.
 */
export function planOf(room: Doc<"rooms">, { swapped = false, mirror = false } = {}): BattlePlan {
  const [first, second] = room.fighters;
  if ((swapped || mirror) && first.modelId === null) {
    throw arenaError("INVALID_SETTINGS", "Only two models can swap sides", { field: mirror ? "mirror" : "swapped" });
  }
  const swap = room.format === "duel" ? Math.random() < 0.5 : swapped;
  return { fighters: swap ? [second, first] : [first, second], mirror: mirror ? { leg: 1, otherId: null } : null };
}

/** Whether a battle may start: not while everything is halted, nor under a host who is banned or may not host. */
export async function mayStart(ctx: MutationCtx, room: Doc<"rooms">): Promise<boolean> {
  return !(await isHalted(ctx)) && !(await hostIsBanned(ctx, room)) && (await hostIsInvited(ctx, room));
}

/** Throws HOSTING_RESTRICTED where the room's host may not host any more, whoever of its hosts acts. */
export async function requireInvitedHost(ctx: MutationCtx, room: Doc<"rooms">): Promise<void> {
  if (await hostIsInvited(ctx, room)) return;
  throw arenaError("HOSTING_RESTRICTED", "Only invited people may host here");
}

async function hostIsInvited(ctx: MutationCtx, { hostId }: Doc<"rooms">): Promise<boolean> {
  if (hostId === null || (await hostingPolicy(ctx)) === "anyone") return true;
  const host = await ctx.db.get("users", hostId);
  return host !== null && mayAlwaysHost(host);
}

/** Throws HALTED, or FORBIDDEN: co-hosts do not go on for a host who is banned. */
async function requireMayFight(ctx: MutationCtx, room: Doc<"rooms">): Promise<void> {
  await requireNotHalted(ctx);
  if (await hostIsBanned(ctx, room)) throw arenaError("FORBIDDEN", "The host of this room is banned");
}

async function hostIsBanned(ctx: MutationCtx, { hostId }: Doc<"rooms">): Promise<boolean> {
  const host = hostId && (await ctx.db.get("users", hostId));
  return host !== null && isBanned(host);
}

/** Throws WRONG_STATE, HALTED or FORBIDDEN. */
export async function resumeBattle(ctx: MutationCtx, battleId: Id<"battles">, room: Doc<"rooms">): Promise<void> {
  await requireMayFight(ctx, room);
  await advanceBattle(ctx, battleId, { kind: "resumed" });
}

/**
 * Two starts at once conflict on the room's document, so the second one finds it live. Throws ROOM_BUSY, HALTED, FORBIDDEN or
 * HOSTING_RESTRICTED, and a plain error for a bad ARENA_MAX_LIVE_TURNS while the host is there to see it.
 */
export async function startBattle(
  ctx: MutationCtx,
  room: Doc<"rooms">,
  { fighters, mirror }: BattlePlan = planOf(room),
): Promise<Id<"battles">> {
  await requireMayFight(ctx, room);
  await requireInvitedHost(ctx, room);
  await maxLiveTurns(ctx);
  requireIdle(room);
  const { topic, format, rounds, settings } = room;
  const battleId = await ctx.db.insert("battles", {
    roomId: room._id,
    topic,
    format,
    rounds,
    settings,
    mirror,
    fighters,
    state: { kind: "waiting" },
    hp: { A: FULL_HP, B: FULL_HP },
    failuresInARow: 0,
    unrated: format === "challenge" || format === "chat" ? "format" : null,
    startedAt: Date.now(),
    endedAt: null,
  });
  if (room.startJobId) await ctx.scheduler.cancel(room.startJobId);
  await ctx.db.patch("rooms", room._id, {
    status: "live",
    currentBattleId: battleId,
    startAt: null,
    startJobId: null,
  });
  await advanceBattle(ctx, battleId, { kind: "start" });
  return battleId;
}

/** The second battle of a mirror match, sides swapped; not if the host has gone on to something else, nor while it may not fight. */
export async function startSecondLeg(ctx: MutationCtx, firstId: Id<"battles">): Promise<void> {
  const first = await ctx.db.get("battles", firstId);
  const room = first && (await ctx.db.get("rooms", first.roomId));
  if (!first || !room || room.currentBattleId !== firstId || room.status === "live") return;
  if (!(await mayStart(ctx, room))) return;
  const [a, b] = first.fighters;
  const secondId = await startBattle(ctx, room, { fighters: [b, a], mirror: { leg: 2, otherId: firstId } });
  await ctx.db.patch("battles", firstId, { mirror: { leg: 1, otherId: secondId } });
}
