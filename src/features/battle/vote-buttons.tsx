import { clsx } from "clsx";
import Check from "lucide-react/icons/check";
import type { Battle, VoteChoice } from "../../../convex/model/battleValidators";
import type { Vote } from "./use-vote";
import { choiceName, choiceNote, choicesOf, question, shares } from "./vote-words";

interface VoteButtonsProps {
  battle: Pick<Battle, "fighters" | "format">;
  ballot: number;
  vote: Vote;
  /** The time is up, or the server has closed it. */
  closed: boolean;
}

/** A left, B right, whatever else is to choose between them; on a phone below. Counts come once the server gives them. */
export function VoteButtons({ battle, ballot, vote, closed }: VoteButtonsProps) {
  const choices = choicesOf(ballot);
  const tally = vote.ballot?.tally ?? null;
  const percent = tally && shares(tally, choices);
  return (
    <fieldset
      aria-label={question(ballot)}
      className={clsx("grid grid-cols-2 gap-2.5", choices.length > 2 ? "lg:flex" : "md:flex", "md:gap-3")}
    >
      {choices.map((choice) => (
        <VoteButton
          key={choice}
          choice={choice}
          name={choiceName(battle, choice)}
          note={choiceNote(battle, choice)}
          chosen={vote.mine === choice}
          percent={percent?.[choice] ?? null}
          disabled={closed}
          onClick={() => vote.choose(choice)}
        />
      ))}
    </fieldset>
  );
}

interface VoteButtonProps {
  choice: VoteChoice;
  name: string;
  /** What stands below the name until the viewer has chosen. */
  note: string;
  chosen: boolean;
  percent: number | null;
  disabled: boolean;
  onClick: () => void;
}

/** On a phone the two fighters share the first row. */
const ORDER: Record<VoteChoice, string> = {
  A: "order-1 lg:order-1",
  tie: "order-3 lg:order-2",
  bothBad: "order-4 lg:order-3",
  B: "order-2 lg:order-4",
};

function VoteButton({ choice, name, note, chosen, percent, disabled, onClick }: VoteButtonProps) {
  const side = choice === "A" || choice === "B" ? choice : undefined;
  return (
    <button
      type="button"
      data-side={side}
      data-choice={choice}
      aria-pressed={chosen}
      // Kept focusable: whoever is on it when time runs out hears that it is closed.
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && onClick()}
      className={clsx("vote min-w-0 cursor-pointer lg:min-w-36", ORDER[choice])}
    >
      <span aria-hidden="true" className="vote-share" style={{ width: `${percent ?? 0}%` }} />
      <bdi className="relative block truncate">{name}</bdi>
      <span className="tabular relative flex items-center justify-center gap-1.5 font-body text-[0.8125rem] leading-5 font-medium text-ink-soft">
        {chosen && <Check aria-hidden size={14} strokeWidth={3} className="shrink-0" />}
        {[chosen ? "Your vote" : note, percent === null ? null : `${percent} %`].filter(Boolean).join(" · ")}
      </span>
    </button>
  );
}
