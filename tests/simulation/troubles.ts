import { Action, type ActionKind, type Handler } from "./action";
import type { Args } from "./backend";
import type { World } from "./world";
import { START } from "./world";

const MAX_ACTION_MS = 600_000;

/** Starts the actions that the backend schedules, and sees to it that some of them do not live long. */
export class Troubles {
  readonly #world: World;
  readonly #handlers: { [kind in ActionKind]: Handler };
  readonly #chance;

  constructor(world: World, handlers: { [kind in ActionKind]: Handler }) {
    this.#world = world;
    this.#handlers = handlers;
    this.#chance = world.chance.stream("troubles");
  }

  /** Redeploys end everything that runs; what is scheduled survives. */
  begin(): void {
    const { plan, timeline, journal } = this.#world;
    for (let n = 0; n < plan.redeploys; n++) {
      timeline.after(this.#chance.int(1_000, plan.calmAt - 1), () => {
        journal.note("redeploy");
        for (const action of this.#world.actions) {
          if (action.alive) journal.saw("redeploy");
          action.kill();
        }
      });
    }
  }

  /** How much later than asked the scheduler runs something. */
  lag(): number {
    const { plan, calm } = this.#world;
    if (calm || !this.#chance.flip(plan.lineFaults)) return this.#chance.int(0, 5);
    this.#world.journal.saw("scheduler lags");
    return this.#chance.int(100, 4_000);
  }

  launch(kind: ActionKind, args: Args): void {
    const { plan, timeline, journal, actions } = this.#world;
    timeline.after(this.#chance.int(1, 20), () => {
      if (this.#meets(plan.kills / 3)) {
        journal.saw("killed before its first word");
        return journal.note(`a ${kind} is killed before its first word`);
      }
      const action = new Action(this.#world, kind, args);
      actions.push(action);
      journal.note(`${action.name} begins`);
      if (this.#meets(plan.kills)) this.#doom(action);
      timeline.after(MAX_ACTION_MS, () => action.kill());
      action.start(this.#handlers[kind]);
    });
  }

  #meets(probability: number): boolean {
    return !this.#world.calm && this.#chance.flip(probability);
  }

  #doom(action: Action): void {
    const { timeline, journal, plan } = this.#world;
    const freezes = this.#chance.flip(0.5);
    const ms = Math.min(this.#chance.gap(700), START + plan.calmAt - timeline.now);
    timeline.after(ms, () => {
      if (!action.alive) return;
      journal.saw(freezes ? "frozen" : "killed");
      if (freezes) action.freeze(this.#chance.int(2_000, 90_000));
      else action.kill();
    });
  }
}
