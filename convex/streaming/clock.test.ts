import { describe, expect, it } from "vitest";
import { sleep } from "./clock";
import { VirtualClock } from "./virtualClock.test-support";

describe("sleep", () => {
  it("lasts as long as asked", async () => {
    const clock = new VirtualClock();
    await clock.finish(sleep(clock, 250));
    expect(clock.now()).toBe(250);
  });

  it("ends with an abort and leaves no timer behind", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 1_000, controller.signal);
    await clock.advance(100);
    controller.abort();
    await sleeping;
    expect([clock.now(), clock.pendingTimers]).toEqual([100, 0]);
  });

  it("does not begin once aborted", async () => {
    const clock = new VirtualClock();
    await sleep(clock, 1_000, AbortSignal.abort());
    expect(clock.pendingTimers).toBe(0);
  });
});
