import type { Room } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { Versus } from "../../components/versus";
import { plural } from "../../lib/format";

const SIDES = ["A", "B"] as const;

/** A room before its first battle: the two fighters facing each other. */
export function WaitingRing({ room }: { room: Room }) {
  return (
    <div className="pt-5">
      <div className="relative isolate grid overflow-hidden rounded-2xl border border-line shadow-lift md:grid-cols-2">
        <span aria-hidden className="seam-a absolute inset-0 -z-10 max-md:hidden" />
        <span aria-hidden className="seam-b absolute inset-0 -z-10 max-md:hidden" />
        {SIDES.map((side, index) => {
          const fighter = room.fighters[index]!;
          return (
            <section
              key={side}
              data-side={side}
              aria-label={`${fighter.name}, ${side === "A" ? "for" : "against"}`}
              className="flex min-h-72 flex-col items-center justify-center gap-2 px-6 py-10 text-center max-md:bg-(--side-tint) md:px-16"
            >
              <Sigil name={fighter.name} side={side} className="size-24" />
              <p className="mt-3 font-display text-2xl font-bold">{fighter.name}</p>
              <p className="font-display text-sm font-bold text-(--side)">{side === "A" ? "FOR" : "AGAINST"}</p>
              {fighter.persona && <p className="max-w-[48ch] text-ink-soft">{fighter.persona}</p>}
              {fighter.scripted ? (
                <ScriptedBadge />
              ) : (
                <p className="text-[0.8125rem] text-ink-faint">{fighter.modelId}</p>
              )}
            </section>
          );
        })}
        <Versus className="absolute top-1/2 left-1/2 w-20 -translate-x-1/2 -translate-y-1/2" />
      </div>
      <p className="mt-6 text-center text-ink-faint">
        {plural(room.rounds, "round")}. {room.fighters[0].name} argues for, {room.fighters[1].name} against.
      </p>
    </div>
  );
}
