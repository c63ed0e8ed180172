import { describe, expect, it } from "vitest";
import { battleAfter, type BattleEvent, type BattleProgress, turnAfter, type TurnEvent } from "./stateMachine";
import type { BattleState, TurnStatus } from "./validators";

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

const at = (round: number, side: "A" | "B"): BattleState => ({ kind: "turn", round, side });
const lost = (code: "empty" | "network"): BattleState => ({ kind: "failed", code });

const states = {
  waiting: { kind: "waiting" },
  "turn 1 A": at(1, "A"),
  "turn 1 B": at(1, "B"),
  "turn 2 A": at(2, "A"),
  "turn 2 B, the last": at(2, "B"),
  finished: { kind: "finished" },
  cancelled: { kind: "cancelled" },
  failed: lost("network"),
} as const satisfies Record<string, BattleState>;

const events = {
  start: { kind: "start" },
  turnCompleted: { kind: "turnCompleted" },
  turnInterrupted: { kind: "turnInterrupted" },
  turnFailed: { kind: "turnFailed", code: "empty" },
  cancel: { kind: "cancel" },
} as const satisfies Record<BattleEvent["kind"], BattleEvent>;

type Next = BattleState | null;
/** In the order of `events`, for a battle of two rounds in which no turn failed so far. */
const battleTable: Record<keyof typeof states, [Next, Next, Next, Next, Next]> = {
  waiting: [at(1, "A"), null, null, null, { kind: "cancelled" }],
  "turn 1 A": [null, at(1, "B"), at(1, "B"), at(1, "B"), { kind: "cancelled" }],
  "turn 1 B": [null, at(2, "A"), at(2, "A"), at(2, "A"), { kind: "cancelled" }],
  "turn 2 A": [null, at(2, "B"), at(2, "B"), at(2, "B"), { kind: "cancelled" }],
  "turn 2 B, the last": [null, { kind: "finished" }, { kind: "finished" }, { kind: "finished" }, { kind: "cancelled" }],
  finished: [null, null, null, null, null],
  cancelled: [null, null, null, null, null],
  failed: [null, null, null, null, null],
};

function battle(state: BattleState, failuresInARow = 0): BattleProgress {
  return { rounds: 2, state, failuresInARow, unrated: false };
}

describe("a battle", () => {
  const cases = entries(battleTable).flatMap(([state, next]) =>
    entries(events).map(([event, value], i) => ({ state, event, value, next: next[i] ?? null })),
  );

  it.each(cases)("$state + $event", ({ state, value, next }) => {
    expect(battleAfter(battle(states[state]), value)?.state ?? null).toEqual(next);
  });

  it.each(["turn 1 A", "turn 1 B", "turn 2 A", "turn 2 B, the last"] as const)(
    "fails at %s when two turns in a row brought no text",
    (state) => {
      const once = { ...battle(states[state], 1), unrated: true };
      expect(battleAfter(once, events.turnFailed)?.state).toEqual(lost("empty"));
    },
  );

  it("forgets a failure once a turn brought text", () => {
    const counts = [events.turnCompleted, events.turnInterrupted].map(
      (event) => battleAfter(battle(at(1, "A"), 1), event)?.failuresInARow,
    );
    expect(counts).toEqual([0, 0]);
  });

  it.each([
    ["turnCompleted", false],
    ["turnInterrupted", true],
    ["turnFailed", true],
    ["cancel", false],
  ] as const)("after %s is unrated: %s", (event, unrated) => {
    expect(battleAfter(battle(at(1, "A")), events[event])?.unrated).toBe(unrated);
  });

  it("stays unrated once it is", () => {
    const spoiled = { ...battle(at(1, "B")), unrated: true };
    expect(battleAfter(spoiled, events.turnCompleted)?.unrated).toBe(true);
  });
});
