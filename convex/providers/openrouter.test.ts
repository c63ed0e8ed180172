import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startSparringServer, type SocketRecord, type SparringServer } from "../../tests/support/sparring-server";
import { createOpenRouter } from "./openrouter";
import { DEFAULT_DEADLINES, type Deadlines, type StreamOutcome } from "./provider";

/*
 * The fault catalogue, each row over real TCP through the real openai SDK. A fault is asked for in the model's name:
 * `+fault.after.ms`, see faultRequest.ts. Stalls last a minute, so a passing test has not waited for one.
 */

const MINUTE = 60_000;
const SYSTEM = 'Topic: "Cats are better than dogs"\nStance: for\nRound: 1 of 3';

let server: SparringServer;
beforeAll(async () => void (server = await startSparringServer({ speed: 200 })));
afterAll(() => server.close());
afterEach(() => void vi.restoreAllMocks());

interface Run {
  outcome: StreamOutcome;
  text: string;
  deltas: string[];
  reasoning: string;
  socket: SocketRecord;
}

interface RunOptions {
  maxTokens?: number;
  deadlines?: Partial<Deadlines>;
  signal?: AbortSignal;
  onText?: (delta: string) => void;
}

async function run(model: string, { maxTokens, deadlines, signal, onText }: RunOptions = {}): Promise<Run> {
  const provider = createOpenRouter({ baseURL: server.baseURL });
  const deltas: string[] = [];
  let reasoning = "";
  const outcome = await provider.stream(
    { modelId: `sparring/${model}`, messages: [{ role: "system", content: SYSTEM }], maxTokens: maxTokens ?? 500_000 },
    {
      onText: (delta) => {
        deltas.push(delta);
        onText?.(delta);
      },
      onReasoning: (delta) => void (reasoning += delta),
    },
    signal ?? new AbortController().signal,
    { ...DEFAULT_DEADLINES, ...deadlines },
  );
  return { outcome, text: deltas.join(""), deltas, reasoning, socket: server.requests.at(-1)!.socket };
}

let whole: Run;
beforeAll(async () => void (whole = await run("firebrand")));

describe("a complete answer", () => {
  it("has its text, finish, usage, model and generation id", () => {
    expect(whole.text).toMatch(/^\S.{200,}\S$/s);
    expect(whole.outcome).toEqual({
      kind: "complete",
      finishReason: "stop",
      usage: expect.objectContaining({ simulated: true, reasoningTokens: 0 }) as unknown,
      toolCalls: [],
      model: "sparring/firebrand",
      firstTokenMs: expect.any(Number) as unknown,
      generationId: expect.stringMatching(/^gen-/) as unknown,
    });
  });

  it.each([
    ["finish sent, no [DONE]", "nodone"],
    ["socket held open after [DONE]", "hold"],
    ["CRLF line ends", "crlf"],
    ["slow first token behind keepalive comments", "keepalive.0.300"],
    ["a stall shorter than the deadline", "stall.10.300"],
  ])("is complete and byte-equal: %s", async (_, fault) => {
    const { outcome, text } = await run(`firebrand+${fault}`);
    expect(outcome.kind).toBe("complete");
    expect(text).toBe(whole.text);
  });

  it("is byte-equal when every byte comes alone, multi-byte characters included", async () => {
    const { text } = await run("jester", { maxTokens: 12 });
    expect(text).toMatch(/\p{Emoji_Presentation}.*\w/su);
    expect((await run("jester+bytes", { maxTokens: 12 })).text).toBe(text);
  });

  it("closes a socket that the server holds open after [DONE]", async () => {
    const { socket } = await run("firebrand+hold");
    expect(await socket.closed).toBeGreaterThan(socket.openedAt);
  });

  it("needs neither [DONE] nor the end of the connection once there was a finish", async () => {
    const { outcome, text, socket } = await run("firebrand+hang", { deadlines: { interTokenMs: 500 } });
    expect(outcome).toMatchObject({ kind: "complete", finishReason: "stop", usage: whole.outcome.usage });
    expect(text).toBe(whole.text);
    await socket.closed;
  });

  it("keeps the first of two finish reasons", async () => {
    expect((await run("firebrand+dupfinish")).outcome).toMatchObject({ kind: "complete", finishReason: "stop" });
  });

  it("overwrites usage with the last report, and never adds up", async () => {
    const { outcome } = await run("firebrand+dupusage");
    expect(outcome.usage?.completionTokens).toBe((whole.outcome.usage?.completionTokens ?? 0) + 1);
  });

  it("has null usage when none was sent", async () => {
    expect((await run("firebrand+nousage")).outcome).toMatchObject({ kind: "complete", usage: null });
  });

  it.each([
    ["length", "length"],
    ["filter", "content_filter"],
  ])("labels %s as %s", async (fault, finishReason) => {
    expect((await run(`firebrand+${fault}`)).outcome).toMatchObject({ kind: "complete", finishReason });
  });

  it("shows a refusal as what the model said", async () => {
    const { outcome, text } = await run("firebrand+refusal");
    expect(text).toBe("I would rather not argue this motion.");
    expect(outcome.kind).toBe("complete");
  });

  it("streams reasoning apart from the text", async () => {
    const { outcome, text, reasoning } = await run("reasoner");
    expect(reasoning.length).toBeGreaterThan(50);
    expect(text).not.toContain(reasoning);
    expect(outcome.usage?.reasoningTokens).toBeGreaterThan(10);
  });

  it("survives a delta of 1 MiB", async () => {
    const { outcome, text } = await run("firebrand+huge");
    expect(outcome.kind).toBe("complete");
    expect(text).toBe("x".repeat(1024 * 1024));
  });

  it("joins a surrogate pair that was split over two deltas", async () => {
    const { deltas, text } = await run("firebrand+surrogate");
    expect(deltas[0]).toBe("🥊");
    expect(text).toBe(`🥊${whole.text}`);
  });

  it("replaces a lone surrogate", async () => {
    const { text } = await run("firebrand+lone");
    expect(text).toBe(`\ufffd${whole.text}`);
  });
});

describe("a stream that breaks keeps its partial text and is never complete", () => {
  it.each([
    ["connection reset", "reset.20", "network"],
    ["abrupt end", "abrupt.20", "network"],
    ["clean EOF without finish", "eof.20", "truncated"],
    ["EOF inside an event", "cut.20", "truncated"],
    ["malformed chunk", "malformed.20", "malformed"],
    ["error chunk", "error.20", "upstream"],
    ["error with empty choices", "errorempty.20", "upstream"],
    ["finish reason error", "errorfinish.20", "upstream"],
    ["error inside the choice", "errorchoice.20", "upstream"],
  ])("%s", async (_, fault, code) => {
    const { outcome, text, deltas, socket } = await run(`firebrand+${fault}`);
    expect(outcome).toMatchObject({ kind: "error", code, retryable: false });
    expect(deltas.length).toBe(20);
    expect(whole.text.startsWith(text)).toBe(true);
    if (!fault.startsWith("eof") && !fault.startsWith("cut")) await socket.closed;
  });

  it.each(["reset", "abrupt", "eof", "cut", "malformed", "error", "errorfinish", "errorchoice"])(
    "%s before the first text may be retried",
    async (fault) => {
      const { outcome, text } = await run(`firebrand+${fault}.0`);
      expect(outcome).toMatchObject({ kind: "error", retryable: true });
      expect(text).toBe("");
    },
  );

  it("logs nothing of a chunk that it cannot parse", async () => {
    const logs = (["error", "warn", "info", "log", "debug"] as const).map((level) => vi.spyOn(console, level));
    await run("firebrand+malformed.3");
    for (const log of logs) expect(log).not.toHaveBeenCalled();
  });
});

describe("an answer without a stream", () => {
  it.each([
    ["400", "bad_request", false],
    ["401", "auth", false],
    ["402", "payment", false],
    ["403", "moderation", false],
    ["404", "bad_request", false],
    ["408", "upstream", true],
    ["429", "rate_limited", true],
    ["500", "upstream", true],
    ["html", "upstream", true],
    ["503", "upstream", true],
    ["529", "upstream", true],
    ["error200", "upstream", true],
    ["empty", "empty", true],
    ["reasoning", "empty", true],
  ])("%s is %s, retryable: %s", async (fault, code, retryable) => {
    const { outcome, text } = await run(`firebrand+${fault}`);
    expect(outcome).toMatchObject({ kind: "error", code, retryable, retryAfterMs: null });
    expect(text).toBe("");
    expect(JSON.stringify(outcome)).not.toMatch(/scripted|html|bad gateway/i);
  });

  it.each([1000, 120_000])("passes Retry-After of %i ms on instead of waiting, and asks once", async (ms) => {
    const before = server.requests.length;
    const { outcome } = await run(`firebrand+429.0.${ms}`);
    expect(outcome).toMatchObject({ code: "rate_limited", retryAfterMs: ms });
    expect(server.requests.length).toBe(before + 1);
  });

  it("is a network fault when nobody listens", async () => {
    const gone = await startSparringServer();
    await gone.close();
    const provider = createOpenRouter({ baseURL: gone.baseURL });
    const request = { modelId: "m", messages: [], maxTokens: 1 };
    const never = new AbortController().signal;
    const outcome = await provider.stream(request, { onText: () => undefined }, never, DEFAULT_DEADLINES);
    expect(outcome).toMatchObject({ kind: "error", code: "network", retryable: true });
  });
});

describe("deadlines", () => {
  it.each([
    ["silence before the first token", "stall.0", { firstTokenMs: 100 }, "timeout_first_token", true],
    ["only comments before the first token", "keepalive.0", { firstTokenMs: 100 }, "timeout_first_token", true],
    ["silence after some text", "stall.20", { interTokenMs: 300 }, "stalled", false],
    ["only comments after some text", "keepalive.20", { interTokenMs: 300 }, "stalled", false],
    ["the total limit", "stall.20", { totalMs: 500 }, "timeout_total", false],
  ])("%s", async (_, fault, deadlines, code, retryable) => {
    const { outcome, text, socket } = await run(`firebrand+${fault}.${MINUTE}`, { deadlines });
    expect(outcome).toMatchObject({ kind: "error", code, retryable });
    expect(whole.text.startsWith(text)).toBe(true);
    await socket.closed;
  });

  it("a model that reasons but never speaks runs into the reasoning deadline", async () => {
    const deadlines = { firstTokenMs: 400, reasoningFirstTokenMs: 800 };
    const { outcome, reasoning } = await run(`reasoner+stall.10.${MINUTE}`, { deadlines });
    expect(outcome).toMatchObject({ code: "timeout_first_token", retryable: true });
    expect(reasoning).not.toBe("");
  });
});

describe("abort", () => {
  it("closes the socket while text flows, and nothing is published after it", async () => {
    const stop = new AbortController();
    let seen = 0;
    const { outcome, deltas, socket } = await run(`firebrand+stall.30.${MINUTE}`, {
      signal: stop.signal,
      onText: () => {
        seen += 1;
        if (seen === 6) stop.abort();
      },
    });
    expect(outcome).toMatchObject({ kind: "aborted", usage: null });
    expect(deltas.length).toBe(6);
    await socket.closed;
  });

  it.each(["stall.10", "keepalive.10", "stall.0"])(
    "closes the socket while the provider is silent: %s",
    async (fault) => {
      const stop = new AbortController();
      const running = run(`firebrand+${fault}.${MINUTE}`, { signal: stop.signal });
      const before = server.requests.length;
      await vi.waitFor(() => expect(server.requests.length).toBe(before + 1));
      stop.abort();
      const { outcome, socket } = await running;
      expect(outcome.kind).toBe("aborted");
      await socket.closed;
    },
  );

  it("before the start makes no request", async () => {
    const before = server.requests.length;
    const { outcome } = await run("firebrand", { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: "aborted", usage: null, model: null, firstTokenMs: null });
    expect(server.requests.length).toBe(before);
  });

  it("an exception of a handler closes the socket and is rethrown", async () => {
    const boom = new Error("database gone");
    const running = run(`firebrand+stall.30.${MINUTE}`, {
      onText: () => {
        throw boom;
      },
    });
    await expect(running).rejects.toBe(boom);
    await server.requests.at(-1)!.socket.closed;
  });
});
