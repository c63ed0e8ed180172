import type { ToolCall, ToolCallPiece } from "./provider";
import { isRecord } from "./records";
import { SurrogateJoiner } from "./surrogates";

/** Nobody needs more, and a model may stream them without end. */
const MAX_CALLS = 16;
/** UTF-16 units; what is cut is no JSON any more, and its caller is told so. */
const MAX_ARGUMENTS = 8_000;

interface Draft {
  call: ToolCall;
  characters: SurrogateJoiner;
}

/**
 * Puts the tool calls of one stream together. Pieces of parallel calls come interleaved, told apart by `index`; id and name come once.
 * A server that sends no index begins a call with its id.
 */
export class ToolCallAssembler {
  readonly #drafts = new Map<number, Draft>();
  #latest = 0;

  /** Takes `delta.tool_calls` of any shape; what cannot be read is no piece. */
  read(toolCalls: unknown): ToolCallPiece[] {
    const parts = Array.isArray(toolCalls) ? toolCalls.filter(isRecord) : [];
    return parts.flatMap((part) => this.#readPart(part) ?? []);
  }

  /** In the order of their index. */
  calls(): ToolCall[] {
    const drafts = [...this.#drafts].toSorted(([a], [b]) => a - b);
    return drafts.map(([index, { call, characters }]) => ({
      id: call.id || `call_${index}`,
      name: call.name,
      arguments: call.arguments + characters.end(),
    }));
  }

  #readPart(part: Record<string, unknown>): ToolCallPiece | null {
    const index = this.#indexOf(part);
    const draft = this.#drafts.get(index) ?? this.#begin(index);
    if (!draft) return null;
    const { call, characters } = draft;
    const fn = isRecord(part["function"]) ? part["function"] : {};
    call.id ||= text(part["id"]);
    call.name ||= text(fn["name"]);
    const room = Math.max(0, MAX_ARGUMENTS - call.arguments.length);
    const argumentsDelta = characters.push(text(fn["arguments"]).slice(0, room));
    call.arguments += argumentsDelta;
    return { index, id: call.id, name: call.name, argumentsDelta };
  }

  #indexOf(part: Record<string, unknown>): number {
    const given = part["index"];
    if (typeof given === "number" && Number.isInteger(given)) this.#latest = given;
    else if (this.#isNew(text(part["id"]))) this.#latest = Math.max(...this.#drafts.keys(), -1) + 1;
    return this.#latest;
  }

  #isNew(id: string): boolean {
    return id !== "" && [...this.#drafts.values()].every(({ call }) => call.id !== id);
  }

  #begin(index: number): Draft | null {
    if (this.#drafts.size >= MAX_CALLS) return null;
    const draft = { call: { id: "", name: "", arguments: "" }, characters: new SurrogateJoiner() };
    this.#drafts.set(index, draft);
    return draft;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
