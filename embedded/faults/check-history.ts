import type { HistoryEvent, LedgerState, Operation } from "./history";

const SLOTS = 8;
const JOBS = ["ledger:settle", "ledger:act"];

/** One operation as the database has it. */
interface Posted {
  readonly op: string;
  readonly seq: number;
  readonly operation: Operation | undefined;
}

/**
 * Every way in which a state contradicts the history that led to it; empty if it does not. `settled`: nothing was under
 * way any more when the state was read, so that scheduled functions must have run.
 */
export function checkHistory(
  history: readonly HistoryEvent[],
  state: LedgerState,
  { settled }: { settled: boolean },
): string[] {
  const operations = new Map<string, Operation>();
  for (const event of history) if (event.type === "sent") operations.set(event.operation.op, event.operation);
  const posted = postedIn(state, operations);
  return [
    ...wholeness(state, operations),
    ...sequence(posted, state),
    ...acknowledgements(history, posted),
    ...realTimeOrder(history, posted),
    ...creationTimes(state),
    ...replay(posted, state),
    ...effects(posted, state, settled),
  ];
}

function postedIn(state: LedgerState, operations: ReadonlyMap<string, Operation>): Posted[] {
  const seqs = new Map(state.entries.map(({ op, seq }) => [op, seq]));
  const posted = Array.from(seqs, ([op, seq]) => ({ op, seq, operation: operations.get(op) }));
  return posted.toSorted((a, b) => a.seq - b.seq);
}

/** Each operation is there with all its parts once, or not at all; a refused or unknown one is not. */
function wholeness(state: LedgerState, operations: ReadonlyMap<string, Operation>): string[] {
  const parts = new Map<string, LedgerState["entries"][number][]>();
  for (const entry of state.entries) parts.set(entry.op, [...(parts.get(entry.op) ?? []), entry]);
  return Array.from(parts, ([op, entries]) => {
    const operation = operations.get(op);
    if (operation === undefined) return [`${op} is there but was never sent`];
    if (operation.refused) return [`${op} is there but was refused`];
    const numbers = entries.map(({ part }) => part).toSorted((a, b) => a - b);
    const expected = Array.from({ length: operation.parts }, (_, part) => part);
    return String(numbers) === String(expected) && new Set(entries.map(({ seq }) => seq)).size === 1
      ? []
      : [`${op} has parts ${numbers.join(",")} of ${operation.parts}`];
  }).flat();
}

/** Sequence numbers are 1, 2, 3, ... without gap or repetition, as the counter says. */
function sequence(posted: readonly Posted[], state: LedgerState): string[] {
  const gaps = posted.filter(({ seq }, i) => seq !== i + 1).slice(0, 1);
  const counted = state.totals.get("operations") ?? 0;
  return [
    ...gaps.map(({ op, seq }) => `${op} has number ${seq}, which is not its place`),
    ...(counted === posted.length ? [] : [`${posted.length} operations are there, the counter says ${counted}`]),
  ];
}

/** What was acknowledged is there as it was acknowledged, and commits in the order of their timestamps. */
function acknowledgements(history: readonly HistoryEvent[], posted: readonly Posted[]): string[] {
  const seqs = new Map(posted.map(({ op, seq }) => [op, seq]));
  const acknowledged = history.filter((event) => event.type === "acknowledged");
  const wrong = acknowledged
    .filter(({ op, seq }) => seqs.get(op) !== seq)
    .map(({ op, seq }) => `${op} was acknowledged as ${seq}, the database says ${seqs.get(op) ?? "nothing"}`);
  const stamped = acknowledged.filter(({ ts }) => ts !== null).toSorted((a, b) => a.seq - b.seq);
  const disordered = stamped
    .filter(({ ts }, i) => i > 0 && ts! <= stamped[i - 1]!.ts!)
    .map(({ op, ts }) => `${op} has timestamp ${ts}, which is not after that of the one before`);
  return [...wrong, ...disordered];
}

/** What was sent after an acknowledgement comes after what was acknowledged. */
function realTimeOrder(history: readonly HistoryEvent[], posted: readonly Posted[]): string[] {
  const seqs = new Map(posted.map(({ op, seq }) => [op, seq]));
  const wrong: string[] = [];
  let latest = 0;
  for (const event of history) {
    if (event.type === "acknowledged") latest = Math.max(latest, event.seq);
    if (event.type !== "sent") continue;
    const { op } = event.operation;
    if ((seqs.get(op) ?? Infinity) <= latest)
      wrong.push(`${op} was sent after ${latest} was acknowledged, yet before it`);
  }
  return wrong;
}

/** Documents of later commits are newer. */
function creationTimes(state: LedgerState): string[] {
  const entries = state.entries.toSorted((a, b) => a.seq - b.seq || a.part - b.part);
  return entries
    .filter(({ _creationTime }, i) => i > 0 && _creationTime <= entries[i - 1]!._creationTime)
    .map(({ op, part }) => `${op} part ${part} is not newer than what was written before`);
}

/** Balances and slots are what the operations that are there make of them. */
function replay(posted: readonly Posted[], state: LedgerState): string[] {
  const balances = new Map<string, number>();
  const slots = new Map<number, number>();
  for (const { seq, operation } of posted) {
    if (operation === undefined) continue;
    balances.set(operation.from, (balances.get(operation.from) ?? 0) - operation.amount);
    balances.set(operation.to, (balances.get(operation.to) ?? 0) + operation.amount);
    slots.set(seq % SLOTS, seq);
  }
  return [
    ...differences("account", balances, state.balances),
    ...differences("slot", slots, new Map(state.slots.map(({ slot, seq }) => [slot, seq]))),
    ...(state.slots.length > slots.size ? [`there are ${state.slots.length} slots`] : []),
  ];
}

function differences<K extends string | number>(
  what: string,
  expected: ReadonlyMap<K, number>,
  actual: ReadonlyMap<K, number>,
): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((key) => expected.get(key) !== actual.get(key))
    .map((key) => `${what} ${key} holds ${actual.get(key)} instead of ${expected.get(key)}`);
}

/** A scheduled mutation took effect exactly once, a scheduled action at most once; neither without its operation. */
function effects(posted: readonly Posted[], state: LedgerState, settled: boolean): string[] {
  const known = new Set(posted.map(({ op }) => op));
  const counts = countBy(state.effects, ({ op, kind }) => `${kind} of ${op}`);
  const jobs = new Map(state.jobs.map(({ name, op, state: end }) => [`${name} ${op}`, end]));
  const settledCount = state.effects.filter(({ kind }) => kind === "mutation").length;
  return [
    ...Array.from(counts).flatMap(([effect, n]) => (n === 1 ? [] : [`the ${effect} took effect ${n} times`])),
    ...state.effects.filter(({ op }) => !known.has(op)).map(({ op }) => `${op} took effect, but is not there`),
    ...(settledCount === (state.totals.get("settled") ?? 0) ? [] : ["a scheduled mutation was kept by half"]),
    ...state.jobs.filter(({ op }) => !known.has(op)).map(({ op, name }) => `${name} of ${op} is scheduled without it`),
    ...posted.flatMap(({ op }) =>
      JOBS.filter((name) => !jobs.has(`${name} ${op}`)).map((name) => `${op} lost its ${name}`),
    ),
    ...posted.flatMap(({ op }) => jobEnds(op, jobs, counts, settled)),
  ];
}

function jobEnds(
  op: string,
  jobs: ReadonlyMap<string, string>,
  counts: ReadonlyMap<string, number>,
  settled: boolean,
): string[] {
  const [mutation, action] = JOBS.map((name) => jobs.get(`${name} ${op}`));
  const [mutated, acted] = [counts.has(`mutation of ${op}`), counts.has(`action of ${op}`)];
  const wrong: string[] = [];
  if ((mutation === "success") !== mutated) wrong.push(`the mutation of ${op} is ${mutation}, its effect ${mutated}`);
  if (action === "success" && !acted) wrong.push(`the action of ${op} succeeded without effect`);
  if (action === "pending" && acted) wrong.push(`the action of ${op} took effect before it was marked as started`);
  if (settled && mutation !== "success") wrong.push(`the mutation of ${op} never ran: ${mutation}`);
  if (settled && action !== "success" && action !== "failed") wrong.push(`the action of ${op} never ended: ${action}`);
  return wrong;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
