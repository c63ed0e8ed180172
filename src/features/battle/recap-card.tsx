import Mic from "lucide-react/icons/mic";
import { clsx } from "clsx";
import type { Recap } from "./rounds";
import { ScriptedBadge } from "../../components/badges";
import { EarlierAttempts } from "./earlier-attempts";
import { ThinkingLines } from "./thinking-lines";
import { TurnOptions } from "./turn-options";
import { TurnRemark } from "./turn-remark";
import { TurnText } from "./turn-text";
import { TurnWait } from "./turn-wait";
import { doing, turnFigures } from "./turn-words";

interface RecapCardProps {
  /** Null: it is expected and has not been queued yet. */
  recap: Recap | null;
  isHost: boolean;
}

/** The commentator closes the show. It belongs to the arena, not to a side: gold, across both columns. */
export function RecapCard({ recap, isHost }: RecapCardProps) {
  const live = recap?.kind !== "finished";
  const turn = recap?.turn ?? null;
  const status = turn?.status ?? "queued";
  const stopped = status === "cancelled" || status === "interrupted" || status === "failed";
  const wait = recap?.kind === "live" ? recap.turn.wait : undefined;
  return (
    <article
      aria-label="The commentator's recap"
      aria-busy={live}
      data-turn-id={turn?.turnId}
      data-status={status}
      data-recap
      className={clsx(
        "recap mx-auto flex min-h-44 w-full max-w-[52rem] flex-col rounded-xl border border-gold/45 border-t-[3px] border-t-gold bg-surface px-5 pt-4 pb-5 shadow-lift md:px-7",
        live && "recap-live",
      )}
    >
      <header className="mb-3.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 className="label inline-flex flex-1 items-center gap-2 text-gold">
          <Mic aria-hidden size={15} />
          The commentator
        </h2>
        <span className="tabular text-right text-sm text-ink-faint">
          {recap?.kind === "finished" ? turnFigures(recap.turn) : doing(recap?.turn ?? null)}
        </span>
        {recap?.kind === "finished" && <TurnOptions turn={recap.turn} of="the recap" />}
        {recap?.turn.scripted && <ScriptedBadge className="w-full" />}
      </header>
      {live && (recap?.text ?? "") === "" && (
        <>
          {recap?.kind === "live" && wait && <TurnWait turn={recap.turn} wait={wait} />}
          <ThinkingLines />
        </>
      )}
      <TurnText key={turn?.epoch ?? 0} text={recap?.text ?? ""} growing={live} instant={stopped} />
      {recap?.kind === "finished" && <TurnRemark turn={recap.turn} isHost={isHost} />}
      <EarlierAttempts attempts={recap?.earlier ?? []} of="the recap" />
    </article>
  );
}
