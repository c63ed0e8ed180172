import type { Deadlines, TurnErrorCode } from "./provider";

/** After a finish reason only usage and `[DONE]` are left to come; no turn waits longer for them. */
const SETTLE_MS = 2_000;

type Phase = "waiting" | "reasoning" | "flowing" | "settling";

/**
 * The deadlines of one request. The SDK's own timeout ends with the response headers, so everything after is ours.
 *
 *   waiting --reasoning--> reasoning --text--> flowing --finish--> settling
 *
 * `signal` aborts when a deadline passes or the caller aborts; `expired` then tells which deadline it was.
 */
export class Watchdog {
  expired: TurnErrorCode | null = null;
  readonly #limits: Deadlines;
  readonly #caller: AbortSignal;
  readonly #controller = new AbortController();
  readonly #startedAt = Date.now();
  readonly #total: ReturnType<typeof setTimeout>;
  #phase: Phase = "waiting";
  #dueAt = Infinity;
  #dueCode: TurnErrorCode = "timeout_first_token";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;

  constructor(limits: Deadlines, caller: AbortSignal) {
    this.#limits = limits;
    this.#caller = caller;
    this.#total = setTimeout(() => this.#expire("timeout_total"), limits.totalMs);
    this.#expectBy(this.#startedAt + limits.firstTokenMs, "timeout_first_token");
    caller.addEventListener("abort", this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Models may think in silence, so reasoning buys one longer deadline instead of an inter-token one. */
  reasoned(): void {
    if (this.#phase === "flowing") this.progressed();
    if (this.#phase !== "waiting") return;
    this.#phase = "reasoning";
    this.#expectBy(this.#startedAt + this.#limits.reasoningFirstTokenMs, "timeout_first_token");
  }

  progressed(): void {
    if (this.#phase === "settling") return;
    this.#phase = "flowing";
    this.#expectBy(Date.now() + this.#limits.interTokenMs, "stalled");
  }

  finished(): void {
    if (this.#phase === "settling") return;
    this.#phase = "settling";
    this.#expectBy(Date.now() + Math.min(this.#limits.interTokenMs, SETTLE_MS), "stalled");
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#timer);
    this.#caller.removeEventListener("abort", this.#abort);
  }

  /**
   * A deadline that moves away leaves the timer alone; it looks again when it rings. In Convex's default runtime a cleared
   * timer still sleeps to its end, so a timer per token would pile up ten thousand sleepers at 500 tokens a second.
   */
  #expectBy(at: number, code: TurnErrorCode): void {
    this.#dueAt = at;
    this.#dueCode = code;
    if (at < this.#timerAt) this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timerAt = this.#dueAt;
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, this.#dueAt - Date.now()));
  }

  #ring(): void {
    if (Date.now() >= this.#dueAt) this.#expire(this.#dueCode);
    else this.#arm();
  }

  #expire(code: TurnErrorCode): void {
    this.expired ??= code;
    this.#controller.abort();
  }

  readonly #abort = (): void => this.#controller.abort();
}
