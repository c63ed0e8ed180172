/** Keys `lo <= key < hi` of one index. */
export interface ReadRange {
  /** `${component}/${table}.${index}`, e.g. "/rooms.by_id" */
  readonly index: string;
  readonly lo: string;
  readonly hi: string;
}

/** A range that is still being read: move its bounds apart as reading goes on. */
export interface OpenRange {
  lo: string;
  hi: string;
}

/** The index ranges whose change may change what a transaction read. */
export class ReadSet {
  readonly #byIndex = new Map<string, OpenRange[]>();

  /** An empty range (lo >= hi) is ignored. */
  add(index: string, lo: string, hi: string): void {
    if (lo < hi) this.#of(index).push({ lo, hi });
  }

  /** An empty range at `key` that the caller extends; cheaper than adding one range per step. */
  open(index: string, key: string): OpenRange {
    const range = { lo: key, hi: key };
    this.#of(index).push(range);
    return range;
  }

  merge(other: ReadSet): void {
    for (const { index, lo, hi } of other.ranges) this.add(index, lo, hi);
  }

  /** What has been read so far: disjoint, ordered by `lo` within each index. */
  get ranges(): readonly ReadRange[] {
    return [...this.#byIndex].flatMap(([index, ranges]) => mergeRanges(index, ranges));
  }

  /** Whether a written key lies in a range. Linear in the ranges of its index. */
  contains(index: string, key: string): boolean {
    return this.#byIndex.get(index)?.some(({ lo, hi }) => lo <= key && key < hi) ?? false;
  }

  #of(index: string): OpenRange[] {
    const ranges = this.#byIndex.get(index);
    if (ranges !== undefined) return ranges;
    const created: OpenRange[] = [];
    this.#byIndex.set(index, created);
    return created;
  }
}

function mergeRanges(index: string, ranges: readonly OpenRange[]): ReadRange[] {
  const sorted = ranges.filter(({ lo, hi }) => lo < hi).toSorted((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0));
  const merged: { index: string; lo: string; hi: string }[] = [];
  for (const { lo, hi } of sorted) {
    const last = merged.at(-1);
    if (last === undefined || lo > last.hi) merged.push({ index, lo, hi });
    else if (hi > last.hi) last.hi = hi;
  }
  return merged;
}
