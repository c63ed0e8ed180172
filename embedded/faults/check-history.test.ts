import { describe, expect, test } from "vitest";
import { checkHistory } from "./check-history";
import type { HistoryEvent, LedgerState, Operation } from "./history";

type Mutable<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T extends readonly (infer E)[]
      ? Mutable<E>[]
      : T extends object
        ? { -readonly [K in keyof T]: Mutable<T[K]> }
        : T;

interface Run {
  history: HistoryEvent[];
  state: Mutable<LedgerState>;
}

const operation = (n: number): Operation => ({ op: `op${n}`, parts: 2, from: "a", to: "b", amount: n, refused: false });

/** Ten operations, one after another, all acknowledged and settled. */
function goodRun(): Run {
  const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
  const operations = numbers.map(operation);
  const slots = new Map(numbers.map((seq) => [seq % 8, seq]));
  return {
    history: operations.flatMap((each, i): HistoryEvent[] => [
      { type: "sent", operation: each },
      { type: "acknowledged", op: each.op, seq: i + 1, ts: BigInt(100 + i) },
    ]),
    state: {
      entries: operations.flatMap(({ op }, i) =>
        [0, 1].map((part) => ({ op, seq: i + 1, part, _creationTime: 1000 + 2 * i + part })),
      ),
      slots: Array.from(slots, ([slot, seq]) => ({ slot, seq })),
      balances: new Map([
        ["a", -55],
        ["b", 55],
      ]),
      totals: new Map([
        ["operations", 10],
        ["settled", 10],
      ]),
      effects: operations.flatMap(({ op }) => ["mutation", "action"].map((kind) => ({ op, kind }))),
      jobs: operations.flatMap(({ op }) =>
        ["ledger:settle", "ledger:act"].map((name) => ({ op, name, state: "success" })),
      ),
    },
  };
}

function violations(change: (run: Run) => void, settled = true): string[] {
  const run = goodRun();
  change(run);
  return checkHistory(run.history, run.state, { settled });
}

const jobOf = ({ state }: Run, op: string, name: string) =>
  state.jobs.find((job) => job.op === op && job.name === name)!;
const without = (run: Run, op: string, kind: string) =>
  (run.state.effects = run.state.effects.filter((effect) => effect.op !== op || effect.kind !== kind));

function waiting(run: Run): void {
  for (const name of ["ledger:settle", "ledger:act"]) jobOf(run, "op10", name).state = "pending";
  without(run, "op10", "mutation");
  without(run, "op10", "action");
  run.state.totals.set("settled", 9);
}

describe("a history is accepted", () => {
  test("if everything acknowledged is there", () => {
    expect(violations(() => {})).toEqual([]);
  });

  test("if it is empty", () => {
    const nothing = { entries: [], slots: [], balances: new Map(), totals: new Map(), effects: [], jobs: [] };
    expect(checkHistory([{ type: "killed", when: "at once" }], nothing, { settled: true })).toEqual([]);
  });

  test("if what was not acknowledged is there", () => {
    expect(violations((run) => run.history.splice(-1))).toEqual([]);
  });

  test("if what was not acknowledged is not there", () => {
    expect(violations((run) => run.history.push({ type: "sent", operation: operation(11) }))).toEqual([]);
  });

  test("if an action was cut off before or after its effect, and marked as failed", () => {
    expect(
      violations((run) => {
        for (const op of ["op1", "op2"]) jobOf(run, op, "ledger:act").state = "failed";
        without(run, "op1", "action");
      }),
    ).toEqual([]);
  });

  test("if scheduled functions have not run yet, as long as they may", () => {
    expect(violations(waiting, false)).toEqual([]);
    expect(violations(waiting)).toEqual([
      "the mutation of op10 never ran: pending",
      "the action of op10 never ended: pending",
    ]);
  });

  test("if operations that were under way together took effect in any order", () => {
    expect(
      violations(({ history }) => {
        const [sent] = history.splice(history.length - 2, 1);
        history.splice(history.length - 3, 0, sent!);
      }),
    ).toEqual([]);
  });
});

describe("a history is rejected", () => {
  test.each<[string, string, (run: Run) => void]>([
    [
      "if an acknowledged operation is lost",
      "op10 was acknowledged as 10, the database says nothing",
      ({ state }) => state.entries.splice(-2),
    ],
    ["if a part is lost", "op3 has parts 1 of 2", ({ state }) => state.entries.splice(4, 1)],
    [
      "if a part is there twice",
      "op3 has parts 0,0,1 of 2",
      ({ state }) => state.entries.push({ op: "op3", seq: 3, part: 0, _creationTime: 5000 }),
    ],
    [
      "if an operation ran twice",
      "op3 has parts 0,0,1,1 of 2",
      ({ state }) =>
        state.entries.push(...[0, 1].map((part) => ({ op: "op3", seq: 11, part, _creationTime: 5000 + part }))),
    ],
    [
      "if two operations got the same number",
      "op4 has number 3, which is not its place",
      ({ state }) => state.entries.filter(({ op }) => op === "op4").forEach((entry) => (entry.seq = 3)),
    ],
    [
      "if the counter moved without its operation",
      "10 operations are there, the counter says 11",
      ({ state }) => state.totals.set("operations", 11),
    ],
    [
      "if it was acknowledged as something else",
      "op2 was acknowledged as 7, the database says 2",
      ({ history }) => (history[3] = { type: "acknowledged", op: "op2", seq: 7, ts: 101n }),
    ],
    [
      "if a refused operation left something",
      "op5 is there but was refused",
      ({ history }) => (history[8] = { type: "sent", operation: { ...operation(5), refused: true } }),
    ],
    [
      "if something is there that nobody sent",
      "op5 is there but was never sent",
      ({ history }) => history.splice(8, 1),
    ],
    [
      "if a later operation took effect before an acknowledged one",
      "op2 was sent after 10 was acknowledged, yet before it",
      ({ history }) => history.push(...history.splice(2, 2)),
    ],
    [
      "if timestamps repeat",
      "op3 has timestamp 101, which is not after that of the one before",
      ({ history }) => (history[5] = { type: "acknowledged", op: "op3", seq: 3, ts: 101n }),
    ],
    [
      "if creation times go back",
      "op2 part 0 is not newer than what was written before",
      ({ state }) => (state.entries[2]!._creationTime = 1001),
    ],
    [
      "if one of two accounts was not moved",
      "account b holds 45 instead of 55",
      ({ state }) => state.balances.set("b", 45),
    ],
    ["if a slot has an old value", "slot 2 holds 2 instead of 10", ({ state }) => (state.slots[1]!.seq = 2)],
    ["if a deleted document came back", "there are 9 slots", ({ state }) => state.slots.unshift({ slot: 2, seq: 2 })],
    [
      "if a scheduled mutation ran twice",
      "the mutation of op6 took effect 2 times",
      ({ state }) => state.effects.push({ op: "op6", kind: "mutation" }),
    ],
    [
      "if a scheduled action ran twice",
      "the action of op6 took effect 2 times",
      ({ state }) => state.effects.push({ op: "op6", kind: "action" }),
    ],
    [
      "if a scheduled mutation is done without its effect",
      "the mutation of op6 is success, its effect false",
      (run) => without(run, "op6", "mutation"),
    ],
    [
      "if a scheduled mutation is to run again",
      "the mutation of op6 is pending, its effect true",
      (run) => (jobOf(run, "op6", "ledger:settle").state = "pending"),
    ],
    [
      "if an action is to run again",
      "the action of op6 took effect before it was marked as started",
      (run) => (jobOf(run, "op6", "ledger:act").state = "pending"),
    ],
    [
      "if an action succeeded without effect",
      "the action of op6 succeeded without effect",
      (run) => without(run, "op6", "action"),
    ],
    [
      "if a scheduled function was forgotten",
      "op6 lost its ledger:act",
      ({ state }) => (state.jobs = state.jobs.filter(({ op, name }) => op !== "op6" || name !== "ledger:act")),
    ],
    [
      "if a scheduled function outlived its operation",
      "ledger:act of op99 is scheduled without it",
      ({ state }) => state.jobs.push({ op: "op99", name: "ledger:act", state: "pending" }),
    ],
    [
      "if a scheduled function of a lost operation took effect",
      "op99 took effect, but is not there",
      ({ state }) => state.effects.push({ op: "op99", kind: "action" }),
    ],
    [
      "if a scheduled mutation was kept by half",
      "a scheduled mutation was kept by half",
      ({ state }) => state.totals.set("settled", 9),
    ],
  ])("%s", (_name, expected, change) => {
    expect(violations(change)).toContain(expected);
  });
});
