import { authTables } from "@convex-dev/auth/server";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vBattleState, vHit, vHp, vMirror, vTally, vUnrated, vVoteChoice } from "./model/battleValidators";
import { limitTables, usageTables } from "./model/ledgerTables";
import { peopleTables } from "./model/peopleTables";
import { vDiscard, vHidden, vVisibility } from "./model/peopleValidators";
import { vToolCall } from "./model/runValidators";
import {
  vFinishedTurnStatus,
  vFinishReason,
  vFormat,
  vLiveTurnStatus,
  vPersona,
  vRoomStatus,
  vSettings,
  vSide,
  vStoredFighters,
  vTurnErrorCode,
  vTurnRole,
  vUsage,
  vWait,
} from "./model/validators";

const turnFields = {
  battleId: v.id("battles"),
  round: v.number(),
  /** Null for the commentator. */
  side: v.nullable(vSide),
  role: vTurnRole,
  /** Null for a person. */
  modelId: v.nullable(v.string()),
  scripted: v.boolean(),
  fellBack: v.boolean(),
  /** The attempt, from 1. A writer that holds another epoch is fenced out. */
  epoch: v.number(),
  /** When this attempt left the queue. */
  startedAt: v.nullable(v.number()),
};

/** While a turn is live, only its two ends are here: `base` characters lie in `turnSegments`, the rest is `tail`. */
const vLiveTurnDoc = v.object({
  ...turnFields,
  status: vLiveTurnStatus,
  /** A copy of the room's, so that the hot query need not read the room. */
  private: v.boolean(),
  leaseId: v.id("turnLeases"),
  wait: v.nullable(vWait),
  /** The last append written; the next one must be `seq + 1`. */
  seq: v.number(),
  base: v.number(),
  /** At most two blocks. */
  tail: v.string(),
  segmentCount: v.number(),
  /** How often the reaper, and a rate limit, gave this turn to a new attempt. */
  losses: v.number(),
  deferrals: v.number(),
  /** The last append, or the queueing: a flowing turn proves by its own writes that somebody runs it. */
  touchedAt: v.number(),
});

const vFinishedTurnDoc = v.object({
  ...turnFields,
  status: vFinishedTurnStatus,
  text: v.string(),
  length: v.number(),
  hash: v.string(),
  superseded: v.boolean(),
  /** Taken from view; its text stays here and reaches neither viewers nor models. */
  hidden: v.nullable(vHidden),
  finishReason: v.nullable(vFinishReason),
  errorCode: v.nullable(vTurnErrorCode),
  usage: v.nullable(vUsage),
  endedAt: v.number(),
});

/** What quotes a hidden turn is hidden with it. */
const vWithItsTurn = v.optional(v.literal(true));

export default defineSchema({
  /** Written and read by Convex Auth alone; `getAuthUserId` names a row of `users`. */
  ...authTables,
  ...peopleTables,
  ...usageTables,
  ...limitTables,

  /**
   * Written by rooms.*, and twice per battle (start, end). Read by the lobby and the room page.
   * Separate from battles: a room outlives its battles (rematch), and the lobby must not rerun while one is fought.
   * An exhibition room has no host.
   */
  rooms: defineTable({
    topic: v.string(),
    format: vFormat,
    fighters: vStoredFighters,
    rounds: v.number(),
    settings: vSettings,
    /** US dollars, of real and of simulated money each; null: no limit. */
    budgets: v.object({ battleUsd: v.nullable(v.number()), dailyUsd: v.nullable(v.number()) }),
    hostId: v.nullable(v.id("users")),
    visibility: vVisibility,
    /** Taken from the lobby and from view, whatever `visibility` says. */
    hidden: v.nullable(vHidden),
    status: vRoomStatus,
    currentBattleId: v.nullable(v.id("battles")),
    startAt: v.nullable(v.number()),
    startJobId: v.nullable(v.id("_scheduled_functions")),
  })
    .index("by_visibility_and_hidden_and_status", ["visibility", "hidden", "status"])
    // For the newest first, whatever their status.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_visibility_and_hidden", ["visibility", "hidden"])
    // For the newest first, whatever their status.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_hostId", ["hostId"])
    .index("by_hostId_and_status", ["hostId", "status"]),

  /**
   * Written when a battle starts and at each of its steps, never per token. Read by the room page.
   * Separate from turns: its state drives the fight, theirs is the text. Topic, fighters and rules are copies, so that a
   * battle stays what it was.
   */
  battles: defineTable({
    roomId: v.id("rooms"),
    topic: v.string(),
    format: vFormat,
    fighters: vStoredFighters,
    rounds: v.number(),
    settings: vSettings,
    state: vBattleState,
    hp: vHp,
    /** Turns in a row that ended without any text; two fail the battle. */
    failuresInARow: v.number(),
    unrated: v.nullable(vUnrated),
    mirror: v.nullable(vMirror),
    startedAt: v.number(),
    endedAt: v.nullable(v.number()),
  })
    .index("by_roomId", ["roomId"])
    // Those that are on, for admins and the kill switch.
    .index("by_endedAt", ["endedAt"]),

  /**
   * One attempt at an argument. Written by claim, append and finalize of its one running action, by the host's acts, and by the
   * reaper. Read by `turns.live` while live (the hot query: one run per flush for all viewers) and by `turns.list` once
   * ended; the status in the index keeps the two read sets apart.
   */
  turns: defineTable(v.union(vLiveTurnDoc, vFinishedTurnDoc)).index("by_battleId_and_status", ["battleId", "status"]),

  /**
   * Blocks of 447 or 448 characters rolled out of a live turn's tail; never changed. Written by append, deleted when the
   * turn ends. Read once by late joiners. Separate so that a flush sends at most 896 characters to every viewer.
   */
  turnSegments: defineTable({
    turnId: v.id("turns"),
    epoch: v.number(),
    index: v.number(),
    text: v.string(),
  }).index("by_turnId_and_epoch_and_index", ["turnId", "epoch", "index"]),

  /**
   * The queue for slots, and who is in charge of live turns: one row per flight, which is one action with one turn or with both
   * turns of a duel. Written by queueing, claim, heartbeat and reap, and deleted when its last turn ends. Read by the
   * reaper, by the queue, and by `turns.queue`. Separate from turns because a heartbeat must not wake the viewers, and
   * because taking a slot must not conflict with the appends of every other turn.
   *   deferred  waits for a limit until `notBefore`
   *   queued    waits for a slot; the oldest `queuedAt` is next
   *   starting  has a slot, and its action is scheduled
   *   running   claimed by its action
   */
  turnLeases: defineTable({
    turnIds: v.array(v.id("turns")),
    phase: v.union(v.literal("deferred"), v.literal("queued"), v.literal("starting"), v.literal("running")),
    queuedAt: v.number(),
    notBefore: v.number(),
    renewedAt: v.number(),
  }).index("by_phase_and_queuedAt", ["phase", "queuedAt"]),

  /**
   * The referee's judgements, one per judged turn. Written by the referee and, for the crowd's bonus, when a vote closes. Read by the
   * room page and the commentator. Separate from turns: a judgement must not resend all texts to all viewers.
   */
  hits: defineTable({ ...vHit.fields, battleId: v.id("battles"), hidden: vWithItsTurn })
    .index("by_battleId", ["battleId"])
    .index("by_turnId", ["turnId"]),

  /**
   * One vote per identity and ballot (a round, or 0 for the final verdict), changed in place. Written by votes.cast. Read by
   * its voter alone: the counts live in the sharded counter, so that votes conflict with nothing.
   */
  votes: defineTable({
    battleId: v.id("battles"),
    ballot: v.number(),
    userId: v.id("users"),
    choice: vVoteChoice,
    /** Null: it counts. Discarded votes are kept with the reason, and some count later, while the vote is open. */
    discarded: v.nullable(vDiscard),
  })
    .index("by_battleId_and_ballot_and_userId", ["battleId", "ballot", "userId"])
    .index("by_userId", ["userId"]),

  /**
   * What may be shown of a ballot's counts: copied from the counter every two seconds while it is open, and at its close. Written
   * by the server's ballot clock. Read by those who may see it. Separate from the counter, so that a vote reruns no query.
   */
  ballots: defineTable({
    battleId: v.id("battles"),
    ballot: v.number(),
    closed: v.boolean(),
    tally: vTally,
  }).index("by_battleId_and_ballot", ["battleId", "ballot"]),

  /** What a host said into a battle. Written by battles.inject and retract; read by the room page and by claim. */
  moderatorLines: defineTable({
    battleId: v.id("battles"),
    round: v.number(),
    text: v.string(),
    at: v.number(),
    read: v.boolean(),
  }).index("by_battleId", ["battleId"]),

  /**
   * Tool calls of turns, as viewers see them. Written by the running action, a few times per call; read by the room page.
   * Separate from turns so that arguments that stream in do not run the hot query.
   */
  toolCalls: defineTable({ ...vToolCall.fields, battleId: v.id("battles"), hidden: vWithItsTurn })
    .index("by_battleId", ["battleId"])
    .index("by_turnId_and_epoch_and_index", ["turnId", "epoch", "index"]),

  /** Personas that hosts wrote. Written and read by their host; battles hold copies. */
  personas: defineTable({ ...vPersona.fields, hostId: v.id("users") }).index("by_hostId", ["hostId"]),
});
