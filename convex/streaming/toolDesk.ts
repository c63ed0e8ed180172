import { MAX_TOOL_CALLS } from "../model/limits";
import type { Attempt, ToolCallView } from "../model/runValidators";
import type { ChatMessage, ChatRequest, Complete, ToolCall, ToolCallPiece } from "../providers/provider";
import type { Toolbox } from "../tools/toolbox";
import type { Clock } from "./clock";
import { ShownCall } from "./shownCall";

/** One failure may be mended; a model that fails again is asked to do without. */
const MAX_FAILURES = 2;

export interface ToolDeskOptions {
  attempt: Attempt;
  toolbox: Toolbox | null;
  show: (call: ToolCallView) => Promise<void>;
  clock: Clock;
}

interface Growing {
  chip: ShownCall;
  arguments: string;
}

/** Runs the tool calls of one turn, and shows them while they are made. */
export class ToolDesk {
  readonly #options: ToolDeskOptions;
  /** The calls of the stream that is being read, by their index in it. */
  readonly #growing = new Map<number, Growing>();
  #calls = 0;
  #failures = 0;

  constructor(options: ToolDeskOptions) {
    this.#options = options;
  }

  /** What a request says of tools: nothing, the tools, or that they are withdrawn. */
  get request(): Pick<ChatRequest, "tools" | "toolChoice"> {
    const { toolbox } = this.#options;
    if (!toolbox) return {};
    return this.#open ? { tools: toolbox.definitions } : { tools: toolbox.definitions, toolChoice: "none" };
  }

  /** Whether a completion's calls are to be run. */
  takes({ finishReason, toolCalls }: Complete): boolean {
    return this.#open && toolCalls.length > 0 && finishReason !== "content_filter";
  }

  grow({ index, name, argumentsDelta }: ToolCallPiece): void {
    if (!this.#open) return;
    const known = this.#growing.get(index);
    const chip = known?.chip ?? this.#newChip(this.#growing.size);
    if (!chip) return;
    const growing = { chip, arguments: (known?.arguments ?? "") + argumentsDelta };
    this.#growing.set(index, growing);
    chip.grow(name, growing.arguments);
  }

  /** The stream ended otherwise: what it began to call will not be run. */
  async abandon(): Promise<void> {
    const chips = this.#takeChips();
    await Promise.all(chips.map((chip) => chip.put({ status: "failed" })));
  }

  /** One message for the model per call, in their order. Calls beyond the limit are refused. */
  async run(calls: ToolCall[]): Promise<ChatMessage[]> {
    const chips = this.#takeChips();
    const results = await Promise.all(calls.map((call, at) => this.#runOne(call, chips[at] ?? this.#newChip(at))));
    this.#calls += calls.length;
    if (results.some(({ ok }) => !ok)) this.#failures += 1;
    return calls.map(({ id }, at) => ({ role: "tool", toolCallId: id, content: results[at]?.result ?? "" }));
  }

  get #open(): boolean {
    return this.#options.toolbox !== null && this.#calls < MAX_TOOL_CALLS && this.#failures < MAX_FAILURES;
  }

  async #runOne(call: ToolCall, chip: ShownCall | null): Promise<{ ok: boolean; result: string }> {
    const { toolbox, clock } = this.#options;
    if (!chip || !toolbox) return { ok: false, result: `Error: not run, a turn has ${MAX_TOOL_CALLS} calls.` };
    chip.grow(call.name, call.arguments);
    const running = chip.put({ status: "running" });
    const startedAt = clock.now();
    const answer = await toolbox.run(call.name, call.arguments);
    const durationMs = clock.now() - startedAt;
    await running;
    await chip.put({ status: answer.ok ? "done" : "failed", result: answer.result, durationMs });
    return answer;
  }

  /** Null beyond the limit. A call that was abandoned gives its place on the screen to the next. */
  #newChip(position: number): ShownCall | null {
    const index = this.#calls + position;
    if (index >= MAX_TOOL_CALLS) return null;
    const { attempt, show, clock } = this.#options;
    return new ShownCall({ attempt, index, show, clock });
  }

  /** In the order of the wire, as the completion lists its calls. */
  #takeChips(): ShownCall[] {
    const chips = [...this.#growing].toSorted(([a], [b]) => a - b).map(([, { chip }]) => chip);
    this.#growing.clear();
    return chips;
  }
}
