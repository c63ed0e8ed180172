import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSparringServer, type SparringServer } from "../../tests/support/sparring-server";
import { createOpenRouter, type OpenRouterOptions } from "./openrouter";
import { type ChatRequest, DEFAULT_DEADLINES, type ToolCallPiece } from "./provider";

const never = new AbortController().signal;
const BASE: ChatRequest = { modelId: "vendor/model", messages: [{ role: "user", content: "Speak." }], maxTokens: 9 };
const TOOL = {
  name: "search",
  description: "Finds things",
  parameters: { type: "object", properties: { query: { type: "string" } } },
};

/** The body that goes over the wire. */
async function bodyOf(request: Partial<ChatRequest>, options: Partial<OpenRouterOptions> = {}) {
  let body = "";
  const provider = createOpenRouter({
    baseURL: "https://openrouter.ai/api/v1",
    ...options,
    fetch: async (_input, init) => {
      body = init?.body as string;
      return new Response("{}", { status: 400 });
    },
  });
  await provider.stream({ ...BASE, ...request }, { onText: () => undefined }, never, DEFAULT_DEADLINES);
  return JSON.parse(body) as Record<string, unknown>;
}

describe("a request", () => {
  it("carries nothing that was not asked for", async () => {
    expect(await bodyOf({})).toEqual({
      model: "vendor/model",
      messages: BASE.messages,
      max_tokens: 9,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("offers tools as functions, and withdraws them without forgetting them", async () => {
    const tools = [{ type: "function", function: TOOL }];
    expect(await bodyOf({ tools: [TOOL] })).toMatchObject({ tools });
    expect(await bodyOf({ tools: [TOOL], toolChoice: "none" })).toMatchObject({ tools, tool_choice: "none" });
  });

  it("carries a conversation with tool calls and their results", async () => {
    const toolCalls = [{ id: "call_1", name: "search", arguments: '{"query":' }];
    const { messages } = await bodyOf({
      messages: [
        { role: "assistant", content: "", toolCalls },
        { role: "tool", toolCallId: "call_1", content: "Error" },
        { role: "assistant", content: "Let me see.", toolCalls },
      ],
    });
    const tool_calls = [{ id: "call_1", type: "function", function: { name: "search", arguments: '{"query":' } }];
    expect(messages).toEqual([
      { role: "assistant", content: null, tool_calls },
      { role: "tool", tool_call_id: "call_1", content: "Error" },
      { role: "assistant", content: "Let me see.", tool_calls },
    ]);
  });

  const responseSchema = { name: "hit", schema: { type: "object" } };
  const response_format = {
    type: "json_schema",
    json_schema: { name: "hit", strict: true, schema: { type: "object" } },
  };

  it.each([
    ["OpenRouter", {}],
    ["a sparring partner", { baseURL: "https://sparring.invalid/api/v1", scripted: true }],
  ])("asks for a schema, and %s for a provider that keeps to it", async (_, options) => {
    const body = await bodyOf({ responseSchema }, options);
    expect(body).toMatchObject({ response_format, provider: { require_parameters: true } });
  });

  it("leaves routing out where there is no router", async () => {
    const body = await bodyOf({ responseSchema }, { baseURL: "http://openrouter.ai.example/v1" });
    expect(body).toMatchObject({ response_format });
    expect(body).not.toHaveProperty("provider");
  });
});

describe("an answer that calls tools", () => {
  let server: SparringServer;
  beforeAll(async () => void (server = await startSparringServer({ speed: 200 })));
  afterAll(() => server.close());

  async function run(model: string) {
    const pieces: ToolCallPiece[] = [];
    let text = "";
    const request = { ...BASE, modelId: `sparring/${model}`, maxTokens: 500, tools: [TOOL] };
    const outcome = await createOpenRouter({ baseURL: server.baseURL }).stream(
      request,
      { onText: (delta) => void (text += delta), onToolCall: (piece) => pieces.push(piece) },
      never,
      DEFAULT_DEADLINES,
    );
    if (outcome.kind !== "complete") throw new Error(outcome.kind);
    return { outcome, pieces, text };
  }

  it("hands its arguments over piece by piece, and whole at the end", async () => {
    const { outcome, pieces, text } = await run("researcher");
    expect([text, outcome.finishReason, outcome.toolCalls.length]).toEqual(["", "tool_calls", 1]);
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.map((piece) => piece.argumentsDelta).join("")).toBe(outcome.toolCalls[0]?.arguments);
    expect(new Set(pieces.map(({ id, name }) => `${id} ${name}`)).size).toBe(1);
    expect(JSON.parse(outcome.toolCalls[0]!.arguments)).toHaveProperty("query");
  });

  it("tells parallel calls apart", async () => {
    const { outcome, pieces } = await run("researcher+parallel");
    expect(new Set(pieces.map(({ index }) => index))).toEqual(new Set([0, 1]));
    expect(outcome.toolCalls[1]).toMatchObject({ name: "search", arguments: outcome.toolCalls[0]!.arguments });
    expect(outcome.toolCalls[1]?.id).not.toBe(outcome.toolCalls[0]?.id);
  });

  it("passes on arguments that are no JSON: the caller must answer them", async () => {
    expect((await run("researcher+badargs")).outcome.toolCalls[0]?.arguments).toBe('{"query":');
  });

  it("is empty when it ends in tool calls and has none", async () => {
    const stream = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n';
    const headers = { "content-type": "text/event-stream" };
    const provider = createOpenRouter({ baseURL: "http://x/v1", fetch: async () => new Response(stream, { headers }) });
    const outcome = await provider.stream(BASE, { onText: () => undefined }, never, DEFAULT_DEADLINES);
    expect(outcome).toMatchObject({ kind: "error", code: "empty", retryable: true, model: null, firstTokenMs: null });
  });

  it("has a first token as soon as a call begins", async () => {
    const { outcome } = await run("researcher");
    expect(outcome.firstTokenMs).toBeLessThan(2_000);
  });
});

it("tells when the first token came, reasoning included, and which model was billed", async () => {
  const server = await startSparringServer({ speed: 1 });
  try {
    const request = { ...BASE, modelId: "sparring/firebrand", maxTokens: 3 };
    const provider = createOpenRouter({ baseURL: server.baseURL });
    const outcome = await provider.stream(request, { onText: () => undefined }, never, DEFAULT_DEADLINES);
    expect(outcome.model).toBe("sparring/firebrand");
    expect(outcome.firstTokenMs).toBeGreaterThanOrEqual(195);
    expect(outcome.firstTokenMs).toBeLessThan(1_500);
  } finally {
    await server.close();
  }
});
