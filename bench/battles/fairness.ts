/** One turn on the way through the queue; milliseconds since the epoch. */
export interface QueuedTurn {
  queuedAt: number;
  startedAt: number;
  endedAt: number;
}

/** Jain's fairness index: 1 if all are alike, 1/n if one has everything. */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value ** 2, 0);
  return squares === 0 ? 1 : sum ** 2 / (values.length * squares);
}

/** The share of pairs in which the turn that was queued first was started last. */
export function inversions(turns: readonly QueuedTurn[]): number {
  const ordered = turns.toSorted((a, b) => a.queuedAt - b.queuedAt);
  let pairs = 0;
  let inverted = 0;
  for (const [i, first] of ordered.entries()) {
    for (const second of ordered.slice(i + 1)) {
      if (first.queuedAt === second.queuedAt) continue;
      pairs += 1;
      if (first.startedAt > second.startedAt) inverted += 1;
    }
  }
  return pairs === 0 ? 0 : inverted / pairs;
}

export const waitOf = (turns: readonly QueuedTurn[]): number =>
  turns.reduce((total, { queuedAt, startedAt }) => total + startedAt - queuedAt, 0);

/**
 * The same turns of the same length on as many slots, each taken in order of arrival with no time lost in between. What a
 * battle's next turn waits for is the end of the one before.
 */
export function idealQueue(battles: readonly QueuedTurn[][], slots: number): QueuedTurn[][] {
  const free = Array.from({ length: slots }, () => 0);
  const done: QueuedTurn[][] = battles.map(() => []);
  const waiting = battles.map((turns, battle) => ({ battle, index: 0, queuedAt: turns[0]?.queuedAt ?? 0 }));
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.queuedAt - b.queuedAt);
    const { battle, index, queuedAt } = waiting.shift()!;
    const measured = battles[battle]?.[index];
    if (!measured) continue;
    const slot = free.indexOf(Math.min(...free));
    const startedAt = Math.max(queuedAt, free[slot] ?? 0);
    const endedAt = startedAt + measured.endedAt - measured.startedAt;
    free[slot] = endedAt;
    done[battle]?.push({ queuedAt, startedAt, endedAt });
    waiting.push({ battle, index: index + 1, queuedAt: endedAt });
  }
  return done;
}
