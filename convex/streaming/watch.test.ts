import { describe, expect, it } from "vitest";
import type { Attempt } from "../model/runValidators";
import { VirtualClock } from "./virtualClock.test-support";
import { watchControl } from "./watch";

const attempt = (name: string): Attempt => ({ turnId: name as Attempt["turnId"], epoch: 1 });

/** Watches lanes A and B on a virtual clock, or A alone; `cancelAt` is when A stops being ours. */
function setup(cancelAt = Number.POSITIVE_INFINITY, names = ["A"]) {
  const clock = new VirtualClock();
  const ended = new AbortController();
  const polls: { at: number; renew: boolean; lanes: string }[] = [];
  const state = { lastWriteAt: 0, stoppedAt: null as number | null, fail: false };
  const a = { attempt: attempt("A"), lastWriteAt: 0, onStop: () => void (state.stoppedAt = clock.now()) };
  const b = { attempt: attempt("B"), lastWriteAt: 0, onStop: () => expect.unreachable() };
  const watched = () => {
    a.lastWriteAt = state.lastWriteAt;
    return [a, b].filter((lane) => names.includes(lane.attempt.turnId) && (lane !== a || state.stoppedAt === null));
  };
  const watching = watchControl(
    {
      clock,
      watched,
      async control(attempts, renew) {
        polls.push({ at: clock.now(), renew, lanes: attempts.map(({ turnId }) => turnId).join("") });
        if (state.fail) throw new Error("no database");
        return attempts.map(({ turnId }) => (turnId === "A" && clock.now() >= cancelAt ? "stop" : "run"));
      },
    },
    ended.signal,
  );
  return { b, clock, ended, polls, state, watching };
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
      const { clock, polls, state } = setup(cancelAt);
      await clock.advance(cancelAt + 1_000);
      expect(state.stoppedAt! - cancelAt).toBeLessThanOrEqual(200);
      expect(polls.at(-1)?.at).toBe(state.stoppedAt);
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

  it("asks for all silent lanes at once, and for none that writes", async () => {
    const { b, clock, polls, state } = setup(undefined, ["A", "B"]);
    await clock.advance(400);
    for (let i = 0; i < 3; i++) {
      b.lastWriteAt = clock.now();
      await clock.advance(150);
    }
    expect(polls.map(({ at, lanes }) => [at, lanes])).toEqual([
      [200, "AB"],
      [400, "AB"],
      [600, "A"],
      [800, "A"],
    ]);
    expect(state.stoppedAt).toBeNull();
  });

  it("stops one lane and goes on with the other", async () => {
    const { clock, polls, state } = setup(1_000, ["A", "B"]);
    await clock.advance(1_500);
    expect(state.stoppedAt).toBe(1_000);
    expect(polls.at(-1)).toMatchObject({ at: 1_400, lanes: "B" });
  });

  it("renews the lease for a silent lane although the other writes, because the other may end before it", async () => {
    const { b, clock, polls } = setup(undefined, ["A", "B"]);
    for (let i = 0; i < 24; i++) {
      await clock.advance(500);
      b.lastWriteAt = clock.now();
    }
    expect(polls.filter((poll) => poll.renew).map((poll) => poll.at)).toEqual([5_000, 10_000]);
  });
});
