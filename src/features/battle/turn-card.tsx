import { clsx } from "clsx";
import CircleSlash from "lucide-react/icons/circle-slash";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { Fighter, Side } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import type { Slot } from "./rounds";
import { TurnText } from "./turn-text";
import { doing, turnFigures, turnRemark } from "./words";

interface TurnCardProps {
  slot: Slot;
  round: number;
  fighter: Fighter;
  /** The battle is over: what has not been said will not be. */
  over: boolean;
}

/** One argument. Its place, frame and height are there before its first word, so nothing jumps when that comes. */
export function TurnCard({ slot, round, fighter, over }: TurnCardProps) {
  if (slot.kind === "upcoming") {
    return <UpcomingTurn side={slot.side} text={`${fighter.name} ${over ? "did not get the word" : "answers next"}`} />;
  }
  const live = slot.kind === "live";
  const status = slot.turn?.status ?? "queued";
  const stopped = status === "cancelled" || status === "interrupted" || status === "failed";
  return (
    <article
      aria-label={`Round ${round}, ${fighter.name}, ${slot.side === "A" ? "for" : "against"}`}
      aria-busy={live}
      data-turn-id={slot.turn?.turnId}
      data-status={status}
      data-side={slot.side}
      className={clsx(
        "flex min-h-56 flex-col rounded-xl border border-line bg-surface px-5 pt-4 pb-4 shadow-lift md:px-6",
        "transition-[box-shadow,border-color,background-color] duration-300",
        slot.side === "A" ? "border-l-[3px] border-l-(--side)" : "border-r-[3px] border-r-(--side)",
        live && "bg-[color-mix(in_oklab,var(--side-tint)_55%,var(--color-surface))] shadow-(--side-glow)!",
      )}
    >
      <header className="mb-3.5 flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <h2 className="label text-(--side)">
          Round {round} · {fighter.name}
        </h2>
        <span className="tabular text-right text-sm text-ink-faint">
          {slot.kind === "live" ? doing(slot.turn) : turnFigures(slot.turn)}
        </span>
        {/* Up here rather than below the words: growing text then moves nothing. */}
        {fighter.scripted && <ScriptedBadge className="w-full" />}
      </header>
      {live && slot.text === "" && <ThinkingLines />}
      <TurnText key={slot.turn?.epoch ?? 0} text={slot.text} growing={live} instant={stopped} />
      {slot.kind === "finished" && <Remark slot={slot} />}
    </article>
  );
}

/** Three lines where the words will stand, in the line height they will have. */
function ThinkingLines() {
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

function Remark({ slot }: { slot: Extract<Slot, { kind: "finished" }> }) {
  const remark = turnRemark(slot.turn);
  if (!remark) return null;
  const Icon = slot.turn.status === "cancelled" ? CircleSlash : TriangleAlert;
  return (
    <p className="mt-4 flex items-start gap-2 rounded-lg border border-line bg-raised px-3 py-2 text-[0.9375rem] text-ink-soft">
      <Icon aria-hidden size={17} className="mt-1 shrink-0 text-gold" />
      {remark}
    </p>
  );
}

function UpcomingTurn({ side, text }: { side: Side; text: string }) {
  return (
    <div
      data-side={side}
      className="flex min-h-56 items-center justify-center rounded-xl border border-dashed border-line p-6 text-center text-ink-faint"
    >
      {text}
    </div>
  );
}
