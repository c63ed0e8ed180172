import { api } from "../../convex/_generated/api";
import type { LiveTurn, Segment } from "../../convex/model/validators";
import {
  applyLive,
  applySegments,
  hasGap,
  type LiveTexts,
  NO_LIVE_TEXTS,
  settledText,
} from "../../src/features/battle/live-text";
import type { FinishedTurn } from "../../convex/model/validators";
import type { Chance } from "./chance";
import { keyOf } from "./traces";
import type { World } from "./world";

/** How long a viewer waits for progress before it asks whether the turn is lost; as the page does. */
const PATIENCE_MS = 12_000;
const RETRY_MS = 1_000;
/** How often, with an update, a viewer begins anew. */
const RELOADS = 0.03;

/** A viewer as the page is one: it holds text per attempt, misses updates, comes late, and repairs gaps from the segments. */
export class Viewer {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #joinsAt: number;
  #texts: LiveTexts = NO_LIVE_TEXTS;
  #live = new Map<string, { turn: LiveTurn; since: number }>();
  #reading: string | null = null;

  constructor(world: World, index: number) {
    this.#world = world;
    this.#chance = world.chance.stream(`viewer ${index}`);
    this.#joinsAt = index === 0 ? 0 : world.timeline.now + this.#chance.int(0, 12_000);
  }

  /** One value of the hot subscription, unless it is missed; the next one makes up for it. */
  receive(battleId: string, live: LiveTurn[]): void {
    const { timeline, plan } = this.#world;
    if (timeline.now < this.#joinsAt || this.#chance.flip(plan.misses)) return;
    if (this.#chance.flip(RELOADS)) {
      this.#texts = NO_LIVE_TEXTS;
      this.#reading = null;
    }
    this.#texts = applyLive(this.#texts, live);
    this.#watch(live);
    this.check();
    const gap = live.map(({ turnId }) => this.#texts.get(turnId)).find((held) => held !== undefined && hasGap(held));
    if (gap) this.#fill(gap);
  }

  /** What it shows is a start of what is stored for that attempt, at all times. */
  check(): void {
    const { journal, traces } = this.#world;
    for (const { turnId, epoch, text } of this.#texts.values()) {
      const start = traces.of(turnId, epoch).written.startsWith(text);
      journal.require(start, "a viewer shows a start of the stored text", () => journal.name(turnId, "turn"));
    }
  }

  /** At the end every screen shows what is stored. */
  checkEnd(finished: FinishedTurn[]): void {
    for (const turn of finished) {
      const held = this.#texts.get(turn.turnId);
      if (held?.epoch === turn.epoch && held.text === turn.text) this.#world.journal.saw("viewer held the whole text");
      const same = settledText(held, turn) === turn.text;
      this.#world.journal.require(same, "every screen ends with the stored text", turn.turnId);
    }
  }

  /** Turns that have not moved for too long, and do not say why. */
  stuck(): string[] {
    const { now } = this.#world.timeline;
    const stuck = [...this.#live.values()].filter(({ turn, since }) => !turn.wait && now - since >= PATIENCE_MS);
    return stuck.map(({ turn }) => turn.turnId);
  }

  #watch(live: LiveTurn[]): void {
    const { now } = this.#world.timeline;
    const next = live.map((turn) => {
      const before = this.#live.get(turn.turnId);
      const same = before && before.turn.seq === turn.seq && before.turn.status === turn.status;
      return [turn.turnId, { turn, since: same ? before.since : now }] as const;
    });
    this.#live = new Map(next);
  }

  /** Reads what rolled out of the tail, once at a time; the answer may come when the turn is over. */
  #fill({ turnId, epoch }: Pick<LiveTurn, "turnId" | "epoch">): void {
    const { timeline, journal } = this.#world;
    const key = keyOf(turnId, epoch);
    if (this.#reading === key) return;
    this.#reading = key;
    timeline.after(this.#chance.int(1, 900), async () => {
      const segments = (await this.#world.execute("query", api.turns.segments, { turnId, epoch }, null)) as Segment[];
      journal.saw("viewer repaired a gap");
      this.#texts = applySegments(this.#texts, { turnId, epoch }, segments.map(({ text }) => text).join(""));
      this.check();
      timeline.after(RETRY_MS, () => {
        this.#reading = null;
      });
    });
  }
}
