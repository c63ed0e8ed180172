import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setupFlight } from "./flight.test-support";
import { calling, complete, fault, type Script, USAGE, words } from "./scriptedProvider.test-support";

/** A flight of one lane. */
const setup = (scripts: Script[], latencyMs = 10) => setupFlight([scripts], { latencyMs });

describe("a turn that goes well", () => {
  it("stores the whole text, how it finished, and its usage", async () => {
    const { run, table, clock } = setup([{ words: words(100, 20), outcome: complete() }]);
    expect(await run()).toEqual(["complete"]);
    expect(table.row().text).toBe("word ".repeat(100));
    expect(table.row().ending).toEqual({ kind: "complete", finishReason: "stop", usage: USAGE });
    expect(clock.pendingTimers).toBe(0);
  });

  it("costs at most 45 appends for 1,000 tokens in 20 seconds", async () => {
    const { run, table } = setup([{ words: words(1_000, 20, "four."), outcome: complete() }]);
    await run();
    expect(table.appends).toBeLessThanOrEqual(45);
  });

  it.each(["content_filter", "length", "tool_calls"] as const)(
    "keeps its text and says how it finished: %s",
    async (finishReason) => {
      const { run, table } = setup([{ words: words(3, 20), outcome: complete(finishReason) }]);
      await run();
      expect(table.row().ending).toMatchObject({ kind: "complete", finishReason });
    },
  );

  it("shows no wait and no tool", async () => {
    const { run, table } = setup([{ words: words(3, 20), outcome: complete() }]);
    await run();
    expect([table.waits, table.tools]).toEqual([[], []]);
  });
});

describe("a text that is too long", () => {
  it("is cut at 8,000 characters between two graphemes, and the request is closed", async () => {
    const { run, table, provider } = setup(
      [{ words: [[10, "x".repeat(7_999)], [10, "👍🏽 and more"], ...words(9, 10)], outcome: complete() }],
      0,
    );
    expect(await run()).toEqual(["complete"]);
    expect(table.row().text).toBe("x".repeat(7_999));
    expect(table.row().ending).toEqual({ kind: "complete", finishReason: "length", usage: USAGE });
    expect(provider.abortedAt).toBe(20);
  });

  it("is cut out of a single delta of a megabyte", async () => {
    const { run, table } = setup([{ words: [[10, "x".repeat(1 << 20)]], outcome: complete() }]);
    await run();
    expect(table.row().text).toHaveLength(8_000);
  });

  it("is not cut when it fits exactly", async () => {
    const { run, table } = setup([{ words: [[10, "x".repeat(8_000)]], outcome: complete() }]);
    await run();
    expect(table.row().ending).toMatchObject({ finishReason: "stop" });
  });
});

describe("a fault after some text", () => {
  it.each(["network", "stalled", "truncated", "malformed", "upstream", "rate_limited"] as const)(
    "interrupts the turn and keeps its text: %s",
    async (code) => {
      const { run, table, provider } = setup([{ words: words(7, 30), outcome: fault(code, true, 1_000) }]);
      expect(await run()).toEqual(["interrupted"]);
      expect(provider.requests).toHaveLength(1);
      expect(table.row().text).toBe("word ".repeat(7));
      expect(table.row().ending).toMatchObject({ kind: "interrupted", errorCode: code });
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
    table.row().cancelledAt = 5_003;
    expect(await run()).toEqual(["stopped"]);
    expect(provider.abortedAt! - 5_003).toBeLessThanOrEqual(300);
    expect([table.row().ending, table.row().finalizes]).toEqual([null, 0]);
  });

  it("is heard during the wait for a retry", async () => {
    const { run, table, provider, clock } = setup([{ outcome: fault("rate_limited", true, 9_000) }]);
    table.row().cancelledAt = 1_000;
    expect(await run()).toEqual(["stopped"]);
    expect([provider.requests.length, clock.now() < 1_300]).toEqual([1, true]);
  });

  it("is heard during the wait for a limit of ours, before any request", async () => {
    const { run, table, provider, clock } = setup([]);
    table.permit = () => ({ kind: "wait", wait: { kind: "host_limit", until: 9_000 }, until: 9_000 });
    table.row().cancelledAt = 1_000;
    expect(await run()).toEqual(["stopped"]);
    expect([provider.requests.length, clock.now() < 1_300, table.closed]).toEqual([0, true, []]);
  });

  it("is heard even by the last write", async () => {
    const { run, table } = setup([{ words: words(3, 20), outcome: complete() }], 100);
    table.row().cancelledAt = 350;
    expect(await run()).toEqual(["stopped"]);
    expect(table.row().ending).toBeNull();
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
    expect(await run()).toEqual(["complete"]);
    expect(table.row().text).toBe("word ".repeat(200));
  });

  it("ends the run when it stays away, with the request closed and nothing pending", async () => {
    const { run, table, provider, clock } = setup([{ words: words(1_000, 20), outcome: complete() }]);
    table.disturb = () => {
      if (clock.now() > 100) throw new Error("no database");
    };
    await expect(run()).rejects.toThrow("no database");
    expect(provider.abortedAt).not.toBeNull();
    expect(clock.pendingTimers).toBe(0);
  });
});

it("leaves nothing pending when a provider breaks its promise not to throw", async () => {
  const { clock, run, provider, table } = setup([{ outcome: complete() }]);
  provider.stream = () => Promise.reject(new Error("a bug"));
  await expect(run()).rejects.toThrow("a bug");
  expect(clock.pendingTimers).toBe(0);
  expect(table.closed).toMatchObject([{ outcome: "lost", usage: null }]);
});

const anyOutcome = fc.constantFrom(complete(), complete("content_filter"), fault("network"), fault("auth", false));
const anyText = fc.string({ unit: "binary", minLength: 1, maxLength: 900 });
const anyWords = fc.array(fc.tuple(fc.nat({ max: 3_000 }), anyText), { maxLength: 20 });
const anyAnswer: fc.Arbitrary<Script> = fc.record({ words: anyWords, outcome: anyOutcome });
const anyScripts = fc.array(fc.oneof(anyAnswer, fc.constant(calling(["search", "{}"]))), {
  minLength: 3,
  maxLength: 3,
});

const textOf = (script: Script | undefined) =>
  (script?.words ?? []).map(([, said]) => (typeof said === "string" ? said : "")).join("");

it("stores a start of what the provider said, whatever happens, and all of it unless stopped or full", async () => {
  const cancel = fc.option(fc.nat({ max: 60_000 }), { nil: Number.POSITIVE_INFINITY });
  const property = fc.asyncProperty(anyScripts, fc.nat({ max: 800 }), cancel, fc.nat({ max: 3 }), async (...world) => {
    const [scripts, latency, cancelledAt, failures] = world;
    const { run, table, provider, clock } = setup(scripts, latency);
    table.row().cancelledAt = cancelledAt;
    let left = failures;
    table.disturb = () => {
      left -= 1;
      if (left >= 0) throw new Error("no database");
    };
    const [result] = await run();
    const said = textOf(scripts[provider.requests.length - 1]);
    const { text, ending } = table.row();
    expect(said.startsWith(text)).toBe(true);
    const full = said.length > 8_000 && text.length > 7_000;
    expect(result === "stopped" || full || text === said).toBe(true);
    expect(result !== "failed" || text === "").toBe(true);
    expect(ending?.kind ?? "stopped").toBe(result);
    expect(clock.pendingTimers).toBe(0);
    expect(new Set(table.closed.map(({ callId }) => callId)).size).toBe(provider.requests.length);
  });
  await fc.assert(property, { numRuns: 300 });
});
