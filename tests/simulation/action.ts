import type { Attempt, Briefing, CallPermit } from "../../convex/model/runValidators";
import type { TurnRole } from "../../convex/model/validators";
import type { ChatProvider } from "../../convex/providers/provider";
import { type AnyReference, type Args, nameOf } from "./backend";
import { scope } from "./globals";
import { type Fate, faultIn } from "./line";
import { isLiveTurn } from "./snapshot";
import type { World } from "./world";

export type ActionKind = "run" | "judge";

/** As an action of ours is called: by its context and arguments. */
export type Handler = (ctx: object, args: Args) => Promise<unknown>;

type Kind = "query" | "mutation";
interface Call {
  kind: Kind;
  reference: AnyReference;
  name: string;
  args: Args;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A fault of the line, as the action sees it. */
class LineFault extends Error {}

/**
 * One run of an action: the real code, with a context whose line to the database fails. A dead action is answered nothing any more,
 * so nothing of it runs; a frozen one goes on when it thaws, and does not know that time has passed.
 */
export class Action {
  readonly name: string;
  readonly kind: ActionKind;
  state: "running" | "frozen" | "dead" | "ended" = "running";
  /** When something last went wrong for it. */
  troubledAt = Number.NEGATIVE_INFINITY;
  readonly #world: World;
  readonly #args: Args;
  readonly #waiting: (() => void)[] = [];
  readonly #onDeath: (() => void)[] = [];
  #briefings: Briefing[] = [];
  /** Calls that were permitted and not made yet, with those for whom they are. */
  readonly #permits: { callId: string; owner: string }[] = [];
  #appending = 0;
  /** Each once, however often it was sent. */
  readonly #flushes = new Set<unknown>();
  readonly #startedAt: number;

  constructor(world: World, kind: ActionKind, args: Args) {
    this.#world = world;
    this.kind = kind;
    this.#args = args;
    this.#startedAt = world.timeline.now;
    this.name = `${kind} ${world.actions.length + 1}`;
  }

  get alive(): boolean {
    return this.state === "running" || this.state === "frozen";
  }

  /** Of a flight: the attempt that asks for this model, which no other lane of it does. */
  attemptFor(modelId: string): (Attempt & { role: TurnRole }) | null {
    return this.#briefings.find((one) => one.modelId === modelId) ?? null;
  }

  carries(turnId: string, epoch: number): boolean {
    return this.#briefings.some((briefing) => briefing.turnId === turnId && briefing.epoch === epoch);
  }

  /** In the place of `providers/select.ts`. */
  get provider(): ChatProvider {
    return this.#world.voices.providerFor(this);
  }

  start(handler: Handler): void {
    const context = {
      runMutation: (reference: AnyReference, args: Args) => this.#call("mutation", reference, args),
      runQuery: (reference: AnyReference, args: Args) => this.#call("query", reference, args),
    };
    const { journal, timeline } = this.#world;
    const end = (how: string) => {
      if (!this.alive) return;
      this.state = "ended";
      this.#checkRhythm();
      journal.note(`${this.name} ${how}`);
    };
    scope.run(this, () => {
      handler(context, this.#args).then(
        () => {
          this.#checkLanded();
          end("ended");
        },
        (error: Error) => {
          const troubled = timeline.now - this.troubledAt < 60_000;
          journal.require(troubled, "an action fails only for a fault of the line", () => `${this.name}: ${error}`);
          end(`failed: ${error.message}`);
        },
      );
    });
  }

  /** Nothing of it runs any more. */
  kill(): void {
    if (!this.alive) return;
    this.state = "dead";
    this.#world.journal.note(`${this.name} is killed`);
    for (const die of this.#onDeath) die();
  }

  /** Cut off from the world for so long. */
  freeze(ms: number): void {
    if (this.state !== "running") return;
    this.state = "frozen";
    this.troubledAt = this.#world.timeline.now;
    this.#world.journal.note(`${this.name} freezes for ${ms} ms`);
    this.#world.timeline.after(ms, () => this.#thaw());
  }

  onDeath(die: () => void): void {
    this.#onDeath.push(die);
  }

  /** The `callId` of a call that this attempt has leave to make, once; null: it has none. */
  takePermit(owner: string): string | null {
    const at = this.#permits.findIndex((permit) => permit.owner === owner);
    return at === -1 ? null : this.#permits.splice(at, 1)[0]!.callId;
  }

  #thaw(): void {
    if (this.state !== "frozen") return;
    this.state = "running";
    this.troubledAt = this.#world.timeline.now;
    this.#world.journal.saw("zombie");
    this.#world.journal.note(`${this.name} thaws`);
    for (const go of this.#waiting.splice(0)) this.#whenAwake(go);
  }

  #whenAwake(go: () => void): void {
    if (this.state === "frozen") this.#waiting.push(go);
    else if (this.state === "running") go();
  }

  #call(kind: Kind, reference: AnyReference, args: Args): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = { kind, reference, name: nameOf(reference), args, resolve, reject };
      this.#noteFlush(call.name, 1);
      if (call.name === "turns:append") this.#flushes.add(args["writes"]);
      this.#whenAwake(() => this.#send(call));
    });
  }

  #send(call: Call): void {
    const { line, timeline, journal } = this.#world;
    const fate = line.fate(call.name, this.#world.calm);
    const fault = faultIn(fate);
    if (fault !== null) {
      journal.saw(fault);
      journal.note(`${this.name} ${call.name}: ${fault}`);
      this.troubledAt = timeline.now;
    }
    timeline.after(fate.requestMs, () => this.#arrive(call, fate));
  }

  async #arrive(call: Call, fate: Fate): Promise<void> {
    const { timeline } = this.#world;
    if (fate.request !== "arrives") {
      if (fate.request === "late") timeline.after(fate.lateMs, () => this.#repeat(call));
      return this.#answer(call, fate, () => call.reject(new LineFault(`${call.name} was ${fate.request}`)));
    }
    const outcome = await this.#execute(call);
    for (const ms of fate.repeats) timeline.after(ms, () => this.#repeat(call));
    if (fate.response === "lost") {
      return this.#answer(call, fate, () => call.reject(new LineFault(`The answer of ${call.name} was lost`)));
    }
    this.#answer(call, fate, () => {
      if ("error" in outcome) return call.reject(outcome.error);
      this.#learn(call.name, call.args, outcome.value);
      call.resolve(outcome.value);
    });
  }

  #answer(call: Call, { responseMs }: Fate, settle: () => void): void {
    this.#world.timeline.after(responseMs, () =>
      this.#whenAwake(() => {
        this.#noteFlush(call.name, -1);
        settle();
      }),
    );
  }

  async #execute(call: Call): Promise<{ value: unknown } | { error: Error }> {
    try {
      return { value: await this.#world.execute(call.kind, call.reference, call.args, this) };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#world.journal.require(false, "the database refuses no write of an action", () => `${call.name}: ${error}`);
      return { error };
    }
  }

  /** An old message, which may find a world that it no longer fits. */
  async #repeat(call: Call): Promise<void> {
    const { journal } = this.#world;
    journal.note(`${this.name} ${call.name} arrives late or again`);
    await this.#world.execute(call.kind, call.reference, call.args, this).catch((error: unknown) => {
      journal.note(`refused: ${String(error)}`);
    });
  }

  #noteFlush(name: string, change: 1 | -1): void {
    if (name !== "turns:append") return;
    this.#appending += change;
    this.#world.journal.require(this.#appending <= 1, "a flight has one append in flight", this.name);
  }

  #learn(name: string, args: Args, value: unknown): void {
    if (name === "turns:claim") this.#briefings = value as Briefing[];
    if (name !== "usage:open" || (value as CallPermit).kind !== "go") return;
    const callId = String(args["callId"]);
    const owner = this.kind === "judge" ? "judge" : callId.split(".").slice(0, 2).join(".");
    if (!this.#permits.some((permit) => permit.callId === callId)) this.#permits.push({ callId, owner });
  }

  /** An action that ends without an error leaves none of its turns behind. */
  #checkLanded(): void {
    if (!this.alive) return;
    const { journal, before } = this.#world;
    const left = this.#briefings.find(({ turnId, epoch }) =>
      before.turns.some((turn) => turn._id === turnId && isLiveTurn(turn) && turn.epoch === epoch),
    );
    journal.require(left === undefined, "an action ends all of its turns", this.name);
  }

  /** The batcher's rhythm: each text begins with five quick writes, then two a second; 400 characters go early. */
  #checkRhythm(): void {
    const { journal, timeline, traces } = this.#world;
    const lengths = this.#briefings.map(({ turnId, epoch }) => traces.of(turnId, epoch).said.length);
    const early = lengths.reduce((sum, length) => sum + length / 400, 0);
    const most = 6 * lengths.length + (timeline.now - this.#startedAt) / 500 + early;
    journal.require(
      this.#flushes.size <= most,
      "texts are written in few writes",
      () => `${this.name}: ${this.#flushes.size}`,
    );
  }
}
