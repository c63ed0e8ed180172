import { clsx } from "clsx";
import { textHash } from "../../../convex/model/textHash";
import { RichText } from "../../components/rich-text";
import { settledLength } from "../../lib/block-marks";
import { usePlayout } from "../../hooks/use-playout";

interface TurnTextProps {
  text: string;
  /** More of it may follow. */
  growing: boolean;
  /** Show all of it now: the turn was stopped, and the screen freezes with what was said. */
  instant: boolean;
  /** A person's words: as they were typed. */
  plain?: boolean;
}

/** A turn's words. The two raw attributes say what of the stored text is on screen: UTF-16 length and textHash. */
export function TurnText({ text, growing, instant, plain = false }: TurnTextProps) {
  const played = usePlayout(text, { growing, instant });
  const flowing = growing || played < text.length;
  const length = flowing ? settledLength(text, played) : played;
  const shown = text.slice(0, length);
  return (
    <div
      data-turn-text
      data-raw-length={length}
      data-raw-hash={textHash(shown)}
      className={clsx("prose", flowing && "caret-here")}
    >
      {length > 0 && (plain ? <PlainText text={shown} /> : <RichText text={shown} growing={flowing} />)}
    </div>
  );
}

function PlainText({ text }: { text: string }) {
  return (
    <p dir="auto" className="plain whitespace-pre-wrap">
      {text}
    </p>
  );
}
