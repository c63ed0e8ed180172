import { isRecord } from "../records";
import type { SparringModel } from "./catalogue";
import { commentate } from "./commentator";
import { compose } from "./compose";
import { converse } from "./converse";
import { judge } from "./judge";
import { keyphrases } from "./keyphrases";
import { planOf, type Plan, type PlanInput } from "./plan";
import { hash32 } from "./prng";
import { readBrief, readConversation, readExhibit, type PromptMessage } from "./promptReader";
import { readRecap } from "./recapReader";
import type { WireHead } from "./wire";

/** A checked body of POST /chat/completions. */
export interface ChatBody {
  model: string;
  messages: PromptMessage[];
  stream: boolean;
  raw: Record<string, unknown>;
}

/** Null when the body is not a chat request. */
export function readChatBody(body: unknown): ChatBody | null {
  if (!isRecord(body) || typeof body["model"] !== "string" || !Array.isArray(body["messages"])) return null;
  const messages = body["messages"].filter(isRecord).map((message) => ({
    role: String(message["role"]),
    content: contentText(message["content"]),
  }));
  return { model: body["model"], messages, stream: body["stream"] === true, raw: body };
}

/**
 * What the model says to the request: a pure function of both, apart from the head. Rematches in another session or with
 * another seed or salt get other words; the same request never does.
 */
export function planChat(model: SparringModel, body: ChatBody, head: WireHead, salt: unknown): Plan {
  const limit = body.raw["max_tokens"] ?? body.raw["max_completion_tokens"];
  const prompt = body.messages.map((message) => message.content).join("\n");
  const maxTokens = typeof limit === "number" && limit > 0 ? limit : Infinity;
  const seed = hash32(JSON.stringify([salt, body.raw["seed"], body.raw["session_id"]])).toString();
  return planOf({ head, prompt, maxTokens, reasoning: null, tool: null, ...answerTo(model.character, body, seed) });
}

type Answer = Pick<PlanInput, "text"> & Partial<Pick<PlanInput, "reasoning" | "tool">>;

function answerTo(character: string, body: ChatBody, seed: string): Answer {
  const recap = readRecap(body.messages);
  if (character === "judge") return { text: verdict(body) };
  return character === "commentator" && recap ? { text: commentate(recap, seed) } : speak(character, body, seed);
}

/** A turn in a fight or in a conversation, or the tool call that comes before it. */
function speak(character: string, { messages, raw }: ChatBody, seed: string): Answer {
  const brief = readBrief(messages);
  const conversation = readConversation(messages);
  const toolResults = messages.filter((message) => message.role === "tool").map((message) => message.content);
  if (character === "researcher" && callsTool(toolResults, raw["tool_choice"])) {
    const tool = callFirstTool(raw["tools"], conversation?.message ?? brief.topic);
    if (tool) return { text: "", tool };
  }
  const source = toolResults.findLast(isSource);
  const toolResult = source === undefined ? null : oneLine(source);
  if (conversation) return { text: converse({ character, conversation, seed, toolResult }) };
  return compose({ character, brief, seed, toolResult });
}

function verdict(body: ChatBody): string {
  const format = isRecord(body.raw["response_format"]) ? body.raw["response_format"] : {};
  const wrapper = isRecord(format["json_schema"]) ? format["json_schema"] : {};
  return judge(readExhibit(body.messages), wrapper["schema"]);
}

/** Once, and once more after an error; never when tools are withdrawn. */
function callsTool(results: readonly string[], choice: unknown): boolean {
  return choice !== "none" && (results.length === 0 || (results.length === 1 && /^Error\b/.test(results[0]!)));
}

/** An error is no source to cite, and neither is a search without result. */
function isSource(result: string): boolean {
  return !/^(Error|Nothing found)\b/.test(result);
}

/** A call of the first function offered, with the topic's keyphrases as its first string argument. */
function callFirstTool(tools: unknown, topic: string): { id: string; name: string; arguments: string } | null {
  const first: unknown = Array.isArray(tools) ? tools[0] : null;
  const fn = isRecord(first) && isRecord(first["function"]) ? first["function"] : null;
  if (!fn || typeof fn["name"] !== "string") return null;
  const parameters = isRecord(fn["parameters"]) ? fn["parameters"] : {};
  const properties = isRecord(parameters["properties"]) ? Object.keys(parameters["properties"]) : [];
  const query = keyphrases(topic).slice(0, 3).join(" ") || topic;
  return {
    id: `call_${hash32(topic).toString(16)}`,
    name: fn["name"],
    arguments: JSON.stringify({ [properties[0] ?? "query"]: query }),
  };
}

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => (isRecord(part) && typeof part["text"] === "string" ? part["text"] : "")).join("");
}

/** Fit to stand between quotation marks in a sentence, and free of our own templates' braces. */
function oneLine(text: string): string {
  return text
    .replace(/[{}|“”]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 160);
}
