import { describe, expect, it } from "vitest";
import { answerOf, deltasOf, pieces, planOf, type PlanInput } from "./plan";

const HEAD = { id: "gen-1", model: "sparring/socrates", created: 1 };

const plan = (input: Partial<PlanInput>) =>
  planOf({
    head: HEAD,
    prompt: "12345678",
    text: "one two three",
    reasoning: null,
    tool: null,
    maxTokens: 100,
    ...input,
  });

const parsed = (events: string[]) =>
  events.map((text) => JSON.parse(text.replace("data: ", "")) as { choices: [{ delta: Record<string, unknown> }] });

describe("pieces", () => {
  it("join to the text, and never cut a code point", () => {
    const text = "  Whitespace\n\nkept, 👩‍👩‍👧‍👦 extraordinarily 𝔘𝔫𝔦𝔠𝔬𝔡𝔢𝔘𝔫𝔦𝔠𝔬𝔡𝔢 end ";
    expect(pieces(text).join("")).toBe(text);
    for (const piece of pieces(text)) expect(piece).not.toMatch(/\p{Surrogate}/u);
  });

  it("are short", () => {
    expect(pieces("extraordinarily long")).toEqual(["extraor", "dinaril", "y", " long"]);
    expect(pieces("")).toEqual([]);
  });
});

describe("planOf", () => {
  it("counts a token for every four bytes begun, and prices them", () => {
    const { usage } = plan({ text: "é".repeat(5), prompt: "123456789" });
    expect(usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 3, total_tokens: 6, simulated: true });
    expect(usage.cost).toBeGreaterThan(0);
  });

  it("cuts at the token limit and says so", () => {
    const cut = plan({ maxTokens: 2 });
    expect(cut.tokens.join("")).toBe("one two");
    expect(cut).toMatchObject({ finishReason: "length", usage: { completion_tokens: 2 } });
    expect(plan({}).finishReason).toBe("stop");
  });

  it("spends the limit on reasoning first", () => {
    const cut = plan({ reasoning: "think hard", maxTokens: 3 });
    expect(cut).toMatchObject({ tokens: [], finishReason: "length" });
    expect(cut.usage.completion_tokens_details.reasoning_tokens).toBe(3);
  });

  it("sends reasoning before text", () => {
    const deltas = parsed(deltasOf(plan({ reasoning: "hm", text: "yes" }))).map(({ choices }) => choices[0].delta);
    expect(deltas).toEqual([
      { role: "assistant", content: "", reasoning: "hm" },
      { role: "assistant", content: "yes" },
    ]);
  });

  it("sends tool arguments in some thirty pieces that assemble by index", () => {
    const args = JSON.stringify({ query: "x".repeat(80) });
    const called = plan({ tool: { id: "call_1", name: "search", arguments: args } });
    const calls = parsed(deltasOf(called)).map(({ choices }) => (choices[0].delta["tool_calls"] as [ToolDelta])[0]);
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.every((call) => call.index === 0)).toBe(true);
    expect(calls[0]).toMatchObject({ id: "call_1", function: { name: "search" } });
    expect(calls.map((call) => call.function.arguments).join("")).toBe(args);
    expect(called).toMatchObject({ finishReason: "tool_calls", tokens: [] });
  });

  it("sends parallel calls in turn, a piece each", () => {
    const called = plan({ tool: { id: "call_1", name: "search", arguments: '{"query":"tea"}' } });
    const twice = { ...called, tools: [called.tools[0]!, { ...called.tools[0]!, id: "call_2" }] };
    const calls = parsed(deltasOf(twice)).map(({ choices }) => (choices[0].delta["tool_calls"] as [ToolDelta])[0]);
    expect(calls.slice(0, 4).map((call) => call.index)).toEqual([0, 1, 0, 1]);
    expect(calls.slice(0, 3)).toMatchObject([{ id: "call_1" }, { id: "call_2" }, { function: { arguments: '"' } }]);
    expect(answerOf(twice)).toMatchObject({ choices: [{ message: { tool_calls: [{}, { id: "call_2" }] } }] });
  });
});

interface ToolDelta {
  index: number;
  function: { arguments: string };
}

it("answerOf is the whole completion in one answer", () => {
  expect(answerOf(plan({ reasoning: "hm" }))).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { content: "one two three", reasoning: "hm" }, finish_reason: "stop" }],
    usage: { simulated: true },
  });
  expect(answerOf({ ...plan({}), refuses: true })).toMatchObject({
    choices: [{ message: { content: null, refusal: "one two three" } }],
  });
});
