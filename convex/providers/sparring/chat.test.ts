import { describe, expect, it } from "vitest";
import { sparringModel } from "./catalogue";
import { planChat, readChatBody } from "./chat";

const SYSTEM = { role: "system", content: 'Topic: "Chess is a sport"\nStance: for\nRound: 1 of 3' };
const parameters = { type: "object", properties: { query: { type: "string" } } };
const tools = [{ type: "function", function: { name: "search", parameters } }];
const HEAD = { id: "gen-1", model: "sparring/researcher", created: 1 };

/** What the researcher says to these tool results. */
function plan(results: string[], more: object = {}) {
  const messages = [SYSTEM, ...results.map((content) => ({ role: "tool", tool_call_id: "call_1", content }))];
  const body = readChatBody({ model: "sparring/researcher", messages, tools, ...more });
  const { tools: calls, tokens } = planChat(sparringModel("sparring/researcher")!, body!, HEAD, "salt");
  return { calls: calls.map(({ name, argumentPieces }) => [name, argumentPieces.join("")]), text: tokens.join("") };
}

const call = ["search", '{"query":"chess sport"}'];

describe("the researcher", () => {
  it("calls first and speaks then, citing what it got", () => {
    expect(plan([])).toEqual({ calls: [call], text: "" });
    const { calls, text } = plan(["Chess burns calories"]);
    expect(calls).toEqual([]);
    expect(text).toContain("“Chess burns calories”");
  });

  it("mends a call that failed, once", () => {
    expect(plan(["Error: the arguments are not JSON."])).toEqual({ calls: [call], text: "" });
    const { calls, text } = plan(["Error: the arguments are not JSON.", "Error: the arguments are not JSON."]);
    expect(calls).toEqual([]);
    expect(text.length).toBeGreaterThan(100);
  });

  it.each(["Nothing found.", "Error: the tool failed."])("cites no result that is none: %s", (result) => {
    const { text } = plan([result], { tool_choice: "none" });
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toContain("“Nothing");
    expect(text).not.toContain("“Error");
  });

  it("cites the source it got at last", () => {
    expect(plan(["Error: no.", "Chess burns calories"]).text).toContain("“Chess burns calories”");
  });

  it("does without tools when they are withdrawn", () => {
    expect(plan([], { tool_choice: "none" }).calls).toEqual([]);
  });
});
