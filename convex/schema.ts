import { authTables } from "@convex-dev/auth/server";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import {
  vBattleState,
  vFighters,
  vFinishedTurnStatus,
  vFinishReason,
  vLiveTurnStatus,
  vRoomStatus,
  vSide,
  vTurnErrorCode,
  vUsage,
} from "./model/validators";

const turnFields = {
  battleId: v.id("battles"),
  round: v.number(),
  side: vSide,
  modelId: v.string(),
  scripted: v.boolean(),
  /** The attempt, from 1. A writer that holds another epoch is fenced out. */
  epoch: v.number(),
  /** When this attempt left the queue. */
  startedAt: v.nullable(v.number()),
};

/** While a turn is live, only its two ends are here: `base` characters lie in `turnSegments`, the rest is `tail`. */
const vLiveTurnDoc = v.object({
  ...turnFields,
  status: vLiveTurnStatus,
  /** The last append written; the next one must be `seq + 1`. */
  seq: v.number(),
  base: v.number(),
  /** At most 1,024 UTF-16 units. */
  tail: v.string(),
  segmentCount: v.number(),
  /** The last append, or the queueing: a flowing turn proves by its own writes that somebody runs it. */
  touchedAt: v.number(),
});

const vFinishedTurnDoc = v.object({
  ...turnFields,
  status: vFinishedTurnStatus,
  text: v.string(),
  length: v.number(),
  hash: v.string(),
  finishReason: v.nullable(vFinishReason),
  errorCode: v.nullable(vTurnErrorCode),
  usage: v.nullable(vUsage),
  endedAt: v.number(),
});

export default defineSchema({
  /** Written and read by Convex Auth alone; `getAuthUserId` names a row of `users`. */
  ...authTables,

  /**
   * Written by rooms.create, rooms.remove, and twice per battle (start, end). Read by the lobby and the room page.
   * Separate from battles: a room outlives its battles (rematch), and the lobby must not rerun while one is fought.
   * An exhibition room has no host.
   */
  rooms: defineTable({
    topic: v.string(),
    fighters: vFighters,
    rounds: v.number(),
    hostId: v.nullable(v.id("users")),
    status: vRoomStatus,
    currentBattleId: v.nullable(v.id("battles")),
  }).index("by_status", ["status"]),

  /**
   * Written when a battle starts and once per ended turn, never per token. Read by the room page.
   * Separate from turns: its state drives the fight, theirs is the text. Topic and fighters are copies, so that a battle
   * stays what it was.
   */
  battles: defineTable({
    roomId: v.id("rooms"),
    topic: v.string(),
    fighters: vFighters,
    rounds: v.number(),
    state: vBattleState,
    /** Turns in a row that ended without any text; two fail the battle. */
    failuresInARow: v.number(),
    unrated: v.boolean(),
    startedAt: v.number(),
    endedAt: v.nullable(v.number()),
  }).index("by_roomId", ["roomId"]),

  /**
   * One argument. Written by claim, append and finalize of its one running action, by cancel, and by the reaper. Read by
   * `turns.live` while live (the hot query: one run per flush for all viewers) and by `turns.list` once ended; the
   * status in the index keeps the two read sets apart.
   */
  turns: defineTable(v.union(vLiveTurnDoc, vFinishedTurnDoc)).index("by_battleId_and_status", ["battleId", "status"]),

  /**
   * Blocks of 511 or 512 characters rolled out of a live turn's tail; never changed. Written by append, deleted when the
   * turn ends. Read once by late joiners. Separate so that a flush sends at most 1,024 characters to every viewer.
   */
  turnSegments: defineTable({
    turnId: v.id("turns"),
    epoch: v.number(),
    index: v.number(),
    text: v.string(),
  }).index("by_turnId_and_epoch_and_index", ["turnId", "epoch", "index"]),

  /**
   * Who is in charge of a live turn: one row per live turn. Written by start, claim, heartbeat, reap, and deleted at the
   * end. Read by the reaper and, to count the running turns, by claim. Separate from turns because a heartbeat must not
   * wake the viewers, and because claim must not conflict with the appends of every other turn.
   */
  turnLeases: defineTable({
    turnId: v.id("turns"),
    phase: v.union(v.literal("queued"), v.literal("running")),
    renewedAt: v.number(),
  })
    .index("by_turnId", ["turnId"])
    .index("by_phase", ["phase"])
    .index("by_renewedAt", ["renewedAt"]),
});
