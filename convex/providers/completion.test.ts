import { describe, expect, it } from "vitest";
import { Completion } from "./completion";

const says = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});

function readAll(...chunks: unknown[]) {
  const completion = new Completion();
  const deltas = chunks.map((chunk) => completion.read(chunk));
  return { completion, text: deltas.map((delta) => delta.text).join(""), deltas };
}

describe("Completion", () => {
  it("collects text, finish, usage, billed model and id", () => {
    const { completion, text } = readAll(
      { id: "gen-1", model: "vendor/fallback", ...says({ content: "Hello " }) },
      { id: "gen-1", ...says({ content: "there" }, "stop") },
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, cost: 0.5 } },
    );
    expect(text).toBe("Hello there");
    expect(completion).toMatchObject({ finishReason: "stop", model: "vendor/fallback", generationId: "gen-1" });
    expect(completion.usage).toEqual({
      promptTokens: 3,
      completionTokens: 2,
      reasoningTokens: 0,
      cachedTokens: 0,
      costUsd: 0.5,
      simulated: false,
    });
  });

  it("keeps the first finish and the last usage", () => {
    const { completion } = readAll(
      says({}, "stop"),
      says({}, "length"),
      { choices: [], usage: { completion_tokens: 5 } },
      { choices: [], usage: { completion_tokens: 7 } },
    );
    expect(completion.finishReason).toBe("stop");
    expect(completion.usage?.completionTokens).toBe(7);
  });

  it("takes a finish reason of error, and an error inside the choice, for faults", () => {
    expect(readAll(says({}, "error")).completion.fault).toEqual({ code: "upstream", retryAfterMs: null });
    const choice = { index: 0, delta: {}, error: { code: 429 }, finish_reason: null };
    expect(readAll({ choices: [choice] }).completion.fault?.code).toBe("rate_limited");
  });

  it("ignores finish reasons that nobody defined", () => {
    expect(readAll(says({}, "eos")).completion.finishReason).toBeNull();
  });

  it("reads a refusal as text, and reasoning as reasoning only", () => {
    expect(readAll(says({ content: null, refusal: "No." })).text).toBe("No.");
    const { deltas, completion } = readAll(says({ content: "", reasoning: "Hm" }), says({ reasoning_content: "Hm" }));
    expect(deltas.map((delta) => delta.reasoning)).toEqual(["Hm", "Hm"]);
    expect(completion.hasText).toBe(false);
  });

  it("notices output that cannot be read", () => {
    expect(readAll(says({ tool_calls: [{ index: 0 }] })).deltas[0]).toMatchObject({ tools: [{}], reasons: false });
    expect(readAll(says({ reasoning_details: [{ type: "reasoning.encrypted" }] })).deltas[0]?.reasons).toBe(true);
    expect(readAll(says({ content: "", tool_calls: [] })).deltas[0]).toMatchObject({ tools: [], reasons: false });
  });

  it.each([
    [null],
    [1],
    ["text"],
    [[]],
    [{}],
    [{ choices: null }],
    [{ choices: [null] }],
    [{ choices: [{ delta: 1 }] }],
  ])("survives a chunk of any shape: %j", (chunk) => {
    const { completion, text } = readAll(chunk);
    expect(text).toBe("");
    expect(completion).toMatchObject({ finishReason: null, fault: null, usage: null, model: null, toolCalls: [] });
  });

  it("distrusts usage figures", () => {
    const usage = { prompt_tokens: "9", completion_tokens: -1, cost: "free", simulated: "yes" };
    expect(readAll({ usage }).completion.usage).toMatchObject({ promptTokens: 0, completionTokens: 0, costUsd: null });
  });
});
