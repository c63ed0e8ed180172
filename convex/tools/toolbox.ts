import * as z from "zod";
import { cutText } from "../model/cutText";
import { MAX_TOOL_TEXT, TOOL_TIMEOUT_MS } from "../model/limits";
import type { ToolDefinition } from "../providers/provider";
import { calculate } from "./calculate";
import { searchTranscript } from "./searchTranscript";
import { type Tool, type ToolContext, ToolError } from "./tool";

/** The sparring partner calls the first one. */
const TOOLS: readonly Tool[] = [searchTranscript, calculate];

/** The tools of one turn. */
export interface Toolbox {
  readonly definitions: ToolDefinition[];
  /** Never rejects. `result` has MAX_TOOL_TEXT units at most; without `ok` it tells the model what went wrong. */
  run(name: string, rawArguments: string): Promise<{ ok: boolean; result: string }>;
}

export function createToolbox(context: ToolContext, tools: readonly Tool[] = TOOLS): Toolbox {
  return {
    definitions: tools.map(definitionOf),
    async run(name, rawArguments) {
      try {
        const tool = tools.find((candidate) => candidate.name === name);
        if (!tool) throw new ToolError(`there is no such tool; there are ${tools.map((one) => one.name).join(", ")}`);
        const result = await inTime(tool.run(argumentsOf(tool, rawArguments), context));
        return { ok: true, result: cutText(result, MAX_TOOL_TEXT) };
      } catch (error) {
        const reason = error instanceof ToolError ? error.message : "the tool failed";
        return { ok: false, result: cutText(`Error: ${reason}.`, MAX_TOOL_TEXT) };
      }
    },
  };
}

function definitionOf(tool: Tool): ToolDefinition {
  const { $schema: _, ...parameters } = z.toJSONSchema(tool.arguments);
  return { name: tool.name, description: tool.description, parameters };
}

function argumentsOf(tool: Tool, raw: string): unknown {
  const parsed = tool.arguments.safeParse(parseJson(raw));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ToolError(`invalid arguments: ${issue?.path.join(".") || "arguments"}: ${issue?.message}`);
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new ToolError("the arguments are not JSON");
  }
}

async function inTime(result: Promise<string>): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ToolError("the tool took too long")), TOOL_TIMEOUT_MS);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
