import { describe, expect, it } from "vitest";
import { VirtualClock } from "./virtualClock.test-support";
import { watchControl } from "./watch";

/** Watches on a virtual clock; `cancelAt` is when the turn stops being ours. */
function setup(cancelAt = Number.POSITIVE_INFINITY) {
  const clock = new VirtualClock();
  const ended = new AbortController();
  const polls: { at: number; renew: boolean }[] = [];
  const state = { lastWriteAt: 0, stoppedAt: null as number | null, fail: false };
  const watching = watchControl(
    {
      clock,
      lastWriteAt: () => state.lastWriteAt,
      onStop: () => {
        state.stoppedAt = clock.now();
      },
      async control(renew) {
        polls.push({ at: clock.now(), renew });
        if (state.fail) throw new Error("no database");
        return clock.now() >= cancelAt ? "stop" : "run";
      },
    },
    ended.signal,
  );
  return { clock, ended, polls, state, watching };
}

describe("watchControl", () => {
  it("polls every 200 ms while nothing is written", async () => {
    const { clock, polls } = setup();
    await clock.advance(1_000);
    expect(polls.map((poll) => poll.at)).toEqual([200, 400, 600, 800, 1_000]);
  });

  it("does not poll while writes come faster than that", async () => {
    const { clock, polls, state } = setup();
    for (let i = 0; i < 10; i++) {
      await clock.advance(150);
      state.lastWriteAt = clock.now();
    }
    expect(polls).toEqual([]);
  });

  it("polls between two writes that are half a second apart", async () => {
    const { clock, polls, state } = setup();
    for (let i = 0; i < 2; i++) {
      await clock.advance(500);
      state.lastWriteAt = clock.now();
    }
    expect(polls.map((poll) => poll.at)).toEqual([200, 400, 700, 900]);
  });

  it.each([0, 1, 199, 1_001, 30_123])(
    "tells within 200 ms of a cancel at %i ms, and polls no more",
    async (cancelAt) => {
      const { clock, polls, state, watching } = setup(cancelAt);
      await clock.finish(watching);
      expect(state.stoppedAt! - cancelAt).toBeLessThanOrEqual(200);
      expect(polls.at(-1)?.at).toBe(state.stoppedAt);
      expect(clock.pendingTimers).toBe(0);
    },
  );

  it("renews the lease every five seconds while nothing is written", async () => {
    const { clock, polls } = setup();
    await clock.advance(16_000);
    expect(polls.filter((poll) => poll.renew).map((poll) => poll.at)).toEqual([5_000, 10_000, 15_000]);
  });

  it("does not renew a lease for which the writes speak", async () => {
    const { clock, polls, state } = setup();
    for (let i = 0; i < 40; i++) {
      await clock.advance(500);
      state.lastWriteAt = clock.now();
    }
    expect(polls.some((poll) => poll.renew)).toBe(false);
  });

  it("goes on after a poll that failed", async () => {
    const { clock, polls, state } = setup(600);
    state.fail = true;
    await clock.advance(500);
    state.fail = false;
    await clock.advance(500);
    expect([polls.length, state.stoppedAt]).toEqual([3, 600]);
  });

  it("ends with the attempt, without another word", async () => {
    const { clock, ended, polls, state, watching } = setup();
    await clock.advance(300);
    ended.abort();
    await watching;
    expect([polls.length, state.stoppedAt, clock.pendingTimers]).toEqual([1, null, 0]);
  });
});
