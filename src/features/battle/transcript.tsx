import { clsx } from "clsx";
import type { Battle } from "../../../convex/model/validators";
import { fighterOf, type Round } from "./rounds";
import { TurnCard } from "./turn-card";

/** Oldest first, top down. Two columns face each other on a wide screen; on a phone one column leans left and right. */
export function Transcript({ battle, rounds }: { battle: Battle; rounds: Round[] }) {
  return (
    <ol className="flex flex-col gap-4 md:gap-5" aria-label="Arguments, oldest first">
      {rounds.map(({ round, slots }) => (
        <li key={round} className="grid gap-4 md:grid-cols-2 md:gap-5">
          {slots.map((slot) => (
            <div
              key={slot.side}
              className={clsx(
                "grid min-w-0",
                slot.side === "A" ? "mr-5 md:mr-0" : "ml-5 md:ml-0",
                slot.kind === "upcoming" && "hidden md:grid",
              )}
            >
              <TurnCard
                slot={slot}
                round={round}
                fighter={fighterOf(battle, slot.side)}
                over={battle.endedAt !== null}
              />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

export function TranscriptSkeleton() {
  return (
    <div className="grid gap-4 md:grid-cols-2 md:gap-5" aria-hidden="true">
      {["A", "B"].map((side) => (
        <div
          key={side}
          className={clsx(
            "flex min-h-56 flex-col gap-4 rounded-xl border border-line bg-surface px-6 py-5",
            side === "A" ? "mr-5 md:mr-0" : "ml-5 md:ml-0",
          )}
        >
          <span className="skeleton h-3 w-40" />
          <span className="skeleton mt-2 h-3 w-11/12" />
          <span className="skeleton h-3 w-full" />
          <span className="skeleton h-3 w-2/3" />
        </div>
      ))}
    </div>
  );
}
