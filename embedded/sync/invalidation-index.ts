import { afterKey, afterPrefix } from "../keys/key";
import type { WrittenKey } from "../store/types";
import type { ReadRange } from "../store/read-set";

interface Span<T> {
  readonly lo: string;
  readonly hi: string;
  readonly owners: Set<T>;
}

/** Sets by key, without empty sets left behind. */
class OwnerMap<T> {
  readonly #byKey = new Map<string, Set<T>>();

  get size(): number {
    return this.#byKey.size;
  }

  add(key: string, owner: T): void {
    const owners = this.#byKey.get(key);
    if (owners) owners.add(owner);
    else this.#byKey.set(key, new Set([owner]));
  }

  remove(key: string, owner: T): void {
    const owners = this.#byKey.get(key);
    if (owners?.delete(owner) && owners.size === 0) this.#byKey.delete(key);
  }

  collect(key: string, into: Set<T>): void {
    for (const owner of this.#byKey.get(key) ?? []) into.add(owner);
  }
}

function spanKey(lo: string, hi: string): string {
  return `${lo.length}:${lo}${hi}`;
}

/** Readers of one database index. */
class IndexReaders<T> {
  readonly #points = new OwnerMap<T>();
  /** Prefixes by length: a written key is looked up once for each length in use, which are few. */
  readonly #prefixes = new Map<number, OwnerMap<T>>();
  readonly #spans = new Map<string, Span<T>>();

  get empty(): boolean {
    return this.#points.size === 0 && this.#prefixes.size === 0 && this.#spans.size === 0;
  }

  add({ lo, hi }: ReadRange, owner: T): void {
    if (hi === afterKey(lo)) return this.#points.add(lo, owner);
    if (hi === afterPrefix(lo)) {
      const prefixes = this.#prefixes.get(lo.length) ?? new OwnerMap<T>();
      this.#prefixes.set(lo.length, prefixes);
      return prefixes.add(lo, owner);
    }
    const key = spanKey(lo, hi);
    const span = this.#spans.get(key) ?? { lo, hi, owners: new Set() };
    this.#spans.set(key, span);
    span.owners.add(owner);
  }

  remove({ lo, hi }: ReadRange, owner: T): void {
    if (hi === afterKey(lo)) return this.#points.remove(lo, owner);
    if (hi === afterPrefix(lo)) {
      const prefixes = this.#prefixes.get(lo.length);
      prefixes?.remove(lo, owner);
      if (prefixes?.size === 0) this.#prefixes.delete(lo.length);
      return;
    }
    const key = spanKey(lo, hi);
    const span = this.#spans.get(key);
    if (span?.owners.delete(owner) && span.owners.size === 0) this.#spans.delete(key);
  }

  collect(key: string, into: Set<T>): void {
    this.#points.collect(key, into);
    for (const [length, prefixes] of this.#prefixes) prefixes.collect(key.slice(0, length), into);
    for (const { lo, hi, owners } of this.#spans.values()) {
      if (lo <= key && key < hi) for (const owner of owners) into.add(owner);
    }
  }
}

/**
 * Which owners read the keys that a commit wrote. Points and equality prefixes are found by hash; other intervals are
 * scanned, once per distinct interval of the written index.
 */
export class InvalidationIndex<T> {
  readonly #byIndex = new Map<string, IndexReaders<T>>();
  readonly #ranges = new Map<T, readonly ReadRange[]>();

  /** Replaces what the owner read before. */
  set(owner: T, ranges: readonly ReadRange[]): void {
    this.delete(owner);
    this.#ranges.set(owner, ranges);
    for (const range of ranges) {
      const readers = this.#byIndex.get(range.index) ?? new IndexReaders<T>();
      this.#byIndex.set(range.index, readers);
      readers.add(range, owner);
    }
  }

  delete(owner: T): void {
    for (const range of this.#ranges.get(owner) ?? []) {
      const readers = this.#byIndex.get(range.index);
      readers?.remove(range, owner);
      if (readers?.empty) this.#byIndex.delete(range.index);
    }
    this.#ranges.delete(owner);
  }

  /** Every owner that read one of the keys. */
  find(writes: Iterable<WrittenKey>): Set<T> {
    const owners = new Set<T>();
    for (const { index, key } of writes) this.#byIndex.get(index)?.collect(key, owners);
    return owners;
  }
}
