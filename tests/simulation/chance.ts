import { type Random, seeded } from "../../convex/providers/sparring/prng";

/** Everything random in a run comes from its seed, in streams of their own: who asks more often changes nobody else's luck. */
export class Chance {
  readonly random: Random;
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
    this.random = seeded(seed);
  }

  stream(name: string): Chance {
    return new Chance(`${this.#seed}/${name}`);
  }

  flip(probability: number): boolean {
    return this.random() < probability;
  }

  /** Both ends included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error("Nothing to pick from");
    return item;
  }

  /** Waits as strangers arrive: mostly short ones, now and then a long one. */
  gap(meanMs: number): number {
    return Math.ceil(-Math.log(1 - this.random()) * meanMs);
  }
}
