import { clsx } from "clsx";
import CircleSlash from "lucide-react/icons/circle-slash";
import Keyboard from "lucide-react/icons/keyboard";
import Repeat from "lucide-react/icons/repeat-2";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import EyeOff from "lucide-react/icons/eye-off";
import { memo, type ReactNode, Suspense } from "react";
import type { Fighter, FinishedTurn, Format } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import { corner } from "../../lib/formats";
import { lazyPart } from "../../lib/load-part";
import { isSending } from "./composer-state";
import { EarlierAttempts } from "./earlier-attempts";
import { type ModelName, otherSpeaker } from "./fight";
import { VerdictLine } from "./hit-badge";
import type { Slot } from "./rounds";
import { sameProps } from "./same-props";
import { ToolChips } from "./tool-chip";
import { TurnText } from "./turn-text";
import { TurnWait } from "./turn-wait";
import { doing, speakerNote, turnFigures, turnRemark } from "./turn-words";

const TurnMenu = lazyPart(() => import("./turn-menu"));

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
  const { slot, fighter, over } = props;
  switch (slot.kind) {
    case "upcoming":
      return <EmptyPlace {...props} text={`${fighter.name} ${over ? "did not get the word" : "answers next"}`} />;
    case "awaiting":
      return <EmptyPlace {...props} text={`${fighter.name} ${over ? "did not get the word" : "has the word"}`} />;
    case "held":
      return <EmptyPlace {...props} text={`Paused before ${fighter.name} said a word`} />;
    default:
      return <SaidOrSaying {...props} slot={slot} />;
  }
}, sameProps);

type Said = Extract<Slot, { kind: "live" | "finished" }>;

function SaidOrSaying({ slot, round, fighter, format, judged, models, isHost }: TurnCardProps & { slot: Said }) {
  const live = slot.kind === "live";
  const status = slot.turn?.status ?? "queued";
  const stopped = status === "cancelled" || status === "interrupted" || status === "failed";
  const typed = slot.kind === "finished" && slot.turn.role === "person";
  const wait = slot.kind === "live" ? slot.turn?.wait : undefined;
  return (
    <article
      aria-label={labelOf(round, fighter, format, slot.side)}
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
        {slot.kind === "finished" && !isSending(slot.turn) && (
          <Suspense fallback={<span className="-my-2.5 -mr-3 size-11 shrink-0" />}>
            <TurnMenu turn={slot.turn} of={labelOf(round, fighter, format, slot.side)} />
          </Suspense>
        )}
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
      {slot.kind === "finished" && <Remark turn={slot.turn} isHost={isHost} />}
      {judged && !stopped && <VerdictLine verdict={slot.kind === "finished" ? slot.verdict : null} />}
      <EarlierAttempts attempts={slot.earlier} />
    </article>
  );
}

function labelOf(round: number, fighter: Fighter, format: Format, side: Slot["side"]): string {
  if (format === "chat") return `Message ${round}, ${fighter.name}`;
  return `Round ${round}, ${fighter.name}, ${format === "duel" ? `side ${side}` : corner(format, side).toLowerCase()}`;
}

/** Three lines where the words will stand, in the line height they will have. */
export function ThinkingLines() {
  return (
    <div aria-hidden="true" className="animate-think flex flex-col" data-testid="thinking">
      {["w-11/12", "w-full", "w-2/3"].map((width) => (
        <span key={width} className="flex h-[1.75rem] items-center">
          <span className={clsx("skeleton h-3", width)} />
        </span>
      ))}
    </div>
  );
}

function PersonMark() {
  return (
    <span className="inline-flex w-full items-center gap-1.5 text-[0.8125rem] leading-5 text-ink-faint">
      <Keyboard aria-hidden size={15} className="shrink-0" />
      Typed by a person
    </span>
  );
}

type SpeakerProps = Pick<TurnCardProps, "fighter" | "models"> & { turn: FinishedTurn };

function Speaker({ turn, fighter, models }: SpeakerProps) {
  const note = speakerNote(turn, otherSpeaker(turn, fighter, models), fighter.name);
  if (!note) return null;
  return (
    <span className="inline-flex w-full items-start gap-1.5 text-[0.8125rem] leading-5 text-ink-soft">
      <Repeat aria-hidden size={15} className="mt-0.5 shrink-0 text-gold" />
      <bdi className="wrap-anywhere">{note}</bdi>
    </span>
  );
}

export function Remark({ turn, isHost }: { turn: FinishedTurn; isHost: boolean }) {
  const remark = turnRemark(turn, isHost);
  if (!remark) return null;
  const Icon = turn.hidden
    ? EyeOff
    : turn.status === "cancelled" || turn.errorCode === "paused"
      ? CircleSlash
      : TriangleAlert;
  return (
    <p className="mt-4 flex items-start gap-2 rounded-lg border border-line bg-raised px-3 py-2 text-[0.9375rem] text-ink-soft">
      <Icon aria-hidden size={17} className="mt-1 shrink-0 text-gold" />
      {remark}
    </p>
  );
}

function EmptyPlace({ slot, format, text }: Pick<TurnCardProps, "slot" | "format"> & { text: ReactNode }) {
  return (
    <div
      data-side={slot.side}
      data-place={slot.kind}
      className={clsx(
        "flex flex-col rounded-xl border border-dashed border-line p-6 text-center text-ink-faint",
        format === "chat" ? "min-h-20" : "min-h-56",
        slot.kind === "awaiting" && "border-(--side) bg-(--side-tint)/40 text-ink-soft",
      )}
    >
      <p className="m-auto wrap-anywhere">{text}</p>
      <EarlierAttempts attempts={slot.earlier} />
    </div>
  );
}
