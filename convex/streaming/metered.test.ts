import { describe, expect, it } from "vitest";
import type { CallPermit, CallRecord, CallRequest } from "../model/runValidators";
import { DEFAULT_DEADLINES } from "../providers/provider";
import { complete, type MeteredCall, meteredStream, type MeteredPorts } from "./metered";
import {
  complete as completed,
  fault,
  type Script,
  ScriptedProvider,
  USAGE,
  words,
} from "./scriptedProvider.test-support";
import { VirtualClock } from "./virtualClock.test-support";

function setup(script: Script, permit: CallPermit = { kind: "go" }) {
  const clock = new VirtualClock();
  const provider = new ScriptedProvider(clock, [script]);
  const opened: CallRequest[] = [];
  const closed: CallRecord[] = [];
  const state = { fail: 0 };
  const attemptTo = <Value>(act: () => Value): Promise<Value> => {
    state.fail -= 1;
    return state.fail >= 0 ? Promise.reject(new Error("no database")) : Promise.resolve(act());
  };
  const ports: MeteredPorts = {
    clock,
    meter: {
      open: (call) =>
        attemptTo(() => {
          opened.push(call);
          return permit;
        }),
      close: (record) => attemptTo(() => void closed.push(record)),
    },
  };
  const call: MeteredCall = {
    callId: "referee.7",
    feature: "referee",
    ids: { userId: null, roomId: null, battleId: null, turnId: null },
    provider,
    request: { modelId: "vendor/model", messages: [{ role: "user", content: "Judge." }], maxTokens: 300 },
  };
  const signal = new AbortController();
  const stream = (onText: (delta: string) => void = () => undefined) =>
    clock.finish(meteredStream(call, { onText }, ports, signal.signal, DEFAULT_DEADLINES));
  return { call, clock, closed, opened, ports, provider, signal, state, stream };
}

describe("meteredStream", () => {
  it("opens the call with what it may cost, and closes it with what it did", async () => {
    const run = setup({ words: words(3, 20), outcome: completed() });
    expect(await run.stream()).toMatchObject({ kind: "complete" });
    expect(run.opened).toEqual([
      {
        callId: "referee.7",
        feature: "referee",
        modelId: "vendor/model",
        maxTokens: 300,
        promptTokens: 10,
        userId: null,
        roomId: null,
        battleId: null,
        turnId: null,
      },
    ]);
    expect(run.closed).toEqual([
      {
        callId: "referee.7",
        modelBilled: "vendor/billed",
        usage: USAGE,
        firstTokenMs: 7,
        durationMs: 60,
        outcome: "complete",
        retryAfterMs: null,
      },
    ]);
  });

  it.each([
    [fault("upstream", true, 3_000), "upstream", null],
    [fault("rate_limited", true, 3_000), "rate_limited", 3_000],
    [fault("payment", false), "payment", null],
  ])("closes a call that failed under its reason", async (outcome, code, retryAfterMs) => {
    const run = setup({ outcome });
    await run.stream();
    expect(run.closed).toMatchObject([{ outcome: code, retryAfterMs }]);
  });

  it.each<CallPermit>([
    { kind: "wait", wait: { kind: "slot" }, until: 9 },
    { kind: "budget", scope: "host" },
  ])("sends and closes nothing without leave: $kind", async (permit) => {
    const run = setup({ outcome: completed() }, permit);
    expect(await run.stream()).toEqual(permit);
    expect([run.provider.requests, run.closed]).toEqual([[], []]);
  });

  it("opens nothing once it is aborted", async () => {
    const run = setup({ outcome: completed() });
    run.signal.abort();
    expect(await run.stream()).toMatchObject({ kind: "aborted" });
    expect([run.opened, run.closed]).toEqual([[], []]);
  });

  it("closes a call that was aborted, once", async () => {
    const run = setup({ words: words(100, 20), outcome: completed() });
    run.clock.after(500, () => run.signal.abort());
    expect(await run.stream()).toMatchObject({ kind: "aborted" });
    expect(run.closed).toMatchObject([{ outcome: "aborted", durationMs: 500 }]);
  });

  it("closes a call whose reader threw, and throws it on", async () => {
    const run = setup({ words: words(3, 20), outcome: completed() });
    const streaming = run.stream(() => {
      throw new Error("no screen");
    });
    await expect(streaming).rejects.toThrow("no screen");
    expect(run.closed).toMatchObject([{ outcome: "lost", usage: null, modelBilled: null }]);
  });

  it("asks and tells the meter again when it did not hear", async () => {
    const run = setup({ words: words(1, 5), outcome: completed() });
    run.state.fail = 3;
    await run.stream(() => void (run.state.fail = 3));
    expect([run.opened.length, run.closed.length, run.provider.requests.length]).toEqual([1, 1, 1]);
  });

  it("sends nothing when the meter cannot be reached", async () => {
    const run = setup({ outcome: completed() });
    run.state.fail = 9;
    await expect(run.stream()).rejects.toThrow("no database");
    expect(run.provider.requests).toEqual([]);
  });
});

describe("complete", () => {
  it("collects the text of one metered request", async () => {
    const { call, ports, clock, signal, closed } = setup({ words: words(3, 20), outcome: completed() });
    const { outcome, text } = await clock.finish(complete(call, ports, signal.signal));
    expect([outcome.kind, text, closed.length]).toEqual(["complete", "word word word ", 1]);
  });

  it("asks once: its caller decides about repeating", async () => {
    const { call, ports, clock, signal } = setup({ words: words(1, 5), outcome: fault("network") });
    const { outcome, text } = await clock.finish(complete(call, ports, signal.signal));
    expect([outcome, text]).toEqual([fault("network"), "word "]);
  });

  it("bounds a text without end", async () => {
    const { call, ports, clock, signal } = setup({ words: words(3, 5, "🥊".repeat(100_000)), outcome: completed() });
    const { text } = await clock.finish(complete(call, ports, signal.signal));
    expect(text).toBe("🥊".repeat(10_000));
  });
});
