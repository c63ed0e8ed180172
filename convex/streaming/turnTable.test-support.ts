import type { AppendAnswer, TurnEnding } from "../model/validators";
import type { ChatProvider } from "../providers/provider";
import { type Clock, sleep } from "./clock";
import type { TurnPorts } from "./turnRunner";

/** A turn as the database keeps it: numbered writes, and nothing after its end or `cancelledAt`. */
export class TurnTable {
  text = "";
  seq = 0;
  appends = 0;
  finalizes = 0;
  ending: TurnEnding | null = null;
  cancelledAt = Number.POSITIVE_INFINITY;
  /** May throw before or after a write took effect, as a lost connection would. */
  disturb: (point: "before" | "after") => void = () => undefined;
  readonly #clock: Clock;
  readonly #latencyMs: number;

  constructor(clock: Clock, latencyMs: number) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  ports(provider: ChatProvider): TurnPorts {
    return {
      provider,
      clock: this.#clock,
      random: () => 0.5,
      append: async (seq, delta) => {
        this.appends += 1;
        return await this.#write(seq, delta, null);
      },
      control: async () => {
        await sleep(this.#clock, this.#latencyMs);
        return this.#cancelled ? "stop" : "run";
      },
      finalize: async ({ seq, delta, ending }) => {
        this.finalizes += 1;
        return await this.#write(seq, delta, ending);
      },
    };
  }

  get #cancelled(): boolean {
    return this.#clock.now() >= this.cancelledAt;
  }

  async #write(seq: number, delta: string, ending: TurnEnding | null): Promise<AppendAnswer> {
    await sleep(this.#clock, this.#latencyMs);
    this.disturb("before");
    if (this.#cancelled) return "stop";
    if (seq <= this.seq) return "duplicate";
    if (seq !== this.seq + 1 || this.ending) throw new Error(`Write ${seq} after ${this.seq}`);
    this.seq = seq;
    this.text += delta;
    this.ending = ending;
    this.disturb("after");
    return "ok";
  }
}
