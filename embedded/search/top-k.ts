/** The `capacity` best of the items pushed, O(log capacity) each. */
export class TopK<T> {
  /** A binary heap, worst item first. */
  readonly #heap: T[] = [];

  /** `compare` sorts better items first. */
  constructor(
    private readonly capacity: number,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  push(item: T): void {
    if (this.#heap.length < this.capacity) {
      this.#heap.push(item);
      this.#siftUp(this.#heap.length - 1);
    } else if (this.capacity > 0 && this.compare(item, this.#heap[0]!) < 0) {
      this.#heap[0] = item;
      this.#siftDown();
    }
  }

  /** Best first. */
  sorted(): T[] {
    return this.#heap.toSorted(this.compare);
  }

  #siftUp(at: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #siftDown(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let worst = at;
      if (left < this.#heap.length && this.#isWorse(left, worst)) worst = left;
      if (right < this.#heap.length && this.#isWorse(right, worst)) worst = right;
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #isWorse(a: number, b: number): boolean {
    return this.compare(this.#heap[a]!, this.#heap[b]!) > 0;
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
