import { clsx } from "clsx";
import type { Battle } from "../../../convex/model/battleValidators";
import { CrowdResult } from "./crowd-bar";
import { fighterOf, isScored, type ModelName, stageOf } from "./fight";
import { Interjection } from "./interjection";
import type { Round, Slot } from "./rounds";
import { TurnCard } from "./turn-card";

export interface TranscriptProps {
  battle: Battle;
  rounds: readonly Round[];
  models: readonly ModelName[] | undefined;
  isHost: boolean;
}

/**
 * Oldest first, top down. Two columns face each other on a wide screen; on a phone one column leans left and right, as
 * does a chat everywhere.
 */
export function Transcript({ battle, rounds, models, isHost }: TranscriptProps) {
  const chat = battle.format === "chat";
  const scored = isScored(battle);
  return (
    <ol
      className={clsx("flex flex-col gap-4 md:gap-5", chat && "mx-auto max-w-[52rem]")}
      aria-label={chat ? "Messages, oldest first" : "Arguments, oldest first"}
    >
      {rounds.map(({ round, slots, lines }) => (
        <li key={round} className="flex flex-col gap-4 md:gap-5">
          <div className={clsx("grid grid-cols-1 gap-4", !chat && "md:grid-cols-2 md:gap-5")}>
            {slots.map((slot) => (
              <div key={slot.side} className={placeClass(slot, chat)}>
                <TurnCard
                  slot={slot}
                  round={round}
                  fighter={fighterOf(battle, slot.side)}
                  format={battle.format}
                  judged={scored}
                  over={battle.endedAt !== null}
                  models={models}
                  isHost={isHost}
                />
              </div>
            ))}
          </div>
          {lines.map((line) => (
            <Interjection key={line.lineId} line={line} />
          ))}
          {voteIsOver(battle, round) && <CrowdResult battle={battle} ballot={round} />}
        </li>
      ))}
    </ol>
  );
}

function placeClass(slot: Slot, chat: boolean): string {
  // One column that may be narrower than its content: a tool's long line is cut, and does not push the card off the screen.
  const leaning = slot.side === "A" ? "mr-5" : "ml-5";
  if (chat)
    return clsx(
      "grid min-w-0 grid-cols-1",
      leaning,
      slot.side === "A" ? "md:mr-20" : "md:ml-20",
      hides(slot) && "hidden",
    );
  return clsx("grid min-w-0 grid-cols-1", leaning, "md:mx-0", hides(slot) && "max-md:hidden");
}

/** A place that nobody has come to is kept open only where two columns need it. */
function hides(slot: Slot): boolean {
  return slot.kind === "upcoming" && slot.earlier.length === 0;
}

/** The round's vote has closed, as far as the battle tells: the answer itself says whether there was one. */
function voteIsOver({ settings, format, state }: Battle, round: number): boolean {
  if (settings.votingSeconds === 0 || format === "chat") return false;
  const stage = stageOf(state);
  if (stage === null || !("round" in stage)) return true;
  return round < stage.round;
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
