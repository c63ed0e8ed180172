import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { internal } from "../_generated/api";
import { arenaError } from "./errors";
import { MAX_TURNS_PER_BATTLE, ROUNDS, TOPIC_LENGTH } from "./limits";
import type { Fighter, Room } from "./validators";

export interface NewRoom {
  topic: string;
  fighters: [Fighter, Fighter];
  rounds: number | undefined;
  /** Null for an exhibition. */
  hostId: Id<"users"> | null;
}

/** Throws INVALID_TOPIC or INVALID_ROUNDS. */
export async function insertRoom(ctx: MutationCtx, room: NewRoom): Promise<Id<"rooms">> {
  return await ctx.db.insert("rooms", {
    topic: parseTopic(room.topic),
    fighters: room.fighters,
    rounds: parseRounds(room.rounds),
    hostId: room.hostId,
    status: "waiting",
    currentBattleId: null,
  });
}

function parseTopic(input: string): string {
  const topic = input.trim();
  if (topic.length < TOPIC_LENGTH.min || topic.length > TOPIC_LENGTH.max) {
    throw arenaError("INVALID_TOPIC", `A topic has ${TOPIC_LENGTH.min} to ${TOPIC_LENGTH.max} characters`);
  }
  // Control characters, and the two separators that end a line although they are none.
  if (/[\p{Cc}\u2028\u2029]/u.test(topic)) throw arenaError("INVALID_TOPIC", "A topic is one line of plain text");
  return topic;
}

function parseRounds(rounds: number = ROUNDS.default): number {
  if (!Number.isInteger(rounds) || rounds < ROUNDS.min || rounds > ROUNDS.max) {
    throw arenaError("INVALID_ROUNDS", `A battle has ${ROUNDS.min} to ${ROUNDS.max} rounds`);
  }
  return rounds;
}

/** Throws NOT_FOUND. */
export async function requireRoom(ctx: QueryCtx, roomId: Id<"rooms">): Promise<Doc<"rooms">> {
  const room = await ctx.db.get("rooms", roomId);
  if (room === null) throw arenaError("NOT_FOUND", "No such room", { roomId });
  return room;
}

/** Throws ROOM_BUSY while a battle is live. */
export function requireIdle(room: Doc<"rooms">): void {
  if (room.status === "live") throw arenaError("ROOM_BUSY", "A battle is on in this room", { roomId: room._id });
}

/** The host's identity stays on the server. */
export function publicRoom({ hostId, ...room }: Doc<"rooms">): Room {
  return { ...room, exhibition: hostId === null };
}

const BATTLES_PER_PURGE = 10;

/** Deletes what a removed room left behind: at most 110 documents per transaction, the rest in the next one. */
export async function purgeBattles(ctx: MutationCtx, roomId: Id<"rooms">): Promise<void> {
  const battles = await ctx.db
    .query("battles")
    .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
    .take(BATTLES_PER_PURGE);
  await Promise.all(battles.map((battle) => deleteBattle(ctx, battle._id)));
  if (battles.length === BATTLES_PER_PURGE) await ctx.scheduler.runAfter(0, internal.rooms.purge, { roomId });
}

// The battle has ended, so its turns have neither segments nor leases.
async function deleteBattle(ctx: MutationCtx, battleId: Id<"battles">): Promise<void> {
  const turns = await ctx.db
    .query("turns")
    .withIndex("by_battleId_and_status", (q) => q.eq("battleId", battleId))
    .take(MAX_TURNS_PER_BATTLE);
  await Promise.all(turns.map((turn) => ctx.db.delete("turns", turn._id)));
  await ctx.db.delete("battles", battleId);
}
