import { ConvexError } from "convex/values";
import { api } from "../../convex/_generated/api";
import type { Doc } from "../../convex/_generated/dataModel";
import type { AnyReference, Args } from "./backend";
import type { Chance } from "./chance";
import type { Person } from "./crowd";
import { HOST_ACTS, type HostAct } from "./host-acts";
import { modelsOf } from "./plan";
import { isOver, liveTurns } from "./snapshot";
import type { World } from "./world";

const HELP_MS = 3_000;
/** How often a person speaks in a chat before its host ends it. */
const CHAT_WORDS = 1;

/** The host of all rooms of a run: first a nuisance, then a help. */
export class Host {
  readonly #world: World;
  readonly #person: Person;
  readonly #chance: Chance;
  /** What it has said as a moderator. */
  readonly #lines: string[] = [];
  #acts: number;

  constructor(world: World, person: Person) {
    this.#world = world;
    this.#person = person;
    this.#chance = world.chance.stream("host");
    this.#acts = world.plan.hostActs;
  }

  begin(): void {
    const { timeline } = this.#world;
    if (this.#acts > 0) timeline.after(this.#chance.gap(5_000), () => this.#meddle());
    timeline.after(HELP_MS, () => this.#help());
  }

  async do(name: string, reference: AnyReference, args: Args): Promise<boolean> {
    const { journal } = this.#world;
    try {
      const result = await this.#world.act(this.#person, reference, args);
      if (name === "inject") this.#lines.push(String(result));
      journal.note(`host: ${name}`);
      journal.saw(`host: ${name}`);
      return true;
    } catch (error) {
      if (!(error instanceof ConvexError)) {
        journal.require(false, "a host is refused in words only", () => `${name}: ${String(error)}`);
        return false;
      }
      const { code } = error.data as { code: string };
      journal.note(`host: ${name} is refused: ${code}`);
      journal.saw(`refused: ${code}`);
      return false;
    }
  }

  async #meddle(): Promise<void> {
    const { timeline, before, plan } = this.#world;
    if (this.#world.calm) return;
    const battle = this.#chance.pick(before.battles);
    const acts = HOST_ACTS.flatMap((act) => {
      const args = act.choose(battle, { ...before, lines: this.#lines, models: modelsOf(plan.vendor) }, this.#chance);
      return args === null ? [] : [{ act, args }];
    });
    const { act, args } = this.#weighted(acts);
    await this.do(act.name, act.reference, args);
    if (this.#chance.flip(0.25)) timeline.after(this.#chance.int(1, 300), () => this.#again(act, args));
    this.#acts -= 1;
    if (this.#acts > 0) timeline.after(this.#chance.gap(5_000), () => this.#meddle());
  }

  /** A double click finds what the first one did. */
  async #again(act: HostAct, args: Args): Promise<void> {
    this.#world.journal.saw("double click");
    await this.do(act.name, act.reference, args);
  }

  #weighted<T extends { act: HostAct }>(acts: T[]): T {
    let left = this.#chance.random() * acts.reduce((sum, { act }) => sum + act.weight, 0);
    const found = acts.find(({ act }) => (left -= act.weight) <= 0) ?? acts[0];
    if (!found) throw new Error("A host can always do something");
    return found;
  }

  /** Does what a battle waits for: always what only a person can do, and once it is calm whatever ends it. */
  async #help(): Promise<void> {
    const { timeline, before, calm } = this.#world;
    for (const battle of before.battles.filter((one) => !isOver(one))) {
      const patient = !calm && this.#chance.flip(0.6);
      if (!patient) await this.#move(battle);
    }
    timeline.after(HELP_MS, () => this.#help());
  }

  async #move(battle: Doc<"battles">): Promise<void> {
    const { state, _id: battleId, roomId, format } = battle;
    if (state.kind === "paused") {
      if (state.because !== "host") await this.#raiseBudgets(roomId);
      await this.do("resume", api.battles.resume, { battleId });
    }
    if (state.kind !== "awaiting" || liveTurns(this.#world.before, battleId).length > 0) return;
    if (format === "chat" && state.round > CHAT_WORDS) await this.do("end chat", api.battles.endChat, { battleId });
    else await this.do("say", api.turns.say, { battleId, text: `Point ${state.round}: what of the cost?` });
  }

  async #raiseBudgets(roomId: string): Promise<void> {
    await this.do("raise budget", api.budgets.setRoom, { roomId, battleUsd: null, dailyUsd: null });
    await this.do("raise daily budget", api.budgets.setDaily, { dailyUsd: 100 });
  }
}
