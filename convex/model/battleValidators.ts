import { type Infer, v } from "convex/values";
import { vDiscard } from "./peopleValidators";
import { vFighters, vFormat, vSettings, vSide, vTurnErrorCode } from "./validators";

/** States in which something is still to come. All but `waiting` can be paused. */
export const vActiveState = v.union(
  v.object({ kind: v.literal("turn"), round: v.number(), side: vSide }),
  /** Both sides of a duel at once. */
  v.object({ kind: v.literal("exchange"), round: v.number() }),
  /** A person has the word. */
  v.object({ kind: v.literal("awaiting"), round: v.number() }),
  /** The referee has these sides' arguments of the round still to judge; `after` is the side that spoke last. */
  v.object({ kind: v.literal("judging"), round: v.number(), after: vSide, sides: v.array(vSide) }),
  v.object({ kind: v.literal("voting"), round: v.number(), closesAt: v.number() }),
  v.object({ kind: v.literal("verdict"), closesAt: v.number() }),
);
export type ActiveState = Infer<typeof vActiveState>;

/** Which budget a turn would have broken. */
export const vBudgetScope = v.union(v.literal("battle"), v.literal("room"), v.literal("host"));
export type BudgetScope = Infer<typeof vBudgetScope>;

/** Its host paused it, an admin did, the kill switch did with all battles, or its next call would have broken a budget. */
export const vPauseReason = v.union(
  v.literal("host"),
  v.literal("admin"),
  v.literal("halted"),
  v.literal("battle_budget"),
  v.literal("room_budget"),
  v.literal("host_budget"),
);
export type PauseReason = Infer<typeof vPauseReason>;

/** `by`: a knockout, the crowd's final verdict, more HP at the end, or the end of an unscored chat. */
export const vResult = v.object({
  winner: v.union(vSide, v.literal("tie"), v.literal("bothBad"), v.literal("none")),
  by: v.union(v.literal("knockout"), v.literal("verdict"), v.literal("hp"), v.literal("chat")),
});
export type Result = Infer<typeof vResult>;

export const vBattleState = v.union(
  v.object({ kind: v.literal("waiting") }),
  ...vActiveState.members,
  v.object({
    kind: v.literal("paused"),
    from: vActiveState,
    at: v.number(),
    because: vPauseReason,
  }),
  v.object({ kind: v.literal("finished"), result: vResult }),
  v.object({ kind: v.literal("cancelled") }),
  v.object({ kind: v.literal("failed"), code: vTurnErrorCode }),
);
export type BattleState = Infer<typeof vBattleState>;

/** Why a battle does not count for ratings; the first reason stays. `format`: a person fought, or nobody was scored. */
export const vUnrated = v.union(
  v.literal("format"),
  v.literal("interrupted"),
  v.literal("failed"),
  v.literal("skipped"),
  v.literal("swapped"),
  v.literal("fallback"),
  v.literal("retried"),
);
export type Unrated = Infer<typeof vUnrated>;

export const vHp = v.object({ A: v.number(), B: v.number() });
export type Hp = Infer<typeof vHp>;

/** Two battles of one pairing, sides swapped in the second: one unit for ratings. `otherId` is null until leg 2 starts. */
export const vMirror = v.object({
  leg: v.union(v.literal(1), v.literal(2)),
  otherId: v.nullable(v.id("battles")),
});

export const vBattle = v.object({
  _id: v.id("battles"),
  _creationTime: v.number(),
  roomId: v.id("rooms"),
  topic: v.string(),
  format: vFormat,
  fighters: vFighters,
  /** Names and models are hidden until the verdict. */
  blind: v.boolean(),
  rounds: v.number(),
  settings: vSettings,
  state: vBattleState,
  hp: vHp,
  unrated: v.nullable(vUnrated),
  mirror: v.nullable(vMirror),
  startedAt: v.number(),
  endedAt: v.nullable(v.number()),
});
export type Battle = Infer<typeof vBattle>;

export const vHitType = v.union(
  v.literal("LIGHTNING_STRIKE"),
  v.literal("FIRE_SLASH"),
  v.literal("COUNTER_ATTACK"),
  v.literal("WEAK_BLOW"),
);
export type HitType = Infer<typeof vHitType>;

/** What the referee made of a turn. `bonus` is the crowd's, added when the round's vote closes. */
export const vJudgement = v.union(
  v.object({
    kind: v.literal("hit"),
    type: vHitType,
    damage: v.number(),
    bonus: v.number(),
    reason: v.string(),
    /** 0 to 1. */
    confidence: v.number(),
  }),
  v.object({
    kind: v.literal("unjudged"),
    cause: v.union(
      v.literal("error"),
      v.literal("invalid"),
      v.literal("timeout"),
      v.literal("budget"),
      v.literal("hidden"),
    ),
  }),
);
export type Judgement = Infer<typeof vJudgement>;

export const vHit = v.object({
  turnId: v.id("turns"),
  round: v.number(),
  /** Who struck; the other side loses the HP. */
  side: vSide,
  judgement: vJudgement,
});
export type Hit = Infer<typeof vHit>;

/** Words of the host that both fighters read before their next turn. */
export const vModeratorLine = v.object({
  lineId: v.id("moderatorLines"),
  round: v.number(),
  text: v.string(),
  at: v.number(),
  /** A fighter has read it, so it can no longer be taken back. */
  read: v.boolean(),
});
export type ModeratorLine = Infer<typeof vModeratorLine>;

/** A vote on a round is for a side; the final verdict also knows a tie and two bad fighters. */
export const vVoteChoice = v.union(v.literal("A"), v.literal("B"), v.literal("tie"), v.literal("bothBad"));
export type VoteChoice = Infer<typeof vVoteChoice>;

/** Ballots are numbered like their rounds; the final verdict is 0. */
export const VERDICT_BALLOT = 0;

export const vTally = v.object({ A: v.number(), B: v.number(), tie: v.number(), bothBad: v.number() });
export type Tally = Infer<typeof vTally>;

/** `tally` is null to whoever may not see it yet. */
export const vBallot = v.object({
  ballot: v.number(),
  closed: v.boolean(),
  mine: v.nullable(vVoteChoice),
  /** Why the caller's vote does not count, or not yet; null if it does, or if there is none. */
  discarded: v.nullable(vDiscard),
  tally: v.nullable(vTally),
});
export type Ballot = Infer<typeof vBallot>;
