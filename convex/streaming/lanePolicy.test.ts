import { describe, expect, it } from "vitest";
import type { CallPermit } from "../model/runValidators";
import { setupFlight } from "./flight.test-support";
import { complete, fault, type Script, USAGE, words } from "./scriptedProvider.test-support";

/** Writes take no time here, so that moments are exact. */
const setup = (...scripts: Script[]) => setupFlight([scripts], { latencyMs: 0 });
const fine: Script = { words: words(1, 5), outcome: complete() };
const go: CallPermit = { kind: "go" };
const limited = (until: number): CallPermit => ({ kind: "wait", wait: { kind: "model_limit", until }, until });

describe("a fault before the first text", () => {
  it("is retried twice with growing pauses, which viewers see", async () => {
    const { run, table, provider } = setup({ outcome: fault("network") }, { outcome: fault("upstream") }, fine);
    expect(await run()).toEqual(["complete"]);
    expect(provider.requests.map((request) => request.at)).toEqual([0, 375, 375 + 750]);
    expect(table.waits).toEqual([
      { at: 0, turnId: "A", wait: { kind: "provider", until: 375 } },
      { at: 375, turnId: "A", wait: null },
      { at: 375, turnId: "A", wait: { kind: "provider", until: 1_125 } },
      { at: 1_125, turnId: "A", wait: null },
    ]);
  });

  it("fails the turn after the second retry, with the last reason", async () => {
    const { run, table } = setup(
      { outcome: fault("network") },
      { outcome: fault("network") },
      { outcome: fault("upstream") },
    );
    expect(await run()).toEqual(["failed"]);
    expect(table.row()).toMatchObject({ text: "", ending: { kind: "failed", errorCode: "upstream" } });
  });

  it("honours Retry-After of one second", async () => {
    const { run, provider } = setup({ outcome: fault("rate_limited", true, 1_000) }, fine);
    expect(await run()).toEqual(["complete"]);
    expect(provider.requests.map((request) => request.at)).toEqual([0, 1_000]);
  });

  it.each(["rate_limited", "upstream"] as const)(
    "gives its slot back for Retry-After of two minutes, and asks again then: %s",
    async (code) => {
      const { run, table, clock } = setup({ outcome: fault(code, true, 120_000) });
      expect(await run()).toEqual(["deferred"]);
      const wait = { kind: "provider", until: 120_000 };
      expect(table.row()).toMatchObject({ text: "", ending: { kind: "deferred", wait, until: 120_000 } });
      expect([clock.now(), table.waits]).toEqual([0, []]);
    },
  );

  it("does not wait for Retry-After beyond five minutes at all: the turn is rate limited", async () => {
    const { run, table } = setup({ outcome: fault("upstream", true, 300_001) });
    expect(await run()).toEqual(["failed"]);
    expect(table.row().ending).toMatchObject({ errorCode: "rate_limited" });
  });

  it.each(["auth", "payment", "moderation", "bad_request"] as const)("is final when it is %s", async (code) => {
    const { run, table, provider } = setup({ outcome: fault(code, false) });
    expect(await run()).toEqual(["failed"]);
    expect(provider.requests).toHaveLength(1);
    expect(table.row().ending).toMatchObject({ errorCode: code });
  });

  it("is retried once when the completion was empty", async () => {
    const { run, table, provider } = setup({ outcome: complete() }, { outcome: complete() });
    expect(await run()).toEqual(["failed"]);
    expect(provider.requests).toHaveLength(2);
    expect(table.row().ending).toMatchObject({ errorCode: "empty" });
  });

  it("is empty when a completion ends in tool calls that nobody offered", async () => {
    const uninvited: Script = { outcome: complete("tool_calls", [{ id: "1", name: "search", arguments: "{}" }]) };
    const { run, table } = setup(uninvited, uninvited);
    expect(await run()).toEqual(["failed"]);
    expect(table.row().ending).toMatchObject({ errorCode: "empty" });
  });

  it("is moderation, and final, when all was filtered", async () => {
    const { run, table, provider } = setup({ outcome: complete("content_filter") });
    expect(await run()).toEqual(["failed"]);
    expect(table.row().ending).toMatchObject({ errorCode: "moderation", usage: USAGE });
    expect(provider.requests).toHaveLength(1);
  });

  it("leaves a retry only what remains of the turn's five minutes", async () => {
    const silence: Script = { words: [[60_000, ""]], outcome: fault("timeout_first_token") };
    const { run, provider } = setup(silence, { outcome: fault("auth", false) });
    await run();
    expect(provider.requests.map((request) => request.deadlines.totalMs)).toEqual([300_000, 300_000 - 60_375]);
  });

  it("is told to viewers no more than it can: a wait that cannot be shown changes nothing", async () => {
    const { run, provider, table, clock } = setup({ outcome: fault("network") }, fine);
    table.waits.push = () => {
      throw new Error("no database");
    };
    expect(await run()).toEqual(["complete"]);
    expect([provider.requests.length, clock.pendingTimers]).toEqual([2, 0]);
  });
});

describe("the ledger", () => {
  it("has one closed call for each request, under its own id, with what became of it", async () => {
    const { run, table } = setup({ outcome: fault("rate_limited", true, 1_000) }, fine);
    await run();
    expect(table.opened.map(({ callId }) => callId)).toEqual(["A.1.1", "A.1.2"]);
    expect(table.opened[0]).toMatchObject({
      feature: "fighter",
      modelId: "vendor/model",
      turnId: "A",
      maxTokens: 4_000,
    });
    expect(table.closed).toEqual([
      {
        callId: "A.1.1",
        modelBilled: null,
        usage: null,
        firstTokenMs: null,
        durationMs: 0,
        outcome: "rate_limited",
        retryAfterMs: 1_000,
      },
      {
        callId: "A.1.2",
        modelBilled: "vendor/billed",
        usage: USAGE,
        firstTokenMs: 7,
        durationMs: 5,
        outcome: "complete",
        retryAfterMs: null,
      },
    ]);
  });

  it("is told before the turn ends, because the turn's end may start the next call", async () => {
    const { run, table } = setup(fine);
    table.disturb = () => expect(table.row().ending === null || table.closed.length === 1).toBe(true);
    expect(await run()).toEqual(["complete"]);
  });

  it("closes the call of a turn that was cancelled", async () => {
    const { run, table } = setup({ words: words(1_000, 20), outcome: complete() });
    table.row().cancelledAt = 1_000;
    await run();
    expect(table.closed).toMatchObject([{ outcome: "aborted", usage: USAGE }]);
  });
});

describe("a limit of ours", () => {
  it("is waited for where the turn stands, up to ten seconds, which viewers see", async () => {
    const { run, table, provider } = setup(fine);
    table.permit = (_call, n) => (n === 0 ? limited(9_000) : go);
    expect(await run()).toEqual(["complete"]);
    expect(provider.requests.map((request) => request.at)).toEqual([9_000]);
    expect(table.waits).toEqual([
      { at: 0, turnId: "A", wait: { kind: "model_limit", until: 9_000 } },
      { at: 9_000, turnId: "A", wait: null },
    ]);
    expect(table.opened.map(({ callId }) => callId)).toEqual(["A.1.1"]);
  });

  it("puts the turn off beyond that", async () => {
    const { run, table, clock } = setup();
    table.permit = () => limited(10_001);
    expect(await run()).toEqual(["deferred"]);
    expect(table.row().ending).toEqual({
      kind: "deferred",
      wait: { kind: "model_limit", until: 10_001 },
      until: 10_001,
    });
    expect([clock.now(), table.closed]).toEqual([0, []]);
  });

  it("holds the slot for ten seconds in all, however often it asks for a little more", async () => {
    const { run, table, clock } = setup();
    table.permit = () => limited(clock.now() + 3_000);
    expect(await run()).toEqual(["deferred"]);
    expect(clock.now()).toBe(9_000);
  });

  it("is not asked without end when it asks for no time at all", async () => {
    const { run, table, clock } = setup();
    table.permit = () => limited(clock.now());
    expect(await run()).toEqual(["deferred"]);
    expect(clock.now()).toBe(10_000);
  });

  it("fails the turn when it asks for more than five minutes", async () => {
    const { run, table } = setup();
    table.permit = () => limited(3_600_000);
    expect(await run()).toEqual(["failed"]);
    expect(table.row().ending).toMatchObject({ errorCode: "rate_limited" });
  });
});

describe("a budget", () => {
  it("that does not allow the call ends the turn, and nothing is asked", async () => {
    const { run, table, provider } = setup();
    table.permit = () => ({ kind: "budget", scope: "room" });
    expect(await run()).toEqual(["budget"]);
    expect(table.row().ending).toEqual({ kind: "budget", scope: "room", usage: null });
    expect([provider.requests, table.closed]).toEqual([[], []]);
  });

  it("that does not allow a retry ends it with what was used so far", async () => {
    const { run, table } = setup({ outcome: complete() });
    table.permit = (_call, n) => (n === 0 ? go : { kind: "budget", scope: "battle" });
    expect(await run()).toEqual(["budget"]);
    expect(table.row().ending).toEqual({ kind: "budget", scope: "battle", usage: USAGE });
  });
});
