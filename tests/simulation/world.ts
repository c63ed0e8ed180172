import { api } from "../../convex/_generated/api";
import type { AppendAnswer, CallPermit, TurnEnding, Write } from "../../convex/model/runValidators";
import type { Arena } from "../../convex/testSetup.test-support";
import type { Action, ActionKind } from "./action";
import type { Viewer } from "./audience";
import { type AnyReference, type Args, call, nameOf, newBackend } from "./backend";
import { Chance } from "./chance";
import { BattleChecks } from "./check-battles";
import { LedgerChecks } from "./check-ledger";
import { LifeChecks } from "./check-lives";
import { PromptChecks } from "./check-prompts";
import { QueueChecks } from "./check-queue";
import { TextChecks } from "./check-texts";
import { VoteChecks } from "./check-votes";
import { Journal } from "./journal";
import { Line } from "./line";
import { type Plan, planOf } from "./plan";
import { isOver, liveTurns, type Snapshot, snapshotOf } from "./snapshot";
import { Timeline } from "./timeline";
import { Traces } from "./traces";
import { Voices } from "./voices";
import { Writes } from "./writes";

/** A day begins in the middle of most runs, for the ledger's sake. */
export const START = Date.UTC(2026, 10, 26, 23, 59, 0);
const NOTHING: Snapshot = {
  rooms: [],
  battles: [],
  turns: [],
  leases: [],
  hits: [],
  votes: [],
  ballots: [],
};

/** These write nothing that a battle or its viewers read. */
const SILENT = new Set([
  "usage:open",
  "usage:close",
  "usage:sweep",
  "turns:heartbeat",
  "turns:recordTool",
  "votes:cast",
  "budgets:setRoom",
  "budgets:setDaily",
  "battles:inject",
  "battles:retract",
]);
/** These change what the hot subscription sends, and nothing else. */
const HOT = new Set(["turns:append", "turns:showWait"]);

/** A bug put in on purpose, to see whether the checks find it: it meddles with what actions and people call. */
export interface Sabotage {
  before?(world: World, name: string, args: Args): Promise<void>;
  /** Answers what the caller is told instead of `result`. */
  after?(world: World, name: string, args: Args, result: unknown): Promise<unknown>;
  /** Whether the nth function of the scheduler is forgotten. */
  forgets?(n: number): boolean;
}

/** Everything that a run consists of, and what has happened in it so far. */
export class World {
  readonly chance: Chance;
  readonly plan: Plan;
  readonly timeline = new Timeline(START);
  readonly journal = new Journal(() => this.timeline.now - START);
  readonly traces = new Traces();
  readonly votes = new VoteChecks(this.journal);
  readonly ledger = new LedgerChecks(this.journal);
  readonly prompts = new PromptChecks(this.journal);
  readonly line: Line;
  readonly voices: Voices;
  readonly actions: Action[] = [];
  readonly viewers: Viewer[] = [];
  readonly t: Arena;
  /** The database after the last event. */
  before = NOTHING;
  /** Functions that the backend's scheduler has still to run. */
  jobs = 0;
  /** Battles whose viewers see somebody speak. */
  readonly #speaking = new Set<string>();
  #touched: "nothing" | "texts" | "all" = "nothing";
  #launched = 0;
  #jobsRun = 0;
  readonly #checks: { check(before: Snapshot, now: Snapshot): void }[];
  readonly #writes = new Writes(this.journal, this.traces);
  readonly #sabotage: Sabotage | undefined;

  constructor(seed: number, launch: (world: World, kind: ActionKind, args: Args) => void, sabotage?: Sabotage) {
    this.chance = new Chance(`run ${seed}`);
    this.plan = planOf(this.chance.stream("plan"));
    this.line = new Line(this.chance.stream("line"), this.plan.lineFaults);
    this.voices = new Voices(this);
    this.#checks = [
      new TextChecks(this.journal, this.traces),
      new BattleChecks(this.journal),
      new QueueChecks(this.journal, Number(this.plan.env["ARENA_MAX_LIVE_TURNS"])),
      new LifeChecks(this),
      this.votes,
    ];
    this.#sabotage = sabotage;
    this.t = newBackend((kind, args) => {
      this.#launched += 1;
      launch(this, kind, args);
    });
  }

  /** Nothing goes wrong any more. */
  get calm(): boolean {
    return this.timeline.now - START >= this.plan.calmAt;
  }

  /** Nothing is being fought or said, and nobody waits to. */
  get quiet(): boolean {
    const { battles, leases } = this.before;
    return battles.every(isOver) && leases.length === 0 && this.jobs === 0 && this.actions.every(({ alive }) => !alive);
  }

  /** A function that the backend's scheduler runs after `ms`, or some time later. */
  schedule(run: () => void, ms: number, lagMs: number): void {
    this.jobs += 1;
    this.timeline.after(ms + lagMs, async () => {
      this.jobs -= 1;
      if (this.#sabotage?.forgets?.(++this.#jobsRun)) return;
      const launched = this.#launched;
      run();
      await this.t.finishInProgressScheduledFunctions();
      // A job that only starts an action writes nothing.
      if (launched === this.#launched) this.#touched = "all";
    });
  }

  /** A call of an action, or with null of the deployment itself. */
  async execute(kind: "query" | "mutation", reference: AnyReference, args: Args, by: Action | null): Promise<unknown> {
    return await this.#call(this.t, kind, reference, args, by);
  }

  /** What a person does. Throws the ConvexErrors that a person may get. */
  async act(caller: object, reference: AnyReference, args: Args): Promise<unknown> {
    return await this.#call(caller, "mutation", reference, args, null);
  }

  async #call(caller: object, kind: "query" | "mutation", reference: AnyReference, args: Args, by: Action | null) {
    const name = nameOf(reference);
    await this.#sabotage?.before?.(this, name, args);
    const result = await call(caller, kind, reference, args);
    // A function that answers false has found nothing to do.
    if (kind === "mutation" && result !== false) this.#touch(name);
    if (by !== null) this.#follow(name, args, result, by);
    if (!this.#sabotage?.after) return result;
    this.#touched = "all";
    return await this.#sabotage.after(this, name, args, result);
  }

  /** Looks at the database as it is now, and lets the viewers see it. */
  async observe(): Promise<void> {
    const touched = this.#touched;
    this.#touched = "nothing";
    if (touched === "nothing") return;
    if (touched === "all") {
      const now = await snapshotOf(this.t, this.before);
      for (const check of this.#checks) check.check(this.before, now);
      this.before = now;
    }
    for (const { _id: battleId } of this.before.battles) {
      const speaks = liveTurns(this.before, battleId).length > 0;
      // Once nobody speaks, and the viewers have seen that, the hot query has nothing to say.
      if (!speaks && !this.#speaking.has(battleId)) continue;
      if (speaks) this.#speaking.add(battleId);
      else this.#speaking.delete(battleId);
      const live = await this.t.query(api.turns.live, { battleId });
      for (const viewer of this.viewers) viewer.receive(battleId, live);
    }
  }

  #touch(name: string): void {
    if (SILENT.has(name) || this.#touched === "all") return;
    this.#touched = HOT.has(name) ? "texts" : "all";
  }

  #follow(name: string, args: Args, result: unknown, by: Action): void {
    if (name === "turns:append") {
      this.#writes.appended(args["writes"] as Write[], result as AppendAnswer[], by, this.before);
    } else if (name === "turns:finalize") {
      this.#writes.finalized(
        args as unknown as Write & { ending: TurnEnding },
        result as AppendAnswer,
        by,
        this.before,
      );
    } else if (name === "usage:open") {
      this.ledger.permitted(String(args["callId"]), result as CallPermit);
    }
  }
}
