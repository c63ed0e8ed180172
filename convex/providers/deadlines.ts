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
  readonly #controller = new AbortController();
  readonly #startedAt = Date.now();
  readonly #total: ReturnType<typeof setTimeout>;
  #idle: ReturnType<typeof setTimeout>;
  #phase: Phase = "waiting";

  constructor(
    private readonly limits: Deadlines,
    private readonly caller: AbortSignal,
  ) {
    this.#total = setTimeout(() => this.#expire("timeout_total"), limits.totalMs);
    this.#idle = setTimeout(() => this.#expire("timeout_first_token"), limits.firstTokenMs);
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
    this.#rearm(this.limits.reasoningFirstTokenMs - (Date.now() - this.#startedAt), "timeout_first_token");
  }

  progressed(): void {
    if (this.#phase === "settling") return;
    this.#phase = "flowing";
    this.#rearm(this.limits.interTokenMs, "stalled");
  }

  finished(): void {
    if (this.#phase === "settling") return;
    this.#phase = "settling";
    this.#rearm(Math.min(this.limits.interTokenMs, SETTLE_MS), "stalled");
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#idle);
    this.caller.removeEventListener("abort", this.#abort);
  }

  #rearm(ms: number, code: TurnErrorCode): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#expire(code), ms);
  }

  #expire(code: TurnErrorCode): void {
    this.expired ??= code;
    this.#controller.abort();
  }

  readonly #abort = (): void => this.#controller.abort();
}
