import { LEASE_MS } from "../../convex/model/limits";
import { isLiveTurn, type Live, type Snapshot, type Turn } from "./snapshot";
import type { World } from "./world";

/** Nobody takes a turn from an action that lives. */
export class LifeChecks {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  check(before: Snapshot, now: Snapshot): void {
    const ids = new Map(now.turns.map((turn) => [turn._id, turn]));
    for (const turn of before.turns) {
      const next = ids.get(turn._id);
      if (isLiveTurn(turn) && next !== undefined && wasReaped(turn, next)) this.#checkReaped(turn);
    }
  }

  #checkReaped({ _id, epoch, status }: Live): void {
    const { actions, journal, timeline } = this.#world;
    const name = journal.name(_id, "turn");
    journal.note(`${name}/${epoch} is reaped`);
    journal.saw(`reaped: ${status}`);
    const writer = actions.find((action) => action.state === "running" && action.carries(_id, epoch));
    const well = writer !== undefined && timeline.now - writer.troubledAt > 2 * LEASE_MS;
    journal.require(!well, "nobody takes a turn from an action that lives", () => `${name} of ${writer?.name}`);
  }
}

function wasReaped(before: Live, now: Turn): boolean {
  return isLiveTurn(now) ? now.losses > before.losses : now.errorCode === "host_lost";
}
