import type { ChatMessage, ChatRequest, Complete, StreamHandlers } from "../providers/provider";
import { jointBetween } from "./joint";
import type { LaneWriter } from "./laneWriter";
import type { ToolDesk } from "./toolDesk";

/** After its calls a model still gets words for an answer, whatever they cost. */
const MIN_ANSWER_TOKENS = 500;
/** Enough of a text's end to see how it ends. */
const ENDING = 8;

/** What has been said to and by the provider in one turn: several requests, one text. */
export class Conversation {
  readonly #base: ChatRequest;
  readonly #writer: LaneWriter;
  readonly #desk: ToolDesk;
  readonly #messages: ChatMessage[];
  #spentTokens = 0;
  /** What the request under way has said. */
  #said = "";
  /** The end of what the requests before it have said. */
  #before = "";

  constructor(base: ChatRequest, writer: LaneWriter, desk: ToolDesk) {
    this.#base = base;
    this.#writer = writer;
    this.#desk = desk;
    this.#messages = [...base.messages];
  }

  readonly handlers: StreamHandlers = {
    onText: (delta) => this.#say(delta),
    onToolCall: (piece) => this.#desk.grow(piece),
  };

  /** The next request, within what its calls have left of the turn's tokens. */
  request(): ChatRequest {
    const { maxTokens } = this.#base;
    const left = Math.min(maxTokens, Math.max(maxTokens - this.#spentTokens, MIN_ANSWER_TOKENS));
    return { ...this.#base, messages: [...this.#messages], maxTokens: left, ...this.#desk.request };
  }

  /** Runs the calls of the last answer; their results go with the next request. */
  async answer({ toolCalls, usage }: Complete): Promise<void> {
    const results = await this.#desk.run(toolCalls);
    this.#messages.push({ role: "assistant", content: this.#said, toolCalls }, ...results);
    this.#spentTokens += usage?.completionTokens ?? 0;
    this.#before = (this.#before + this.#said).slice(-ENDING);
    this.#said = "";
  }

  #say(delta: string): void {
    const joint = this.#said === "" ? jointBetween(this.#before, delta) : "";
    this.#said += delta;
    this.#writer.push(joint + delta);
  }
}
