import { useQuery } from "convex/react";
import Hourglass from "lucide-react/icons/hourglass";
import { api } from "../../../convex/_generated/api";
import type { LiveTurn, Wait } from "../../../convex/model/validators";
import { useNow } from "../../hooks/use-now";
import { slotText, waitReason, waitText } from "./wait-words";

/** Why a turn without a word does not move, where its words will stand. */
export function TurnWait({ turn, wait }: { turn: LiveTurn; wait: Wait }) {
  return (
    <p
      data-wait={wait.kind}
      className="tabular mb-3 flex items-start gap-2 rounded-lg border border-line bg-raised px-3 py-2 text-[0.9375rem] text-ink-soft"
    >
      <Hourglass aria-hidden size={16} className="mt-1 shrink-0 text-gold" />
      {wait.kind === "slot" ? <SlotWait turnId={turn.turnId} /> : <TimedWait wait={wait} />}
    </p>
  );
}

/** The place in the queue is asked for only while somebody waits in it. */
function SlotWait({ turnId }: { turnId: LiveTurn["turnId"] }) {
  return slotText(useQuery(api.turns.queue, { turnId }));
}

function TimedWait({ wait }: { wait: Exclude<Wait, { kind: "slot" }> }) {
  const now = useNow(500);
  return (
    <>
      <span aria-hidden="true">{waitText(wait, now)}</span>
      <span className="sr-only">{waitReason(wait)}</span>
    </>
  );
}
