import { describe, expect, it } from "vitest";
import { startSparringServer } from "../../tests/support/sparring-server";
import { DEFAULT_DEADLINES, type ChatRequest } from "./provider";
import { modelAvailable, type ProviderEnv, realModelsConfigured } from "./availability";
import { providerFor } from "./select";

const PROMPT = 'Topic: "Cats are better than dogs"\nStance: for\nRound: 1 of 3';

async function run(modelId: string, env: ProviderEnv, more: Partial<ChatRequest> = {}) {
  const messages = [{ role: "system" as const, content: PROMPT }];
  const request: ChatRequest = { modelId, messages, maxTokens: 1000, ...more };
  let text = "";
  const handlers = { onText: (delta: string) => void (text += delta) };
  const provider = providerFor(modelId, env);
  const outcome = await provider.stream(request, handlers, new AbortController().signal, DEFAULT_DEADLINES);
  return { provider, outcome, text };
}

describe("providerFor", () => {
  it("lets anyone fight a sparring partner with an empty environment and no network", async () => {
    const { provider, outcome, text } = await run("sparring/firebrand", { ARENA_SPARRING_SPEED: "100" });
    expect(provider.scripted).toBe(true);
    expect(outcome).toMatchObject({ kind: "complete", finishReason: "stop", usage: { simulated: true } });
    expect(text).toContain("cats");
  });

  it("obeys fault suffixes only when the environment allows faults", async () => {
    const speed = { ARENA_SPARRING_SPEED: "100" };
    const model = "sparring/firebrand+402";
    expect((await run(model, speed)).outcome.kind).toBe("complete");
    expect((await run(model, { ...speed, ARENA_SPARRING_FAULTS: "1" })).outcome).toMatchObject({ code: "payment" });
  });

  it("remembers between calls how often a fault was asked for, so that a retry can succeed", async () => {
    const env = { ARENA_SPARRING_SPEED: "100", ARENA_SPARRING_FAULTS: "1" };
    const more = { sessionId: "battle 1" };
    const model = "sparring/firebrand+429.0.1000.1";
    expect((await run(model, env, more)).outcome).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 1000,
      retryable: true,
    });
    expect((await run(model, env, more)).outcome.kind).toBe("complete");
    expect((await run(model, env, { sessionId: "battle 2" })).outcome.kind).toBe("error");
  });

  it("ends at once when a stalled sparring partner is cancelled", async () => {
    const env = { ARENA_SPARRING_SPEED: "100", ARENA_SPARRING_FAULTS: "1" };
    const modelId = "sparring/firebrand+stall.3.60000";
    const stop = new AbortController();
    const request = { modelId, messages: [], maxTokens: 100 };
    const handlers = { onText: () => stop.abort() };
    const outcome = await providerFor(modelId, env).stream(request, handlers, stop.signal, DEFAULT_DEADLINES);
    expect(outcome).toMatchObject({ kind: "aborted", usage: null });
  });

  it("reaches any OpenRouter-compatible base URL without a key, and sends none", async () => {
    const server = await startSparringServer({ speed: 100 });
    try {
      const env = { OPENROUTER_BASE_URL: server.baseURL, SITE_URL: "https://arena.example" };
      const client = providerFor("vendor/model", env);
      expect(client.scripted).toBe(false);
      const request = { modelId: "sparring/socrates", messages: [], maxTokens: 50, sessionId: "s", user: "u", seed: 3 };
      await client.stream(request, { onText: () => undefined }, new AbortController().signal, DEFAULT_DEADLINES);
      const [seen] = server.requests;
      expect(seen?.path).toBe("/api/v1/chat/completions");
      expect(seen?.headers).toMatchObject({ "http-referer": "https://arena.example", "x-openrouter-title": "ArenaAI" });
      expect(seen?.headers.authorization).toBeUndefined();
      expect(JSON.parse(seen?.body ?? "")).toMatchObject({
        model: "sparring/socrates",
        stream: true,
        max_tokens: 50,
        session_id: "s",
        user: "u",
        seed: 3,
      });
    } finally {
      await server.close();
    }
  });

  it("sends the key as a bearer token", async () => {
    const server = await startSparringServer({ speed: 100 });
    try {
      await run("vendor/missing", { OPENROUTER_BASE_URL: server.baseURL, OPENROUTER_API_KEY: "sk-test" });
      expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-test");
    } finally {
      await server.close();
    }
  });

  it("answers auth, and calls nobody, when no provider is configured", async () => {
    expect((await run("vendor/model", {})).outcome).toEqual({
      kind: "error",
      code: "auth",
      retryable: false,
      retryAfterMs: null,
      usage: null,
      model: null,
      firstTokenMs: null,
    });
  });
});

describe("modelAvailable", () => {
  const key = { OPENROUTER_API_KEY: "sk" };
  const base = { OPENROUTER_BASE_URL: "http://127.0.0.1:1/v1" };

  it.each<[string, ProviderEnv, boolean]>([
    ["sparring/socrates", {}, true],
    ["sparring/judge", {}, false],
    ["sparring/nobody", {}, false],
    ["sparring/socrates+stall.5.100", {}, false],
    ["sparring/socrates+stall.5.100", { ARENA_SPARRING_FAULTS: "1" }, true],
    ["openai/gpt", {}, false],
    ["openai/gpt", key, true],
    ["anthropic/claude-sonnet-4.5:beta", key, true],
    ["local-model", key, false],
    ["openai/gpt 4", key, false],
    ["local-model", base, true],
    ["", base, false],
  ])("%s with %j: %s", (modelId, env, available) => {
    expect(modelAvailable(modelId, env)).toBe(available);
  });

  it("real models need a key or a base URL", () => {
    expect([{}, key, base, { OPENROUTER_API_KEY: "" }].map(realModelsConfigured)).toEqual([false, true, true, false]);
  });
});
