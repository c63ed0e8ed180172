import type { Battle } from "../../../convex/model/battleValidators";
import { resultWords } from "./result-words";

/** Two seconds over everything, once; the words are also in the banner, the dock and the announcement. */
export function KnockoutScene({ battle }: { battle: Battle }) {
  if (battle.state.kind !== "finished") return null;
  const { title } = resultWords(battle, battle.state.result);
  return (
    <div aria-hidden="true" data-testid="knockout" className="knockout">
      <p className="knockout-word">Knockout</p>
      <p className="knockout-name">
        <bdi>{title}</bdi>
      </p>
    </div>
  );
}
