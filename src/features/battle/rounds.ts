import type { Battle, FinishedTurn, LiveTurn, Side } from "../../../convex/model/validators";
import { type LiveTexts, settledText } from "./live-text";

/** One side's place in one round, from "not yet" to done. It keeps its identity while it changes kind. */
export type Slot = { side: Side } & (
  | { kind: "upcoming" }
  | { kind: "live"; turn: LiveTurn | null; text: string }
  | { kind: "finished"; turn: FinishedTurn; text: string }
);

export interface Round {
  round: number;
  slots: [Slot, Slot];
}

const SIDES = ["A", "B"] as const;

/** The transcript, oldest round first: every round that has begun, each with both sides' places. */
export function roundsOf(
  battle: Battle,
  finished: readonly FinishedTurn[],
  live: readonly LiveTurn[],
  texts: LiveTexts,
): Round[] {
  const speaking = battle.state.kind === "turn" ? battle.state : null;
  const begun = Math.max(speaking?.round ?? 0, ...finished.map((turn) => turn.round));

  const slotOf = (round: number, side: Side): Slot => {
    const turn = finished.find((row) => row.round === round && row.side === side);
    if (turn) return { side, kind: "finished", turn, text: settledText(texts.get(turn.turnId), turn) };
    if (speaking?.round !== round || speaking.side !== side) return { side, kind: "upcoming" };
    const running = live.find((row) => row.side === side) ?? null;
    return { side, kind: "live", turn: running, text: running ? (texts.get(running.turnId)?.text ?? "") : "" };
  };

  return Array.from({ length: begun }, (_, index) => ({
    round: index + 1,
    slots: [slotOf(index + 1, SIDES[0]), slotOf(index + 1, SIDES[1])],
  }));
}

export function fighterOf(battle: Pick<Battle, "fighters">, side: Side): Battle["fighters"][number] {
  return battle.fighters[side === "A" ? 0 : 1];
}

/** Who has the word after this turn, or null when it is the battle's last. */
export function nextSpeaker(battle: Battle): Side | null {
  if (battle.state.kind !== "turn") return null;
  if (battle.state.side === "A") return "B";
  return battle.state.round < battle.rounds ? "A" : null;
}
