import type { BattleState } from "../../../convex/model/battleValidators";
import type { Side } from "../../../convex/model/validators";

/** What the lobby says about the battle it shows large. */

/** The sides that have the word now. */
export function speaking(state: BattleState | undefined): Side[] {
  if (state?.kind === "turn") return [state.side];
  return state?.kind === "exchange" ? ["A", "B"] : [];
}

export function roundOf(state: BattleState | undefined): number | null {
  if (!state) return null;
  const stage = state.kind === "paused" ? state.from : state;
  return "round" in stage ? stage.round : null;
}

/** Where the battle is, in a few words. A chat counts no rounds. */
export function progressText(state: BattleState | undefined, rounds: number, chat: boolean): string {
  const round = roundOf(state);
  const place = round === null || chat ? null : `Round ${round} of ${rounds}`;
  const stage = state && STAGES[state.kind];
  return [place, stage].filter(Boolean).join(" · ") || "Live";
}

const STAGES: Partial<Record<BattleState["kind"], string>> = {
  awaiting: "a person has the word",
  judging: "the referee is reading",
  voting: "the crowd votes",
  verdict: "Final verdict: the crowd votes",
  paused: "paused",
  finished: "Finished",
  cancelled: "Cancelled",
  failed: "Stopped",
};
