import type { LiveBattle } from "../../../convex/model/adminValidators";
import type { BattleState, PauseReason } from "../../../convex/model/battleValidators";
import { sum } from "./overview-words";

const PAUSES: Record<PauseReason, string> = {
  host: "by its host",
  admin: "by an admin",
  halted: "with the whole arena",
  battle_budget: "by its budget",
  room_budget: "by its room's budget",
  host_budget: "by its host's budget",
};

/** Where a battle stands, for somebody who does not watch it. */
export function stateWords({ state, rounds, format }: Pick<LiveBattle, "state" | "rounds" | "format">): string {
  const at = (round: number) => (format === "chat" ? `message ${round}` : `round ${round} of ${rounds}`);
  return wordsOf(state, at);
}

function wordsOf(state: BattleState, at: (round: number) => string): string {
  switch (state.kind) {
    case "waiting":
      return "About to begin";
    case "turn":
      return `Side ${state.side} has the word, ${at(state.round)}`;
    case "exchange":
      return `Both have the word, ${at(state.round)}`;
    case "awaiting":
      return `Waits for a person, ${at(state.round)}`;
    case "judging":
      return `The referee reads, ${at(state.round)}`;
    case "voting":
      return `The crowd votes, ${at(state.round)}`;
    case "verdict":
      return "The crowd gives its verdict";
    case "paused":
      return `Paused ${PAUSES[state.because]}`;
    case "finished":
    case "cancelled":
    case "failed":
      return "Over";
    default:
      return state satisfies never;
  }
}

/** Both kinds of money, each under its own name; they are never added. */
export function costWords({ real, simulated, unknownCosts }: LiveBattle["cost"]): string {
  const parts = [
    ...(real > 0 || simulated === 0 ? [`Real ${sum(real)}`] : []),
    ...(simulated > 0 ? [`Simulated ${sum(simulated)}`] : []),
    ...(unknownCosts > 0 ? [`${unknownCosts} of unknown price`] : []),
  ];
  return parts.join(" · ");
}
