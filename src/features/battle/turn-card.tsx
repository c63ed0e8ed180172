import { clsx } from "clsx";
import { memo } from "react";
import type { Fighter, Format } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import { corner } from "../../lib/formats";
import { isSending } from "./composer-state";
import { EarlierAttempts } from "./earlier-attempts";
import { EmptyPlace } from "./empty-place";
import type { ModelName } from "./fight";
import { VerdictLine } from "./hit-badge";
import type { Slot } from "./rounds";
import { sameProps } from "./same-props";
import { ThinkingLines } from "./thinking-lines";
import { ToolChips } from "./tool-chip";
import { TurnOptions } from "./turn-options";
import { TurnRemark } from "./turn-remark";
import { PersonMark, Speaker } from "./turn-speaker";
import { TurnText } from "./turn-text";
import { TurnWait } from "./turn-wait";
import { doing, turnFigures } from "./turn-words";

export interface TurnCardProps {
  slot: Slot;
  round: number;
  fighter: Fighter;
  format: Format;
  /** A referee reads what is said here. */
  judged: boolean;
  /** The battle is over: what has not been said will not be. */
  over: boolean;
  models: readonly ModelName[] | undefined;
  /** The host is told what only a host can mend. */
  isHost: boolean;
}

/**
 * One argument. Its place, frame and height are there before its first word, so nothing jumps when that comes. Every flush
 * of one turn asks for all cards again: those to which nothing has happened are not rendered.
 */
export const TurnCard = memo(function TurnCard(props: TurnCardProps) {
  const { slot, round, fighter, format, over } = props;
  const place = { slot, format, label: labelOf(round, fighter, format, slot.side) };
  switch (slot.kind) {
    case "upcoming":
      return <EmptyPlace {...place} text={`${fighter.name} ${over ? "did not get the word" : "answers next"}`} />;
    case "awaiting":
      return <EmptyPlace {...place} text={`${fighter.name} ${over ? "did not get the word" : "has the word"}`} />;
    case "held":
      return <EmptyPlace {...place} text={`Paused before ${fighter.name} said a word`} />;
    default:
      return <SaidOrSaying {...props} slot={slot} />;
  }
}, sameProps);

type Said = Extract<Slot, { kind: "live" | "finished" }>;

function SaidOrSaying({ slot, round, fighter, format, judged, models, isHost }: TurnCardProps & { slot: Said }) {
  const live = slot.kind === "live";
  const label = labelOf(round, fighter, format, slot.side);
  const status = slot.turn?.status ?? "queued";
  const stopped = status === "cancelled" || status === "interrupted" || status === "failed";
  const typed = slot.kind === "finished" && slot.turn.role === "person";
  const wait = slot.kind === "live" ? slot.turn?.wait : undefined;
  return (
    <article
      aria-label={label}
      aria-busy={live}
      data-turn-id={slot.turn?.turnId}
      data-status={status}
      data-side={slot.side}
      className={clsx(
        "flex flex-col rounded-xl border border-line px-5 pt-4 pb-4 shadow-lift md:px-6",
        format === "chat" ? "min-h-24" : "min-h-56",
        "transition-[box-shadow,border-color,background-color] duration-300",
        slot.side === "A" ? "border-l-[3px] border-l-(--side)" : "border-r-[3px] border-r-(--side)",
        live && "shadow-(--side-glow)!",
        typed
          ? "bg-(--side-tint)"
          : live
            ? "bg-[color-mix(in_oklab,var(--side-tint)_55%,var(--color-surface))]"
            : "bg-surface",
      )}
    >
      <header className="mb-3.5 flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <h2 className="label min-w-0 flex-1 text-(--side) wrap-anywhere">
          {format === "chat" ? "" : `Round ${round} · `}
          <bdi>{fighter.name}</bdi>
        </h2>
        <span className="tabular ml-auto text-right text-sm text-ink-faint">
          {slot.kind === "live" ? doing(slot.turn) : isSending(slot.turn) ? "sending" : turnFigures(slot.turn)}
        </span>
        {slot.kind === "finished" && !isSending(slot.turn) && <TurnOptions turn={slot.turn} of={label} />}
        {/* Up here rather than below the words: growing text then moves nothing. */}
        {(slot.turn ?? fighter).scripted && <ScriptedBadge className="w-full" />}
        {typed && <PersonMark />}
        {slot.kind === "finished" && <Speaker turn={slot.turn} fighter={fighter} models={models} />}
      </header>
      <ToolChips calls={slot.calls} />
      {slot.kind === "live" && slot.text === "" && (
        <>
          {slot.turn && wait && <TurnWait turn={slot.turn} wait={wait} />}
          <ThinkingLines />
        </>
      )}
      <TurnText key={slot.turn?.epoch ?? 0} text={slot.text} growing={live} instant={stopped} plain={typed} />
      {slot.kind === "finished" && <TurnRemark turn={slot.turn} isHost={isHost} />}
      {judged && !stopped && <VerdictLine verdict={slot.kind === "finished" ? slot.verdict : null} />}
      <EarlierAttempts attempts={slot.earlier} of={label} />
    </article>
  );
}

function labelOf(round: number, fighter: Fighter, format: Format, side: Slot["side"]): string {
  if (format === "chat") return `Message ${round}, ${fighter.name}`;
  return `Round ${round}, ${fighter.name}, ${format === "duel" ? `side ${side}` : corner(format, side).toLowerCase()}`;
}
