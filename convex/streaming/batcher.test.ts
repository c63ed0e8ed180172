import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { Batcher } from "./batcher";
import { sleep } from "./clock";
import { VirtualClock } from "./virtualClock.test-support";

interface Flush {
  at: number;
  delta: string;
}

/** A batcher on a virtual clock; `answer` decides what the n-th flush (from 0) answers. */
function setup(answer: (n: number, clock: VirtualClock) => Promise<boolean> = async () => true, viewers = 0) {
  const clock = new VirtualClock();
  const flushes: Flush[] = [];
  let writing = 0;
  let halts = 0;
  const batcher = new Batcher({
    clock,
    viewers,
    onHalt: () => (halts += 1),
    async flush(delta) {
      expect(writing).toBe(0);
      writing += 1;
      flushes.push({ at: clock.now(), delta });
      try {
        return await answer(flushes.length - 1, clock);
      } finally {
        writing -= 1;
      }
    },
  });
  return { clock, batcher, flushes, halts: () => halts };
}

const slowly =
  (ms: number) =>
  async (_n: number, clock: VirtualClock): Promise<boolean> => {
    await sleep(clock, ms);
    return true;
  };

async function feed({ clock, batcher }: ReturnType<typeof setup>, deltas: string[], everyMs: number) {
  for (const delta of deltas) {
    batcher.push(delta);
    await clock.advance(everyMs);
  }
}

const joined = (flushes: Flush[]) => flushes.map((flush) => flush.delta).join("");

describe("the rhythm", () => {
  it("writes the first token at once, then after 120, 180, 250, 350 and every 500 ms", async () => {
    const test = setup();
    await feed(
      test,
      Array.from({ length: 260 }, () => "x"),
      10,
    );
    expect(test.flushes.map((flush) => flush.at)).toEqual([0, 120, 300, 550, 900, 1_400, 1_900, 2_400]);
  });

  it("slows down to one write a second before a crowd of more than 200", async () => {
    const [few, many] = [200, 201].map((viewers) => setup(undefined, viewers));
    for (const test of [few!, many!])
      await feed(
        test,
        Array.from({ length: 500 }, () => "x"),
        10,
      );
    expect([few!.flushes.length, many!.flushes.length]).toEqual([13, 9]);
  });

  it("writes what trails behind without waiting for more text", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push("a");
    batcher.push("b");
    await clock.advance(120);
    expect(flushes).toEqual([
      { at: 0, delta: "a" },
      { at: 120, delta: "b" },
    ]);
  });

  it("writes 400 pending characters early, and lets the next slot pass for it", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push("a");
    await clock.advance(50);
    batcher.push("b".repeat(400));
    batcher.push("c");
    await clock.advance(1_000);
    expect(flushes.map((flush) => flush.at)).toEqual([0, 50, 300]);
  });

  it("never holds text back for more than two intervals, however many writes went early", async () => {
    const { batcher, clock, flushes } = setup();
    for (let i = 0; i < 20; i++) {
      batcher.push("x".repeat(400));
      await clock.advance(20);
    }
    const lastEarly = flushes.at(-1)!.at;
    batcher.push("y");
    await clock.advance(1_000);
    expect(flushes.at(-1)).toEqual({ at: lastEarly + 1_000, delta: "y" });
  });

  it("sends nothing while nothing is pending", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push("a");
    await clock.advance(60_000);
    expect([flushes.length, clock.pendingTimers]).toEqual([1, 0]);
  });
});

describe("the price of a turn of 1,000 tokens, 4,500 characters, in 20 seconds", () => {
  const tokens = Array.from({ length: 1_000 }, (_, i) => (i % 2 ? "four" : "fives"));

  it.each([0, 15, 80, 700])("is at most 45 appends when a write takes %i ms", async (latency) => {
    const test = setup(slowly(latency));
    await feed(test, tokens, 20);
    const rest = await test.clock.finish(test.batcher.close());
    expect(joined(test.flushes) + rest).toBe(tokens.join(""));
    expect(test.flushes.length).toBeLessThanOrEqual(45);
  });

  // A provider sends one packet a second or five; every packet of 45 or 225 characters comes at once.
  test.prop([fc.constantFrom(10, 50, 100), fc.integer({ min: 0, max: 100 })], { numRuns: 20 })(
    "is the same when the tokens come in packets",
    async (packet, latency) => {
      const test = setup(slowly(latency));
      const packets = Array.from({ length: tokens.length / packet }, (_, i) =>
        tokens.slice(i * packet, (i + 1) * packet).join(""),
      );
      await feed(test, packets, 20 * packet);
      await test.clock.finish(test.batcher.close());
      expect(test.flushes.length).toBeLessThanOrEqual(45);
    },
  );
});

describe("the end", () => {
  it("hands over what no write has carried", async () => {
    const { batcher, flushes } = setup();
    batcher.push("a");
    batcher.push("bc");
    expect(await batcher.close()).toBe("bc");
    expect(joined(flushes)).toBe("a");
  });

  it("waits for the write in flight", async () => {
    const { batcher, clock } = setup(slowly(3_000));
    batcher.push("a");
    await clock.finish(batcher.close());
    expect(clock.now()).toBe(3_000);
  });

  it("stops at the first answer that says so, and tells once", async () => {
    const test = setup(async (n) => n < 2);
    await feed(test, ["a", "b", "c", "d", "e"], 200);
    expect(test.flushes.map((flush) => flush.delta)).toEqual(["a", "b", "c"]);
    expect(test.halts()).toBe(1);
    expect(await test.batcher.close()).toBe("de");
  });

  it("stops at a failure, tells once, and closes with that failure", async () => {
    const test = setup(async () => {
      throw new Error("no database");
    });
    await feed(test, ["a", "b"], 200);
    expect([test.flushes.length, test.halts()]).toEqual([1, 1]);
    await expect(test.batcher.close()).rejects.toThrow("no database");
  });

  it("leaves no timer behind", async () => {
    const { batcher, clock } = setup();
    batcher.push("a");
    batcher.push("b");
    await clock.advance(10);
    await batcher.close();
    expect(clock.pendingTimers).toBe(0);
  });
});

/** A text of whole characters, cut at arbitrary UTF-16 positions: pairs come in halves. */
const splitText = fc
  .tuple(fc.string({ unit: "binary", maxLength: 2_000 }), fc.array(fc.nat({ max: 4_000 }), { maxLength: 40 }))
  .map(([text, cuts]) => {
    const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
    return { text, deltas: at.slice(1).map((end, i) => text.slice(at[i], end)) };
  });

describe("any text, split anywhere", () => {
  const latency = fc.integer({ min: 0, max: 900 });
  const pause = fc.integer({ min: 0, max: 400 });

  test.prop([splitText, latency, pause])("arrives whole and in order", async ({ text, deltas }, ms, everyMs) => {
    const test = setup(slowly(ms));
    await feed(test, deltas, everyMs);
    const rest = await test.clock.finish(test.batcher.close());
    expect(joined(test.flushes) + rest).toBe(text);
    expect(test.flushes.every(({ delta }) => delta !== "" && !/\p{Surrogate}/u.test(delta))).toBe(true);
    expect(test.halts()).toBe(0);
  });

  const ending = fc.constantFrom("stop" as const, "failure" as const);

  test.prop([splitText, latency, pause, fc.nat({ max: 10 }), ending])(
    "is written up to the write that ended it, and no further",
    async ({ text, deltas }, ms, everyMs, endAt, end) => {
      const test = setup(async (n, clock) => {
        await sleep(clock, ms);
        if (n >= endAt && end === "failure") throw new Error("no database");
        return n < endAt;
      });
      await feed(test, deltas, everyMs);
      const closed = test.clock.finish(test.batcher.close()).catch(() => null);
      const rest = await closed;
      expect(text.startsWith(joined(test.flushes))).toBe(true);
      expect(test.flushes.length).toBeLessThanOrEqual(endAt + 1);
      expect(test.halts()).toBe(test.flushes.length > endAt ? 1 : 0);
      if (rest !== null) expect(joined(test.flushes) + rest).toBe(text);
    },
  );

  test.prop([splitText, pause])(
    "costs at most a write per slot and per 400 characters",
    async ({ text, deltas }, ms) => {
      const test = setup();
      await feed(test, deltas, ms);
      const slots = 5 + test.clock.now() / 500;
      expect(test.flushes.length).toBeLessThanOrEqual(slots + text.length / 400);
    },
  );
});
