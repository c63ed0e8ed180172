import type { Judgement, ModeratorLine } from "../../../convex/model/battleValidators";
import type { ToolCallView } from "../../../convex/model/runValidators";
import type { FinishedTurn, LiveTurn, Side } from "../../../convex/model/validators";
import { type Fight, roundOf, speakersOf, stageOf } from "./fight";
import { settledText } from "./live-text";

/** What the referee made of a turn; null before it was asked, and where there is none. */
export type Verdict = Judgement | "reading" | null;

/** One side's place in one round, from "not yet" to done. It keeps its identity while it changes kind. */
export type Slot = {
  side: Side;
  /** Attempts that said something and that a later one replaced, oldest first. */
  earlier: readonly FinishedTurn[];
  /** Tools that the attempt in this place has used, in order. */
  calls: readonly ToolCallView[];
} & (
  | { kind: "upcoming" }
  /** A person has the word. */
  | { kind: "awaiting" }
  /** A pause came before the first word. */
  | { kind: "held" }
  | { kind: "live"; turn: LiveTurn | null; text: string }
  | { kind: "finished"; turn: FinishedTurn; text: string; verdict: Verdict }
);

export interface Round {
  round: number;
  slots: [Slot, Slot];
  /** What the host said to both fighters in this round. */
  lines: readonly ModeratorLine[];
}

/** The transcript, oldest round first: every round that has begun, each with both sides' places. */
export function roundsOf(fight: Fight): Round[] {
  const spoken = [...fight.finished, ...fight.live].map((turn) => turn.round);
  const begun = Math.max(roundOf(fight.battle.state) ?? 0, ...spoken);
  return Array.from({ length: begun }, (_, index) => ({
    round: index + 1,
    slots: [slotOf(fight, index + 1, "A"), slotOf(fight, index + 1, "B")],
    lines: fight.lines.filter((line) => Math.min(line.round, begun) === index + 1),
  }));
}

function slotOf(fight: Fight, round: number, side: Side): Slot {
  const { battle, finished, live, texts } = fight;
  const here = (turn: FinishedTurn | LiveTurn) => turn.round === round && turn.side === side;
  const attempts = finished.filter(here);
  const place = { side, earlier: earlierOf(attempts) };

  const speaking = live.find(here);
  if (speaking) {
    const text = texts.get(speaking.turnId)?.text ?? "";
    return { ...place, kind: "live", turn: speaking, text, calls: callsOf(fight, speaking) };
  }
  const stands = attempts.findLast((turn) => !turn.superseded);
  if (stands) {
    const text = settledText(texts.get(stands.turnId), stands);
    const verdict = verdictOf(fight, stands);
    return { ...place, kind: "finished", turn: stands, text, verdict, calls: callsOf(fight, stands) };
  }
  const due = roundOf(battle.state) === round && speakersOf(battle.state).includes(side);
  if (!due) return { ...place, kind: "upcoming", calls: [] };
  if (stageOf(battle.state)?.kind === "awaiting") return { ...place, kind: "awaiting", calls: [] };
  if (battle.state.kind === "paused") return { ...place, kind: "held", calls: [] };
  return { ...place, kind: "live", turn: null, text: "", calls: [] };
}

/** Those that said something. A hidden one's words are not sent, and whoever hid it may show it again. */
function earlierOf(attempts: readonly FinishedTurn[]): FinishedTurn[] {
  return attempts.filter((turn) => turn.superseded && (turn.text !== "" || turn.hidden !== null));
}

function callsOf({ calls }: Fight, { turnId, epoch }: FinishedTurn | LiveTurn): ToolCallView[] {
  return calls.filter((call) => call.turnId === turnId && call.epoch === epoch).toSorted((a, b) => a.index - b.index);
}

function verdictOf({ battle, hits }: Fight, turn: FinishedTurn): Verdict {
  const hit = hits.find((row) => row.turnId === turn.turnId);
  if (hit) return hit.judgement;
  const stage = stageOf(battle.state);
  const reading =
    stage?.kind === "judging" && stage.round === turn.round && turn.side !== null && stage.sides.includes(turn.side);
  return reading ? "reading" : null;
}

/** The commentator's closing words: the attempt that stands or is under way, and those before it. */
export type Recap = { earlier: readonly FinishedTurn[] } & (
  | { kind: "live"; turn: LiveTurn; text: string }
  | { kind: "finished"; turn: FinishedTurn; text: string }
);

export function recapOf({ finished, live, texts }: Fight): Recap | null {
  const attempts = finished.filter((turn) => turn.side === null);
  const earlier = earlierOf(attempts);
  const speaking = live.find((turn) => turn.side === null);
  if (speaking) return { kind: "live", earlier, turn: speaking, text: texts.get(speaking.turnId)?.text ?? "" };
  const stands = attempts.findLast((turn) => !turn.superseded);
  return stands
    ? { kind: "finished", earlier, turn: stands, text: settledText(texts.get(stands.turnId), stands) }
    : null;
}
