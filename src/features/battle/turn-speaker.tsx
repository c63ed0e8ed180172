import Keyboard from "lucide-react/icons/keyboard";
import Repeat from "lucide-react/icons/repeat-2";
import type { Fighter, FinishedTurn } from "../../../convex/model/validators";
import { type ModelName, otherSpeaker } from "./fight";
import { speakerNote } from "./turn-words";

export function PersonMark() {
  return (
    <span className="inline-flex w-full items-center gap-1.5 text-[0.8125rem] leading-5 text-ink-faint">
      <Keyboard aria-hidden size={15} className="shrink-0" />
      Typed by a person
    </span>
  );
}

interface SpeakerProps {
  turn: FinishedTurn;
  fighter: Fighter;
  models: readonly ModelName[] | undefined;
}

/** Says it when somebody else than the fighter spoke. */
export function Speaker({ turn, fighter, models }: SpeakerProps) {
  const note = speakerNote(turn, otherSpeaker(turn, fighter, models), fighter.name);
  if (!note) return null;
  return (
    <span className="inline-flex w-full items-start gap-1.5 text-[0.8125rem] leading-5 text-ink-soft">
      <Repeat aria-hidden size={15} className="mt-0.5 shrink-0 text-gold" />
      <bdi className="wrap-anywhere">{note}</bdi>
    </span>
  );
}
