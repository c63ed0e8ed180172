import type { TurnStatus } from "./validators";

/**
 * Every way of a turn from one status to another; null for what is not allowed.
 *
 *   queued -> thinking -> streaming -> complete | interrupted | failed | cancelled
 *
 * Each event leads to one status, whatever the status before.
 */
const statusAfter = {
  claim: "thinking",
  append: "streaming",
  complete: "complete",
  interrupt: "interrupted",
  fail: "failed",
  cancel: "cancelled",
  requeue: "queued",
} as const satisfies Record<string, TurnStatus>;

export type TurnEvent = keyof typeof statusAfter;

/** A turn that showed text is never failed or requeued: its text stays, and no other attempt is spliced onto it. */
const accepted: Record<TurnStatus, readonly TurnEvent[]> = {
  queued: ["claim", "fail", "cancel", "requeue"],
  thinking: ["append", "fail", "cancel", "requeue"],
  streaming: ["append", "complete", "interrupt", "cancel"],
  complete: [],
  interrupted: [],
  failed: [],
  cancelled: [],
};

export function turnAfter<Event extends TurnEvent>(
  status: TurnStatus,
  event: Event,
): (typeof statusAfter)[Event] | null {
  return accepted[status].includes(event) ? statusAfter[event] : null;
}
