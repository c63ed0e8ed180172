import { ConvexError } from "convex/values";
import { api } from "../../convex/_generated/api";
import type { Chance } from "./chance";
import type { World } from "./world";
import type { Vote } from "./check-votes";
import { isOver } from "./snapshot";

export interface Person {
  userId: string;
}

const CHOICES = ["A", "B", "tie", "bothBad"] as const;

/** Votes now and then: mostly while a vote is open, sometimes before and after, sometimes twice. */
export class Voter {
  readonly #world: World;
  readonly #person: Person;
  readonly #chance: Chance;

  constructor(world: World, person: Person, index: number) {
    this.#world = world;
    this.#person = person;
    this.#chance = world.chance.stream(`voter ${index}`);
  }

  begin(): void {
    this.#world.timeline.after(this.#chance.gap(4_000), async () => {
      await this.#vote();
      this.begin();
    });
  }

  async #vote(): Promise<void> {
    const { before } = this.#world;
    const [battle] = before.battles.filter((one) => !isOver(one)).toSorted(() => this.#chance.random() - 0.5);
    if (!battle) return;
    const { state } = battle;
    const open = state.kind === "voting" ? state.round : state.kind === "verdict" ? 0 : null;
    if (open === null && !this.#chance.flip(0.1)) return;
    const ballot = open === null || this.#chance.flip(0.05) ? this.#chance.int(0, battle.rounds) : open;
    await this.#cast({ battleId: battle._id, ballot, choice: this.#chance.pick(CHOICES) });
  }

  async #cast(vote: Vote): Promise<void> {
    const { votes, before, timeline } = this.#world;
    try {
      await this.#world.act(this.#person, api.votes.cast, { ...vote });
      votes.accepted(vote, this.#person.userId, before, timeline.now);
    } catch (error) {
      if (!(error instanceof ConvexError)) throw error;
      votes.refused(vote, (error.data as { code: string }).code, before, timeline.now);
    }
  }
}
