import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batcher } from "./batcher";
import { sleep } from "./clock";
import { VirtualClock } from "./virtualClock.test-support";

interface Flush {
  at: number;
  delta: string;
}

/** A batcher of one text on a virtual clock; `answer` decides what the n-th flush (from 0) answers. */
function setup(answer: (n: number, clock: VirtualClock) => Promise<boolean> = async () => true, viewers = 0) {
  const clock = new VirtualClock();
  const flushes: Flush[] = [];
  let writing = 0;
  let halts = 0;
  const batcher = new Batcher({
    lanes: 1,
    clock,
    viewers,
    onHalt: () => (halts += 1),
    async flush(deltas) {
      expect([writing, deltas.length]).toEqual([0, 1]);
      writing += 1;
      flushes.push({ at: clock.now(), delta: deltas[0]!.text });
      try {
        return [await answer(flushes.length - 1, clock)];
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
    batcher.push(0, delta);
    await clock.advance(everyMs);
  }
}

const joined = (flushes: Flush[]) => flushes.map((flush) => flush.delta).join("");

describe("the rhythm", () => {
  it("writes the first token at once, then after 120, 180, 250, 350 and every 550 ms", async () => {
    const run = setup();
    await feed(
      run,
      Array.from({ length: 260 }, () => "x"),
      10,
    );
    expect(run.flushes.map((flush) => flush.at)).toEqual([0, 120, 300, 550, 900, 1_450, 2_000, 2_550]);
  });

  it("slows down to one write a second before a crowd of more than 200", async () => {
    const [few, many] = [200, 201].map((viewers) => setup(undefined, viewers));
    for (const run of [few!, many!])
      await feed(
        run,
        Array.from({ length: 500 }, () => "x"),
        10,
      );
    expect([few!.flushes.length, many!.flushes.length]).toEqual([12, 9]);
  });

  it("writes what trails behind without waiting for more text", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push(0, "a");
    batcher.push(0, "b");
    await clock.advance(120);
    expect(flushes).toEqual([
      { at: 0, delta: "a" },
      { at: 120, delta: "b" },
    ]);
  });

  it("writes 400 pending characters early, and lets the next slot pass for it", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push(0, "a");
    await clock.advance(50);
    batcher.push(0, "b".repeat(400));
    batcher.push(0, "c");
    await clock.advance(1_000);
    expect(flushes.map((flush) => flush.at)).toEqual([0, 50, 300]);
  });

  it("never holds text back for more than two intervals, however many writes went early", async () => {
    const { batcher, clock, flushes } = setup();
    for (let i = 0; i < 20; i++) {
      batcher.push(0, "x".repeat(400));
      await clock.advance(20);
    }
    const lastEarly = flushes.at(-1)!.at;
    batcher.push(0, "y");
    await clock.advance(1_100);
    expect(flushes.at(-1)).toEqual({ at: lastEarly + 1_100, delta: "y" });
  });

  it("sends nothing while nothing is pending", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push(0, "a");
    await clock.advance(60_000);
    expect([flushes.length, clock.pendingTimers]).toEqual([1, 0]);
  });
});

describe("the price of a turn of 1,000 tokens, 4,500 characters, in 20 seconds", () => {
  const tokens = Array.from({ length: 1_000 }, (_, i) => (i % 2 ? "four" : "fives"));

  it.each([0, 15, 80, 700])("is at most 41 appends when a write takes %i ms", async (latency) => {
    const run = setup(slowly(latency));
    await feed(run, tokens, 20);
    const rest = await run.clock.finish(run.batcher.close(0));
    expect(joined(run.flushes) + rest).toBe(tokens.join(""));
    expect(run.flushes.length).toBeLessThanOrEqual(41);
  });

  // A provider may send a packet five times a second or every two seconds: 45 to 450 characters at once.
  it.each([
    [10, 0],
    [10, 60],
    [50, 30],
    [100, 30],
  ])("is the same in packets of %i tokens, when a write takes %i ms", async (size, latency) => {
    const run = setup(slowly(latency));
    const packets = Array.from({ length: tokens.length / size }, (_, i) => tokens.slice(i * size, (i + 1) * size));
    await feed(
      run,
      packets.map((packet) => packet.join("")),
      20 * size,
    );
    await run.clock.finish(run.batcher.close(0));
    expect(run.flushes.length).toBeLessThanOrEqual(41);
  });
});

describe("the end", () => {
  it("hands over what no write has carried", async () => {
    const { batcher, flushes } = setup();
    batcher.push(0, "a");
    batcher.push(0, "bc");
    expect(await batcher.close(0)).toBe("bc");
    expect(joined(flushes)).toBe("a");
  });

  it("waits for the write in flight", async () => {
    const { batcher, clock } = setup(slowly(3_000));
    batcher.push(0, "a");
    await clock.finish(batcher.close(0));
    expect(clock.now()).toBe(3_000);
  });

  it("stops at the first answer that says so, and tells once", async () => {
    const run = setup(async (n) => n < 2);
    await feed(run, ["a", "b", "c", "d", "e"], 200);
    expect(run.flushes.map((flush) => flush.delta)).toEqual(["a", "b", "c"]);
    expect(run.halts()).toBe(1);
    expect(await run.batcher.close(0)).toBe("de");
  });

  it("stops at a failure, tells once, and closes with that failure", async () => {
    const run = setup(async () => {
      throw new Error("no database");
    });
    await feed(run, ["a", "b"], 200);
    expect([run.flushes.length, run.halts()]).toEqual([1, 1]);
    await expect(run.batcher.close(0)).rejects.toThrow("no database");
  });

  it("leaves no timer behind", async () => {
    const { batcher, clock } = setup();
    batcher.push(0, "a");
    batcher.push(0, "b");
    await clock.advance(10);
    await batcher.close(0);
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

  it("arrives whole and in order", async () => {
    const property = fc.asyncProperty(splitText, latency, pause, async ({ text, deltas }, ms, everyMs) => {
      const run = setup(slowly(ms));
      await feed(run, deltas, everyMs);
      const rest = await run.clock.finish(run.batcher.close(0));
      expect(joined(run.flushes) + rest).toBe(text);
      expect(run.flushes.every(({ delta }) => delta !== "" && !/\p{Surrogate}/u.test(delta))).toBe(true);
      expect(run.halts()).toBe(0);
    });
    await fc.assert(property);
  });

  it("is written up to the write that ended it, and no further", async () => {
    const end = fc.record({ at: fc.nat({ max: 10 }), fails: fc.boolean() });
    const property = fc.asyncProperty(splitText, latency, pause, end, async ({ text, deltas }, ms, everyMs, last) => {
      const run = setup(async (n, clock) => {
        await sleep(clock, ms);
        if (n >= last.at && last.fails) throw new Error("no database");
        return n < last.at;
      });
      await feed(run, deltas, everyMs);
      const closing = run.clock.finish(run.batcher.close(0));
      const rest = await closing.catch(() => text.slice(joined(run.flushes).length));
      expect(joined(run.flushes) + rest).toBe(text);
      expect(run.flushes.length).toBeLessThanOrEqual(last.at + 1);
      expect(run.halts()).toBe(run.flushes.length > last.at ? 1 : 0);
    });
    await fc.assert(property);
  });

  it("costs at most a write per slot and per 400 characters", async () => {
    const property = fc.asyncProperty(splitText, pause, async ({ text, deltas }, everyMs) => {
      const run = setup();
      await feed(run, deltas, everyMs);
      const slots = 5 + run.clock.now() / 500;
      expect(run.flushes.length).toBeLessThanOrEqual(slots + text.length / 400);
    });
    await fc.assert(property);
  });
});
