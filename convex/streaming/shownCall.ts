import { cutText } from "../model/cutText";
import { MAX_TOOL_TEXT } from "../model/limits";
import type { Attempt, ToolCallView } from "../model/runValidators";
import type { Clock } from "./clock";
import { shown } from "./persistently";

/** Arguments that grow are shown four times a second at most. */
const GROWTH_MS = 250;

export interface ShownCallOptions {
  attempt: Attempt;
  index: number;
  show: (call: ToolCallView) => Promise<void>;
  clock: Clock;
}

/** One tool call on the viewers' screens, from its first piece to its result. One write at a time, the newest state wins. */
export class ShownCall {
  readonly #options: ShownCallOptions;
  #view: ToolCallView;
  /** What the next write would say is on the screens already. */
  #fresh = true;
  #dueAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: ShownCallOptions) {
    this.#options = options;
    const { attempt, index } = options;
    this.#view = { ...attempt, index, name: "", arguments: "", status: "calling", result: null, durationMs: null };
  }

  /** The call as far as it is known, `args` from their beginning. */
  grow(name: string, args: string): void {
    const visible = cutText(args, MAX_TOOL_TEXT);
    if (visible === this.#view.arguments && name === this.#view.name) return;
    this.#view = { ...this.#view, name, arguments: visible };
    this.#fresh = false;
    this.#schedule();
  }

  /** Resolves when it is shown, after all that came before it. */
  async put(state: Pick<ToolCallView, "status"> & Partial<Pick<ToolCallView, "result" | "durationMs">>): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#writing;
    if (!this.#fresh) await this.#write();
    const result = state.result ? cutText(state.result, MAX_TOOL_TEXT) : null;
    this.#view = { ...this.#view, ...state, result };
    await this.#write();
  }

  #schedule(): void {
    if (this.#writing || this.#fresh) return;
    const wait = this.#dueAt - this.#options.clock.now();
    if (wait <= 0) void this.#write().then(() => this.#schedule());
    else this.#cancelTimer ??= this.#options.clock.after(wait, () => this.#onTimer());
  }

  #onTimer(): void {
    this.#cancelTimer = null;
    this.#schedule();
  }

  async #write(): Promise<void> {
    const { clock, show } = this.#options;
    const view = this.#view;
    this.#fresh = true;
    this.#dueAt = clock.now() + GROWTH_MS;
    this.#writing = shown(() => show(view), clock);
    await this.#writing;
    this.#writing = null;
  }
}
