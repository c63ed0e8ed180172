import { isRecord } from "../records";
import type { SparringModel } from "./catalogue";
import { compose } from "./compose";
import { judge } from "./judge";
import { keyphrases } from "./keyphrases";
import { planOf, type Plan } from "./plan";
import { hash32 } from "./prng";
import { readBrief, type PromptMessage } from "./promptReader";
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
  const common = { head, prompt, maxTokens, reasoning: null, tool: null };
  if (model.character === "judge") return planOf({ ...common, text: verdict(body) });

  const brief = readBrief(body.messages);
  const toolResult = body.messages.findLast((message) => message.role === "tool")?.content ?? null;
  if (model.character === "researcher" && toolResult === null) {
    const tool = callFirstTool(body.raw["tools"], brief.topic);
    if (tool) return planOf({ ...common, text: "", tool });
  }
  const context = {
    character: model.character,
    brief,
    seed: hash32(JSON.stringify([salt, body.raw["seed"], body.raw["session_id"]])).toString(),
    toolResult: toolResult && oneLine(toolResult),
  };
  return planOf({ ...common, ...compose(context) });
}

function verdict(body: ChatBody): string {
  const format = isRecord(body.raw["response_format"]) ? body.raw["response_format"] : {};
  const wrapper = isRecord(format["json_schema"]) ? format["json_schema"] : {};
  return judge(body.messages.findLast((message) => message.role === "user")?.content ?? "", wrapper["schema"]);
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
