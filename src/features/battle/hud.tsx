import { clsx } from "clsx";
import type { Battle } from "../../../convex/model/battleValidators";
import { FULL_HP } from "../../../convex/model/limits";
import type { FinishedTurn, Room, Side } from "../../../convex/model/validators";
import type { Blow } from "./blows";
import { isScored, type ModelName, roundOf, speakersOf } from "./fight";
import { aboutFighter, FighterPlate, isWinner } from "./fighter-plate";
import { HudMiddle } from "./hud-middle";

interface HudProps {
  room: Room;
  battle: Battle | null;
  /** For the tagline of a fighter without a persona. */
  models: readonly ModelName[] | undefined;
  finished: readonly FinishedTurn[];
  blows: readonly Blow[];
}

/** Who fights whom, how they stand, who has the word, how far the battle is. It stays on top while the transcript scrolls. */
export function Hud({ room, battle, models, finished, blows }: HudProps) {
  const shown = battle ?? room;
  const scored = isScored(shown);
  const speaking = battle ? speakingNow(battle, finished) : [];
  const plate = (side: Side) => {
    const fighter = shown.fighters[side === "A" ? 0 : 1];
    const tagline = models?.find((model) => model.modelId === fighter.modelId)?.tagline;
    return (
      <FighterPlate
        side={side}
        fighter={fighter}
        format={room.format}
        about={battle?.blind ? "Name hidden" : aboutFighter(fighter, tagline)}
        active={speaking.includes(side)}
        hp={scored ? (battle?.hp[side] ?? FULL_HP) : null}
        blow={blows.findLast((blow) => blow.struck === side)}
        winner={battle !== null && isWinner(battle, side)}
      />
    );
  };
  return (
    <section
      aria-label="Fighters and round"
      data-hud
      className={clsx("full-bleed hud-band sticky top-0 z-20 py-3", battle?.state.kind === "paused" && "hud-paused")}
    >
      <div
        // A second blow while the first is still shown is another value, and moves the HUD again.
        data-shake={blows.length === 0 ? undefined : blows.length}
        className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3 md:gap-8"
      >
        {plate("A")}
        <HudMiddle room={room} battle={battle} finished={finished} />
        {plate("B")}
      </div>
    </section>
  );
}

/** Nobody in a pause; of a duel's two only those who are not done yet. */
function speakingNow({ state }: Battle, finished: readonly FinishedTurn[]): Side[] {
  if (state.kind === "paused") return [];
  const spoken = finished.filter((turn) => turn.round === roundOf(state) && !turn.superseded);
  return speakersOf(state).filter((side) => !spoken.some((turn) => turn.side === side));
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
