/** Keys `lo <= key < hi` of one index. */
export interface ReadRange {
  /** `${component}/${table}.${index}`, e.g. "/rooms.by_id" */
  readonly index: string;
  readonly lo: string;
  readonly hi: string;
}

interface Interval {
  lo: string;
  hi: string;
}

/** The index ranges whose change may change what a transaction read. */
export class ReadSet {
  readonly #byIndex = new Map<string, Interval[]>();
  #ranges: readonly ReadRange[] | null = null;

  /** An empty range (lo >= hi) is ignored. */
  add(index: string, lo: string, hi: string): void {
    if (lo >= hi) return;
    this.#ranges = null;
    const intervals = this.#byIndex.get(index);
    if (intervals === undefined) {
      this.#byIndex.set(index, [{ lo, hi }]);
      return;
    }
    // A scan extends the range it added last; merging here keeps repeated point reads and paging cheap.
    const last = intervals[intervals.length - 1]!;
    if (lo <= last.hi && last.lo <= hi) {
      if (lo < last.lo) last.lo = lo;
      if (hi > last.hi) last.hi = hi;
    } else {
      intervals.push({ lo, hi });
    }
  }

  merge(other: ReadSet): void {
    for (const { index, lo, hi } of other.ranges) this.add(index, lo, hi);
  }

  /** Disjoint, ordered by `lo` within each index. */
  get ranges(): readonly ReadRange[] {
    this.#ranges ??= [...this.#byIndex].flatMap(([index, intervals]) =>
      mergeIntervals(intervals).map(({ lo, hi }) => ({ index, lo, hi })),
    );
    return this.#ranges;
  }

  /** Whether a written key lies in a range. Linear in the ranges of its index. */
  contains(index: string, key: string): boolean {
    return this.#byIndex.get(index)?.some(({ lo, hi }) => lo <= key && key < hi) ?? false;
  }
}

function mergeIntervals(intervals: Interval[]): Interval[] {
  intervals.sort((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0));
  let end = 0;
  for (const next of intervals) {
    const current = intervals[end]!;
    if (next.lo <= current.hi) {
      if (next.hi > current.hi) current.hi = next.hi;
    } else {
      intervals[++end] = next;
    }
  }
  intervals.length = Math.min(intervals.length, end + 1);
  return intervals;
}
