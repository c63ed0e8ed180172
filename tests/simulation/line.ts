import type { Chance } from "./chance";

/** What becomes of one message from an action to the database, and of its answer. Times in milliseconds. */
export interface Fate {
  requestMs: number;
  /** `late`: the sender is told that it failed, and it arrives `lateMs` after that. */
  request: "arrives" | "lost" | "late";
  lateMs: number;
  responseMs: number;
  response: "arrives" | "lost";
  /** The same message arrives again so long after the first time. */
  repeats: number[];
}

/** Messages that may come twice: each carries its number, or says only what the newest state is. A claim and an opening do not. */
const REPEATABLE = new Set([
  "turns:append",
  "turns:finalize",
  "turns:heartbeat",
  "turns:showWait",
  "turns:recordTool",
  "usage:close",
]);

/** The connection between actions and the database; `faults` is the probability that a message meets with something. */
export class Line {
  readonly #chance: Chance;
  readonly #faults: number;

  constructor(chance: Chance, faults: number) {
    this.#chance = chance;
    this.#faults = faults;
  }

  fate(name: string, calm: boolean): Fate {
    const chance = this.#chance;
    const good: Fate = {
      requestMs: chance.int(1, 15),
      request: "arrives",
      lateMs: 0,
      responseMs: chance.int(1, 15),
      response: "arrives",
      repeats: [],
    };
    return calm || !chance.flip(this.#faults) ? good : this.#bad(name, good);
  }

  #bad(name: string, fate: Fate): Fate {
    const chance = this.#chance;
    switch (chance.pick(["lost", "unanswered", "late", "slow", "repeated"] as const)) {
      case "lost":
        return { ...fate, request: "lost" };
      case "unanswered":
        return { ...fate, response: "lost" };
      case "late":
        return { ...fate, request: "late", lateMs: chance.int(1, 3_000) };
      case "slow":
        return { ...fate, requestMs: chance.int(100, 2_000), responseMs: chance.int(1, 1_000) };
      case "repeated":
        return REPEATABLE.has(name) ? { ...fate, repeats: [chance.int(1, 500), chance.int(500, 40_000)] } : fate;
    }
  }
}

/** How the fate is called in the coverage; null: nothing went wrong. */
export function faultIn({ request, response, repeats, requestMs }: Fate): string | null {
  if (request !== "arrives") return `request ${request}`;
  if (response === "lost") return "answer lost";
  if (repeats.length > 0) return "request repeated";
  return requestMs >= 100 ? "request slow" : null;
}
