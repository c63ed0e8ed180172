import { clsx } from "clsx";
import type { Battle, Model, Room, Side } from "../../../convex/model/validators";
import { ScriptedMark } from "../../components/badges";
import { RoundDiamonds } from "../../components/round-diamonds";
import { Sigil } from "../../components/sigil";
import { useNow } from "../../hooks/use-now";
import { clock } from "../../lib/format";

interface HudProps {
  room: Room;
  battle: Battle | null;
  /** For the tagline of a fighter without a persona. */
  models: readonly Model[] | undefined;
  /** Rounds in which both sides have had their turn. */
  roundsDone: number;
}

/** Who fights whom, who has the word, how far the battle is. It stays on top while the transcript scrolls. */
export function Hud({ room, battle, models, roundsDone }: HudProps) {
  const fighters = battle?.fighters ?? room.fighters;
  const speaking = battle?.state.kind === "turn" ? battle.state.side : null;
  const plate = (side: Side) => {
    const fighter = fighters[side === "A" ? 0 : 1];
    const tagline = models?.find((model) => model.modelId === fighter.modelId)?.tagline;
    return (
      <FighterPlate
        side={side}
        name={fighter.name}
        about={fighter.persona ?? tagline ?? fighter.modelId}
        scripted={fighter.scripted}
        active={speaking === side}
      />
    );
  };
  return (
    <section aria-label="Fighters and round" className="full-bleed hud-band sticky top-0 z-20 py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3 md:gap-8">
        {plate("A")}
        <Middle rounds={battle?.rounds ?? room.rounds} battle={battle} done={roundsDone} />
        {plate("B")}
      </div>
    </section>
  );
}

interface PlateProps {
  side: Side;
  name: string;
  about: string;
  scripted: boolean;
  active: boolean;
}

function FighterPlate({ side, name, about, scripted, active }: PlateProps) {
  const right = side === "B";
  return (
    <div
      data-side={side}
      data-active={active}
      className={clsx("flex min-w-0 items-center gap-4", right && "flex-row-reverse text-right")}
    >
      <Sigil name={name} side={side} className="hidden size-16 shrink-0 md:block" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-display text-[1.0625rem] leading-6 font-bold md:text-xl" title={name}>
          {name}
        </p>
        <p className={clsx("flex items-center gap-1.5 text-[0.8125rem] leading-5 md:text-sm", right && "justify-end")}>
          <span className="shrink-0 font-display font-bold text-(--side)">{right ? "AGAINST" : "FOR"}</span>
          <span className="hidden truncate text-ink-faint md:inline" title={about}>
            · {about}
          </span>
          {scripted && <ScriptedMark />}
        </p>
        <div className="rail mt-2" />
      </div>
    </div>
  );
}

function Middle({ rounds, battle, done }: { rounds: number; battle: Battle | null; done: number }) {
  const current = battle?.state.kind === "turn" ? battle.state.round : null;
  return (
    <div className="flex flex-col items-center gap-0.5 text-center">
      <span className="label tabular text-gold">{current ? `Round ${current} / ${rounds}` : title(battle)}</span>
      <BattleClock battle={battle} />
      <span className="mt-1 flex h-4 items-center">
        <RoundDiamonds done={done} current={current} rounds={rounds} />
      </span>
    </div>
  );
}

function title(battle: Battle | null): string {
  switch (battle?.state.kind) {
    case "finished":
      return "Finished";
    case "cancelled":
      return "Cancelled";
    case "failed":
      return "Stopped";
    default:
      return "Not started";
  }
}

/** Only this leaf renders every second. */
function BattleClock({ battle }: { battle: Battle | null }) {
  const running = battle !== null && battle.endedAt === null;
  const now = useNow(1000, running);
  const elapsed = battle ? clock((battle.endedAt ?? now) - battle.startedAt) : "0:00";
  return (
    <span
      role="timer"
      aria-label={`Elapsed time ${elapsed}`}
      className="tabular font-display text-2xl leading-7 font-bold md:text-3xl md:leading-8"
    >
      {elapsed}
    </span>
  );
}

export function HudSkeleton() {
  return (
    <div aria-hidden="true" className="full-bleed border-b border-line/70 py-3">
      <div className="grid grid-cols-[1fr_5rem_1fr] items-center gap-8">
        <span className="skeleton h-16" />
        <span className="skeleton h-14" />
        <span className="skeleton h-16" />
      </div>
    </div>
  );
}
