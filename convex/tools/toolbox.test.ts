import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { createToolbox } from "./toolbox";
import { type Tool, ToolError } from "./tool";

afterEach(() => void vi.useRealTimers());

const NO_CONTEXT = { earlier: [] };
const anything = { description: "", arguments: z.object({ query: z.string() }) };

function toolboxOf(run: Tool<{ query: string }>["run"]) {
  return createToolbox(NO_CONTEXT, [{ ...anything, name: "tool", run }]);
}

describe("a toolbox", () => {
  it("offers the search first, each tool with a JSON schema of its arguments", () => {
    const { definitions } = createToolbox(NO_CONTEXT);
    expect(definitions.map((definition) => definition.name)).toEqual(["search_transcript", "calculate"]);
    expect(definitions[0]?.parameters).toEqual({
      type: "object",
      properties: { query: { type: "string", description: "Words to look for", minLength: 1, maxLength: 200 } },
      required: ["query"],
      additionalProperties: false,
    });
  });

  it("runs what was asked for, in its context", async () => {
    const toolbox = createToolbox({ earlier: [{ round: 1, side: "B", text: "Tea keeps people awake." }] });
    expect(await toolbox.run("calculate", '{"expression":"6 * 7"}')).toEqual({ ok: true, result: "6 * 7 = 42" });
    expect(await toolbox.run("search_transcript", '{"query":"tea"}')).toEqual({
      ok: true,
      result: "Round 1, side B: “Tea keeps people awake.”",
    });
  });

  it.each([
    ["an unknown tool", "teleport", "{}", "Error: there is no such tool; there are search_transcript, calculate."],
    ["a name of every object", "constructor", "{}", "Error: there is no such tool"],
    ["arguments cut short", "calculate", '{"expression":', "Error: the arguments are not JSON."],
    ["no arguments at all", "calculate", "", "Error: the arguments are not JSON."],
    ["arguments of another shape", "calculate", '{"expression":1}', "Error: invalid arguments: expression: "],
    ["arguments that are no object", "calculate", "[]", "Error: invalid arguments: arguments: "],
    ["an expression without end", "calculate", JSON.stringify({ expression: "1+".repeat(150) }), "Error: invalid"],
  ])("tells the model about %s", async (_, name, args, error) => {
    const { ok, result } = await createToolbox(NO_CONTEXT).run(name, args);
    expect(ok).toBe(false);
    expect(result).toContain(error);
  });

  it("passes on what a tool has to say about its failure, and nothing of a bug", async () => {
    const reasoned = toolboxOf(() => Promise.reject(new ToolError("no such round")));
    const buggy = toolboxOf(() => {
      throw new TypeError("secret path");
    });
    expect(await reasoned.run("tool", '{"query":"x"}')).toEqual({ ok: false, result: "Error: no such round." });
    expect(await buggy.run("tool", '{"query":"x"}')).toEqual({ ok: false, result: "Error: the tool failed." });
  });

  it("gives up on a tool after three seconds, and leaves no timer behind when it was in time", async () => {
    vi.useFakeTimers();
    const slow = toolboxOf(() => new Promise(() => undefined)).run("tool", '{"query":"x"}');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await slow).toEqual({ ok: false, result: "Error: the tool took too long." });
    await toolboxOf(() => Promise.resolve("done")).run("tool", '{"query":"x"}');
    expect(vi.getTimerCount()).toBe(0);
  });

  it("cuts long results and long errors between two characters", async () => {
    const long = `${"x".repeat(399)}👍🏽`;
    const { result } = await toolboxOf(() => Promise.resolve(long)).run("tool", '{"query":"x"}');
    expect(result).toBe("x".repeat(399));
    const error = await toolboxOf(() => Promise.reject(new ToolError(long))).run("tool", '{"query":"x"}');
    expect(error.result.length).toBeLessThanOrEqual(400);
  });
});
