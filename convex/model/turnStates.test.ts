import { describe, expect, it } from "vitest";
import { turnAfter, type TurnEvent } from "./turnStates";
import type { TurnStatus } from "./validators";

/** Every status against every event; "-" is refused. */
const turnTable: Record<TurnStatus, Record<TurnEvent, TurnStatus | "-">> = {
  queued: row("thinking", "-", "-", "-", "failed", "cancelled", "queued"),
  thinking: row("-", "streaming", "-", "-", "failed", "cancelled", "queued"),
  streaming: row("-", "streaming", "complete", "interrupted", "-", "cancelled", "-"),
  complete: row("-", "-", "-", "-", "-", "-", "-"),
  interrupted: row("-", "-", "-", "-", "-", "-", "-"),
  failed: row("-", "-", "-", "-", "-", "-", "-"),
  cancelled: row("-", "-", "-", "-", "-", "-", "-"),
};

type Cell = TurnStatus | "-";
function row(claim: Cell, append: Cell, complete: Cell, interrupt: Cell, fail: Cell, cancel: Cell, requeue: Cell) {
  return { claim, append, complete, interrupt, fail, cancel, requeue };
}

function entries<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  const list: [Key, Value][] = [];
  for (const key in record) list.push([key, record[key]]);
  return list;
}

describe("a turn", () => {
  const cases = entries(turnTable).flatMap(([status, events]) =>
    entries(events).map(([event, next]) => ({ status, event, next })),
  );

  it.each(cases)("$status + $event -> $next", ({ status, event, next }) => {
    expect(turnAfter(status, event)).toBe(next === "-" ? null : next);
  });

  it("has exactly four ends", () => {
    const ends = entries(turnTable).filter(([, events]) => Object.values(events).every((next) => next === "-"));
    expect(ends.map(([status]) => status)).toEqual(["complete", "interrupted", "failed", "cancelled"]);
  });
});
