import type { Fighter, Format, Room, Side } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { Versus } from "../../components/versus";
import { corner } from "../../lib/formats";
import { StartCountdown } from "./start-countdown";
import { roomPlan } from "./words";

const SIDES = ["A", "B"] as const;

/** A room before its first battle: the two fighters facing each other, and when it begins if that is known. */
export function WaitingRing({ room }: { room: Room }) {
  return (
    <div className="pt-5">
      <div className="relative isolate grid overflow-hidden rounded-2xl border border-line shadow-lift md:grid-cols-2">
        <span aria-hidden className="seam-a absolute inset-0 -z-10 max-md:hidden" />
        <span aria-hidden className="seam-b absolute inset-0 -z-10 max-md:hidden" />
        {SIDES.map((side, index) => (
          <RingCorner key={side} side={side} fighter={room.fighters[index]!} format={room.format} />
        ))}
        {room.format !== "chat" && (
          <Versus className="absolute top-1/2 left-1/2 w-20 -translate-x-1/2 -translate-y-1/2" />
        )}
      </div>
      <div className="mt-6 flex flex-col items-center gap-3 text-center">
        {room.startAt !== null && <StartCountdown startAt={room.startAt} />}
        <p className="max-w-[60ch] text-ink-faint">{roomPlan(room)}</p>
      </div>
    </div>
  );
}

function RingCorner({ side, fighter, format }: { side: Side; fighter: Fighter; format: Format }) {
  const { persona } = fighter;
  const place = corner(format, side);
  return (
    <section
      data-side={side}
      aria-label={`${fighter.name}, ${place.toLowerCase()}`}
      className="flex min-h-72 min-w-0 flex-col items-center gap-2 px-6 py-10 text-center max-md:bg-(--side-tint) md:px-16"
    >
      <Sigil name={fighter.name} side={side} rim={persona?.colour} className="size-24" />
      <p className="mt-3 max-w-full font-display text-2xl font-bold wrap-anywhere">
        <bdi>{fighter.name}</bdi>
      </p>
      <p className="font-display text-sm font-bold text-(--side) uppercase">{place}</p>
      {persona && (
        <p className="max-w-[44ch] text-balance text-ink-soft wrap-anywhere">
          {persona.archetype !== "custom" && (
            <bdi className="mb-0.5 block font-semibold text-ink">
              {persona.name}, {persona.archetype}
            </bdi>
          )}
          <bdi>{persona.style}</bdi>
        </p>
      )}
      {fighter.scripted ? (
        <ScriptedBadge />
      ) : (
        fighter.modelId && <p className="text-[0.8125rem] text-ink-faint wrap-anywhere">{fighter.modelId}</p>
      )}
    </section>
  );
}
