import { clsx } from "clsx";
import Trophy from "lucide-react/icons/trophy";
import type { Battle } from "../../../convex/model/battleValidators";
import type { Fighter, Format, Side } from "../../../convex/model/validators";
import { ScriptedMark } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { corner } from "../../lib/formats";
import type { Blow } from "./blows";
import { HpBar } from "./hp-bar";
import { loss } from "./turn-words";

interface FighterPlateProps {
  side: Side;
  fighter: Fighter;
  format: Format;
  /** What is known of how it argues; null while a duel is blind. */
  about: string | null;
  /** Has the word. */
  active: boolean;
  /** Null where nothing is scored. */
  hp: number | null;
  blow: Blow | undefined;
  winner: boolean;
}

export function FighterPlate({ side, fighter, format, about, active, hp, blow, winner }: FighterPlateProps) {
  const right = side === "B";
  return (
    <div
      data-side={side}
      data-active={active}
      className={clsx("flex min-w-0 items-center gap-4", right && "flex-row-reverse")}
    >
      <Sigil
        name={fighter.name}
        side={side}
        rim={fighter.persona?.colour}
        className="hidden size-16 shrink-0 md:block"
      />
      <div className="min-w-0 flex-1">
        <div className={clsx("flex items-baseline gap-2", right && "flex-row-reverse")}>
          <p
            className={clsx(
              "min-w-0 flex-1 truncate font-display text-[1.0625rem] leading-6 font-bold md:text-xl",
              right && "text-right",
            )}
            title={fighter.name}
          >
            <bdi>{fighter.name}</bdi>
          </p>
          {hp !== null && (
            <p className="tabular shrink-0 font-display text-[1.0625rem] leading-6 font-bold md:text-xl">
              {hp}
              <span className="ml-1 text-xs font-semibold text-ink-faint max-sm:sr-only">HP</span>
            </p>
          )}
        </div>
        <div className={clsx("flex h-5 items-center gap-1.5 text-[0.8125rem] md:text-sm", right && "flex-row-reverse")}>
          {blow ? (
            <BlowText blow={blow} />
          ) : (
            <Corner side={side} fighter={fighter} format={format} about={about} winner={winner} />
          )}
        </div>
        {hp === null ? (
          <div className="rail mt-2" />
        ) : (
          <div className="mt-1.5">
            <HpBar name={fighter.name} hp={hp} blow={blow} />
          </div>
        )}
      </div>
    </div>
  );
}

/** In the place of the stance, so that nothing moves: what hit, and how hard. */
function BlowText({ blow }: { blow: Blow }) {
  return (
    <p
      className="flex min-w-0 gap-1.5 font-display leading-5 font-bold text-gold max-md:text-xs max-md:leading-5"
      data-testid="blow"
    >
      <span className="truncate md:uppercase">{blow.name}</span>{" "}
      <span className="tabular shrink-0">{loss(blow.damage)}</span>
    </p>
  );
}

type CornerProps = Pick<FighterPlateProps, "side" | "fighter" | "format" | "about" | "winner">;

function Corner({ side, fighter, format, about, winner }: CornerProps) {
  return (
    <>
      <span className="shrink-0 font-display font-bold text-(--side) uppercase">{corner(format, side)}</span>
      {winner && (
        <span className="inline-flex shrink-0 items-center gap-1 font-display font-bold text-gold">
          <Trophy aria-hidden size={14} />
          Winner
        </span>
      )}
      {about && (
        <span className="hidden truncate text-ink-faint md:inline" title={fighter.persona?.style}>
          <bdi>{about}</bdi>
        </span>
      )}
      {fighter.scripted && <ScriptedMark />}
    </>
  );
}

/** The face of a fighter in a few words: its persona's, else what its model is known for, else the model's id. */
export function aboutFighter(fighter: Fighter, tagline: string | undefined): string | null {
  const { persona, modelId } = fighter;
  if (persona) return persona.archetype === "custom" ? persona.style : `${persona.name}, ${persona.archetype}`;
  return tagline ?? modelId;
}

export function isWinner({ state }: Battle, side: Side): boolean {
  return state.kind === "finished" && state.result.winner === side;
}
