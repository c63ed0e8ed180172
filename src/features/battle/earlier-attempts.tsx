import ChevronDown from "lucide-react/icons/chevron-down";
import type { FinishedTurn } from "../../../convex/model/validators";
import { RichText } from "../../components/rich-text";
import { TurnOptions } from "./turn-options";
import { earlierLabel, hiddenText, turnFigures } from "./turn-words";

interface EarlierAttemptsProps {
  attempts: readonly FinishedTurn[];
  /** Whose words they are. */
  of: string;
}

/** What was said before another attempt took its place: kept, and out of the way. */
export function EarlierAttempts({ attempts, of }: EarlierAttemptsProps) {
  return attempts.map((turn, index) => (
    <details key={turn.turnId} className="group mt-3 rounded-lg border border-line bg-raised/60 text-ink-soft">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-3 text-[0.9375rem] select-none">
        <ChevronDown aria-hidden size={16} className="shrink-0 text-ink-faint group-open:rotate-180" />
        <span className="min-w-0 flex-1">{earlierLabel(turn)}</span>
        <span className="tabular shrink-0 text-sm text-ink-faint">{turnFigures(turn)}</span>
      </summary>
      <div className="flex items-start gap-2 border-t border-line px-3 py-3">
        <div className="prose min-w-0 flex-1 text-base!">
          {turn.hidden ? hiddenText(turn.hidden) : <RichText text={turn.text} growing={false} />}
        </div>
        <span className="pt-2">
          <TurnOptions turn={turn} of={`${of}, earlier attempt ${index + 1}`} />
        </span>
      </div>
    </details>
  ));
}
