import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Watchdog } from "./deadlines";

const LIMITS = { firstTokenMs: 60_000, reasoningFirstTokenMs: 120_000, interTokenMs: 20_000, totalMs: 300_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(limits = LIMITS) {
  const caller = new AbortController();
  return { caller, watchdog: new Watchdog(limits, caller.signal) };
}

describe("Watchdog", () => {
  it("waits for the first token as long as allowed, and no longer", () => {
    const { watchdog } = start();
    vi.advanceTimersByTime(59_999);
    expect(watchdog.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(watchdog.signal.aborted).toBe(true);
    expect(watchdog.expired).toBe("timeout_first_token");
  });

  it("gives a reasoning model until its own deadline, counted from the start", () => {
    const { watchdog } = start();
    vi.advanceTimersByTime(50_000);
    watchdog.reasoned();
    vi.advanceTimersByTime(60_000);
    watchdog.reasoned();
    expect(watchdog.expired).toBeNull();
    vi.advanceTimersByTime(10_000);
    expect(watchdog.expired).toBe("timeout_first_token");
  });

  it("is stalled when text stops, and every piece of text starts the wait anew", () => {
    const { watchdog } = start();
    for (let piece = 0; piece < 5; piece += 1) {
      watchdog.progressed();
      vi.advanceTimersByTime(19_999);
    }
    expect(watchdog.expired).toBeNull();
    vi.advanceTimersByTime(1);
    expect(watchdog.expired).toBe("stalled");
  });

  it("counts reasoning between pieces of text as progress", () => {
    const { watchdog } = start();
    watchdog.progressed();
    vi.advanceTimersByTime(15_000);
    watchdog.reasoned();
    vi.advanceTimersByTime(15_000);
    expect(watchdog.expired).toBeNull();
  });

  it("ends at the total limit, however lively the stream", () => {
    const { watchdog } = start();
    for (let second = 0; second < 300; second += 10) {
      watchdog.progressed();
      vi.advanceTimersByTime(10_000);
    }
    expect(watchdog.expired).toBe("timeout_total");
  });

  it("waits two seconds at most for what follows the finish, even if text trickles on", () => {
    const { watchdog } = start();
    watchdog.finished();
    vi.advanceTimersByTime(1_500);
    watchdog.progressed();
    watchdog.finished();
    vi.advanceTimersByTime(500);
    expect(watchdog.signal.aborted).toBe(true);
  });

  it("costs a handful of timers for thousands of tokens", () => {
    const { watchdog } = start();
    const timers = vi.spyOn(globalThis, "setTimeout");
    for (let token = 0; token < 10_000; token += 1) {
      watchdog.progressed();
      vi.advanceTimersByTime(2);
    }
    expect(timers.mock.calls.length).toBeLessThan(5);
    expect(watchdog.expired).toBeNull();
  });

  it("passes the caller's abort on, which is no expiry", () => {
    const { caller, watchdog } = start();
    caller.abort();
    expect(watchdog.signal.aborted).toBe(true);
    expect(watchdog.expired).toBeNull();
  });

  it("leaves no timer and no listener behind", () => {
    const { caller, watchdog } = start();
    watchdog.progressed();
    watchdog.stop();
    expect(vi.getTimerCount()).toBe(0);
    caller.abort();
    expect(watchdog.signal.aborted).toBe(false);
  });
});
