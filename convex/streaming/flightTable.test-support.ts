import type {
  AppendAnswer,
  Attempt,
  CallPermit,
  CallRecord,
  CallRequest,
  ToolCallView,
  TurnEnding,
  Write,
} from "../model/runValidators";
import type { Wait } from "../model/validators";
import { type Clock, sleep } from "./clock";
import type { FlightPorts } from "./flight";

/** A turn as the database keeps it: numbered writes, and nothing after its end or `cancelledAt`. */
export class TurnRow {
  text = "";
  seq = 0;
  finalizes = 0;
  ending: TurnEnding | null = null;
  cancelledAt = Number.POSITIVE_INFINITY;

  write({ seq, delta }: Write, ending: TurnEnding | null, now: number): AppendAnswer {
    if (now >= this.cancelledAt) return "stop";
    if (seq <= this.seq) return "duplicate";
    if (seq !== this.seq + 1 || this.ending) throw new Error(`Write ${seq} after ${this.seq}`);
    this.seq = seq;
    this.text += delta;
    this.ending = ending;
    return "ok";
  }
}

/** The database of a flight: its turns, what viewers are shown of them, and the ledger. */
export class FlightTable {
  readonly rows = new Map<string, TurnRow>();
  appends = 0;
  polls = 0;
  readonly waits: { at: number; turnId: string; wait: Wait | null }[] = [];
  readonly tools: (ToolCallView & { at: number })[] = [];
  readonly opened: CallRequest[] = [];
  readonly closed: CallRecord[] = [];
  /** May throw before or after a write took effect, as a lost connection would. */
  disturb: (point: "before" | "after") => void = () => undefined;
  /** `n` counts the questions from 0. */
  permit: (call: CallRequest, n: number) => CallPermit = () => ({ kind: "go" });
  #questions = 0;
  readonly #clock: Clock;
  readonly #latencyMs: number;

  constructor(clock: Clock, latencyMs: number) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  attempt(turnId: string): Attempt {
    this.rows.set(turnId, new TurnRow());
    return { turnId: turnId as Attempt["turnId"], epoch: 1 };
  }

  row(turnId = "A"): TurnRow {
    const row = this.rows.get(turnId);
    if (!row) throw new Error(`No turn ${turnId}`);
    return row;
  }

  ports(): FlightPorts {
    const clock = this.#clock;
    return {
      clock,
      random: () => 0.5,
      append: async (writes) => {
        this.appends += 1;
        return await this.#transaction(() => writes.map((write) => this.#write(write, null)));
      },
      control: async (attempts) => {
        this.polls += 1;
        await sleep(clock, this.#latencyMs);
        return attempts.map(({ turnId }) => (clock.now() >= this.row(turnId).cancelledAt ? "stop" : "run"));
      },
      finalize: async ({ ending, ...write }) => {
        this.row(write.turnId).finalizes += 1;
        return await this.#transaction(() => this.#write(write, ending));
      },
      wait: async ({ turnId }, wait) => void this.waits.push({ at: clock.now(), turnId, wait }),
      tool: async (call) => void this.tools.push({ ...call, at: clock.now() }),
      meter: {
        open: async (call) => await this.#transaction(() => this.#open(call)),
        close: async (record) => await this.#transaction(() => void this.closed.push(record)),
      },
    };
  }

  async #transaction<Value>(change: () => Value): Promise<Value> {
    await sleep(this.#clock, this.#latencyMs);
    this.disturb("before");
    const value = change();
    this.disturb("after");
    return value;
  }

  #write(write: Write, ending: TurnEnding | null): AppendAnswer {
    return this.row(write.turnId).write(write, ending, this.#clock.now());
  }

  #open(call: CallRequest): CallPermit {
    const permit = this.permit(call, this.#questions++);
    if (permit.kind === "go") this.opened.push(call);
    return permit;
  }
}
