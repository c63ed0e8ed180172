import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, Room } from "../../../convex/model/validators";
import { RoundDiamonds } from "../../components/round-diamonds";
import { useNow } from "../../hooks/use-now";
import { clock } from "../../lib/format";
import { progressOf, stageOf } from "./fight";

interface HudMiddleProps {
  room: Room;
  battle: Battle | null;
  finished: readonly FinishedTurn[];
}

/** The round, the clock or what is left of a vote, and one diamond per round. */
export function HudMiddle({ room, battle, finished }: HudMiddleProps) {
  const chat = room.format === "chat";
  const { done, current } = battle ? progressOf(battle, finished) : { done: 0, current: null };
  return (
    <div className="flex min-w-22 flex-col items-center gap-0.5 text-center md:min-w-32">
      <span className="label tabular whitespace-nowrap text-gold max-md:text-xs">{stageLabel(room, battle)}</span>
      {battle ? <Time battle={battle} /> : <span className={DIGITS}>0:00</span>}
      {!chat && (
        <span className="mt-1 flex h-4 items-center">
          <RoundDiamonds done={done} current={current} rounds={battle?.rounds ?? room.rounds} />
        </span>
      )}
    </div>
  );
}

const DIGITS = "tabular font-display text-2xl leading-7 font-bold md:text-3xl md:leading-8";

function stageLabel({ format }: Pick<Room, "format">, battle: Battle | null): string {
  if (!battle) return "Not started";
  const { state, rounds } = battle;
  switch (state.kind) {
    case "waiting":
      return "Not started";
    case "paused":
      return "Paused";
    case "finished":
      return "Finished";
    case "cancelled":
      return "Cancelled";
    case "failed":
      return "Stopped";
    case "voting":
      return `Vote ${state.round} / ${rounds}`;
    case "verdict":
      return "Verdict";
    default:
      return format === "chat" ? "Chat" : `Round ${state.round} / ${rounds}`;
  }
}

/** What is left of an open vote, else how long the battle has lasted; both stand still in a pause. Only this leaf ticks. */
function Time({ battle }: { battle: Battle }) {
  const { state, startedAt, endedAt } = battle;
  const stopped = endedAt ?? (state.kind === "paused" ? state.at : null);
  const now = useNow(stopped === null ? 250 : 1000, stopped === null);
  const at = stopped ?? now;
  const stage = stageOf(state);
  if (stage && "closesAt" in stage) {
    const left = clock(Math.ceil((stage.closesAt - at) / 1000) * 1000);
    return (
      <span role="timer" aria-label={`Left to vote ${left}`} className={`${DIGITS} text-gold`}>
        {left}
      </span>
    );
  }
  const elapsed = clock(at - startedAt);
  return (
    <span role="timer" aria-label={`Elapsed time ${elapsed}`} className={DIGITS}>
      {elapsed}
    </span>
  );
}
