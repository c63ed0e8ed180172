import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatProvider, Deadlines, StreamOutcome, TurnErrorCode } from "../providers/provider";
import { sleep } from "./clock";
import { runTurn } from "./turnRunner";
import { TurnTable } from "./turnTable.test-support";
import { VirtualClock } from "./virtualClock.test-support";

/** One answer of a provider: words with a pause before each, then an outcome. */
interface Script {
  words?: [pauseMs: number, text: string][];
  outcome: StreamOutcome;
}

const usage = {
  promptTokens: 9,
  completionTokens: 5,
  reasoningTokens: 0,
  cachedTokens: 0,
  costUsd: 0.1,
  simulated: true,
};

function complete(finishReason: "stop" | "content_filter" = "stop"): StreamOutcome {
  return { kind: "complete", finishReason, usage, model: "vendor/model", generationId: null };
}

function fault(code: TurnErrorCode, retryable = true, retryAfterMs: number | null = null): StreamOutcome {
  return { kind: "error", code, retryable, retryAfterMs, usage: null };
}

/** Plays the scripts in order, honours the signal, and notes when each request began and when it was aborted. */
class ScriptedProvider implements ChatProvider {
  readonly scripted = true;
  readonly requests: { at: number; deadlines: Deadlines }[] = [];
  abortedAt: number | null = null;
  readonly #clock: VirtualClock;
  readonly #scripts: Script[];

  constructor(clock: VirtualClock, scripts: Script[]) {
    this.#clock = clock;
    this.#scripts = scripts;
  }

  async stream(...[, handlers, signal, deadlines]: Parameters<ChatProvider["stream"]>): Promise<StreamOutcome> {
    const script = this.#scripts[this.requests.length];
    if (!script) throw new Error("A request too many");
    this.requests.push({ at: this.#clock.now(), deadlines });
    for (const [pause, text] of script.words ?? []) {
      await sleep(this.#clock, pause, signal);
      if (!signal.aborted) handlers.onText(text);
    }
    if (!signal.aborted) return script.outcome;
    this.abortedAt = this.#clock.now();
    return { kind: "aborted", usage };
  }
}

function setup(scripts: Script[], latencyMs = 10) {
  const clock = new VirtualClock();
  const provider = new ScriptedProvider(clock, scripts);
  const table = new TurnTable(clock, latencyMs);
  const run = () =>
    clock.finish(runTurn({ modelId: "vendor/model", messages: [], maxTokens: 100 }, table.ports(provider)));
  return { clock, provider, table, run };
}

const words = (count: number, pauseMs: number, text = "word "): [number, string][] =>
  Array.from({ length: count }, () => [pauseMs, text]);

describe("a turn that goes well", () => {
  it("stores the whole text, how it finished, and its usage", async () => {
    const { run, table, clock } = setup([{ words: words(100, 20), outcome: complete() }]);
    expect(await run()).toBe("complete");
    expect(table.text).toBe("word ".repeat(100));
    expect(table.ending).toEqual({ kind: "complete", finishReason: "stop", usage });
    expect(clock.pendingTimers).toBe(0);
  });

  it("costs at most 45 appends for 1,000 tokens in 20 seconds", async () => {
    const { run, table } = setup([{ words: words(1_000, 20, "four."), outcome: complete() }]);
    await run();
    expect(table.appends).toBeLessThanOrEqual(45);
  });

  it("keeps a filtered text, and says that it was filtered", async () => {
    const { run, table } = setup([{ words: words(3, 20), outcome: complete("content_filter") }]);
    await run();
    expect(table.ending).toMatchObject({ kind: "complete", finishReason: "content_filter" });
  });
});

describe("a text that is too long", () => {
  it("is cut at 8,000 characters between two graphemes, and the request is closed", async () => {
    const { run, table, provider } = setup([
      { words: [[10, "x".repeat(7_999)], [10, "👍🏽 and more"], ...words(9, 10)], outcome: complete() },
    ]);
    expect(await run()).toBe("complete");
    expect(table.text).toBe("x".repeat(7_999));
    expect(table.ending).toEqual({ kind: "complete", finishReason: "length", usage });
    expect(provider.abortedAt).toBe(20);
  });

  it("is cut out of a single delta of a megabyte", async () => {
    const { run, table } = setup([{ words: [[10, "x".repeat(1 << 20)]], outcome: complete() }]);
    await run();
    expect(table.text).toHaveLength(8_000);
  });

  it("is not cut when it fits exactly", async () => {
    const { run, table } = setup([{ words: [[10, "x".repeat(8_000)]], outcome: complete() }]);
    await run();
    expect(table.ending).toMatchObject({ finishReason: "stop" });
  });
});

describe("a fault before the first text", () => {
  it("is retried twice with growing pauses", async () => {
    const scripts = [
      { outcome: fault("network") },
      { outcome: fault("upstream") },
      { words: words(1, 5), outcome: complete() },
    ];
    const { run, provider } = setup(scripts);
    expect(await run()).toBe("complete");
    expect(provider.requests.map((request) => request.at)).toEqual([0, 375, 375 + 750]);
  });

  it("fails the turn after the second retry, with the last reason", async () => {
    const { run, table } = setup([
      { outcome: fault("network") },
      { outcome: fault("network") },
      { outcome: fault("upstream") },
    ]);
    expect(await run()).toBe("failed");
    expect(table).toMatchObject({ text: "", ending: { kind: "failed", errorCode: "upstream" } });
  });

  it("honours Retry-After of one second", async () => {
    const { run, provider } = setup([
      { outcome: fault("rate_limited", true, 1_000) },
      { words: words(1, 5), outcome: complete() },
    ]);
    expect(await run()).toBe("complete");
    expect(provider.requests.map((request) => request.at)).toEqual([0, 1_000]);
  });

  it("does not wait for Retry-After of two minutes", async () => {
    const { run, table, clock } = setup([{ outcome: fault("upstream", true, 120_000) }]);
    expect(await run()).toBe("failed");
    expect(table.ending).toMatchObject({ errorCode: "rate_limited" });
    expect(clock.now()).toBeLessThan(1_000);
  });

  it.each(["auth", "payment", "moderation", "bad_request"] as const)("is final when it is %s", async (code) => {
    const { run, table, provider } = setup([{ outcome: fault(code, false) }]);
    expect(await run()).toBe("failed");
    expect(provider.requests).toHaveLength(1);
    expect(table.ending).toMatchObject({ errorCode: code });
  });

  it("is retried once when the completion was empty", async () => {
    const { run, table, provider } = setup([{ outcome: complete() }, { outcome: complete() }]);
    expect(await run()).toBe("failed");
    expect(provider.requests).toHaveLength(2);
    expect(table.ending).toMatchObject({ errorCode: "empty" });
  });

  it("leaves a retry only what remains of the turn's five minutes", async () => {
    const { run, provider } = setup([
      { words: [[60_000, ""]], outcome: fault("timeout_first_token") },
      { outcome: fault("auth", false) },
    ]);
    await run();
    expect(provider.requests.map((request) => request.deadlines.totalMs)).toEqual([300_000, 300_000 - 60_375]);
  });
});

describe("a fault after some text", () => {
  it.each(["network", "stalled", "truncated", "malformed", "upstream"] as const)(
    "interrupts the turn and keeps its text: %s",
    async (code) => {
      const { run, table, provider } = setup([{ words: words(7, 30), outcome: fault(code) }]);
      expect(await run()).toBe("interrupted");
      expect(provider.requests).toHaveLength(1);
      expect(table).toMatchObject({ text: "word ".repeat(7), ending: { kind: "interrupted", errorCode: code } });
    },
  );
});

describe("a cancel", () => {
  it.each([
    ["while the text flows", { words: words(1_000, 20), outcome: complete() }],
    ["while the provider is silent", { words: [...words(10, 20), [600_000, "late"]], outcome: complete() }],
    ["before the first text", { words: [[600_000, "late"]], outcome: complete() }],
  ] satisfies [string, Script][])("closes the request within 300 ms %s", async (_when, script) => {
    const { run, table, provider } = setup([script]);
    table.cancelledAt = 5_003;
    expect(await run()).toBe("stopped");
    expect(provider.abortedAt! - 5_003).toBeLessThanOrEqual(300);
    expect([table.ending, table.finalizes]).toEqual([null, 0]);
  });

  it("is heard during the wait for a retry", async () => {
    const { run, table, provider, clock } = setup([{ outcome: fault("rate_limited", true, 9_000) }]);
    table.cancelledAt = 1_000;
    expect(await run()).toBe("stopped");
    expect([provider.requests.length, clock.now() < 1_300]).toEqual([1, true]);
  });

  it("is heard even by the last write", async () => {
    const { run, table } = setup([{ words: words(3, 20), outcome: complete() }], 100);
    table.cancelledAt = 150;
    expect(await run()).toBe("stopped");
  });
});

describe("a database that fails", () => {
  it("gets a write again under the same number, and loses nothing", async () => {
    const { run, table } = setup([{ words: words(200, 20), outcome: complete() }]);
    let calls = 0;
    table.disturb = (point) => {
      calls += 1;
      if (calls % 5 === 0) throw new Error(`lost ${point} the write`);
    };
    expect(await run()).toBe("complete");
    expect(table.text).toBe("word ".repeat(200));
  });

  it("ends the run when it stays away, with the request closed and nothing pending", async () => {
    const { run, table, provider, clock } = setup([{ words: words(1_000, 20), outcome: complete() }]);
    table.disturb = () => {
      throw new Error("no database");
    };
    await expect(run()).rejects.toThrow("no database");
    expect(provider.abortedAt).not.toBeNull();
    expect(clock.pendingTimers).toBe(0);
  });
});

it("leaves nothing pending when a provider breaks its promise not to throw", async () => {
  const { clock, run, provider } = setup([{ outcome: complete() }]);
  provider.stream = () => Promise.reject(new Error("a bug"));
  await expect(run()).rejects.toThrow("a bug");
  expect(clock.pendingTimers).toBe(0);
});

const anyOutcome = fc.constantFrom(complete(), complete("content_filter"), fault("network"), fault("auth", false));
const anyWords = fc.array(
  fc.tuple(fc.nat({ max: 3_000 }), fc.string({ unit: "binary", minLength: 1, maxLength: 900 })),
  {
    maxLength: 20,
  },
);
const anyScripts = fc.array(fc.record({ words: anyWords, outcome: anyOutcome }), { minLength: 3, maxLength: 3 });

it("stores a start of what the provider said, whatever happens, and all of it unless stopped or full", async () => {
  const cancel = fc.option(fc.nat({ max: 60_000 }), { nil: Number.POSITIVE_INFINITY });
  const property = fc.asyncProperty(anyScripts, fc.nat({ max: 800 }), cancel, fc.nat({ max: 3 }), async (...world) => {
    const [scripts, latency, cancelledAt, failures] = world;
    const { run, table, provider, clock } = setup(scripts, latency);
    table.cancelledAt = cancelledAt;
    let left = failures;
    table.disturb = () => {
      left -= 1;
      if (left >= 0) throw new Error("no database");
    };
    const result = await run();
    const said = (scripts[provider.requests.length - 1]?.words ?? []).map(([, text]) => text).join("");
    expect(said.startsWith(table.text)).toBe(true);
    const full = said.length > 8_000 && table.text.length > 7_000;
    expect(result === "stopped" || full || table.text === said).toBe(true);
    expect(result !== "failed" || table.text === "").toBe(true);
    expect(table.ending?.kind ?? "stopped").toBe(result);
    expect(clock.pendingTimers).toBe(0);
  });
  await fc.assert(property, { numRuns: 300 });
});
