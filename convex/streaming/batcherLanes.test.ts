import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batcher, type Delta } from "./batcher";
import { sleep } from "./clock";
import { VirtualClock } from "./virtualClock.test-support";

type Answer = (deltas: Delta[], n: number, clock: VirtualClock) => Promise<boolean[]>;

/** A batcher of two texts on a virtual clock. */
function setup(answer: Answer = async (deltas) => deltas.map(() => true)) {
  const clock = new VirtualClock();
  const flushes: { at: number; deltas: Delta[] }[] = [];
  const halts: number[] = [];
  let writing = 0;
  const batcher = new Batcher({
    lanes: 2,
    clock,
    onHalt: (lane) => halts.push(lane),
    async flush(deltas) {
      expect(writing++).toBe(0);
      flushes.push({ at: clock.now(), deltas });
      try {
        return await answer(deltas, flushes.length - 1, clock);
      } finally {
        writing -= 1;
      }
    },
  });
  const written = (lane: number) =>
    flushes.flatMap(({ deltas }) => deltas.filter((delta) => delta.lane === lane).map((delta) => delta.text)).join("");
  return { batcher, clock, flushes, halts, written };
}

const slowly =
  (ms: number): Answer =>
  async (deltas, _n, clock) => {
    await sleep(clock, ms);
    return deltas.map(() => true);
  };

const both = (a: string, b: string) => [
  { lane: 0, text: a },
  { lane: 1, text: b },
];

describe("two texts that grow together", () => {
  it("share each write: one delta for each that has something", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push(0, "a");
    batcher.push(1, "b");
    await clock.advance(10);
    batcher.push(0, "c");
    batcher.push(1, "d");
    await clock.advance(500);
    batcher.push(1, "e");
    await clock.advance(500);
    expect(flushes.map(({ deltas }) => deltas)).toEqual([
      [{ lane: 0, text: "a" }],
      [{ lane: 1, text: "b" }],
      both("c", "d"),
      [{ lane: 1, text: "e" }],
    ]);
  });

  it("cost about as many writes as one of them", async () => {
    const { batcher, clock, flushes } = setup();
    for (let token = 0; token < 1_000; token++) {
      batcher.push(0, "four.");
      batcher.push(1, "fives");
      await clock.advance(20);
    }
    expect(flushes.length).toBeLessThanOrEqual(47);
  });

  it("show the first words of each at once, and ramp up for whoever begins", async () => {
    const { batcher, clock, flushes } = setup();
    for (let at = 0; at < 5_000; at += 10) {
      batcher.push(0, "x");
      if (at >= 3_030) batcher.push(1, "y");
      await clock.advance(10);
    }
    const late = flushes.filter(({ deltas }) => deltas.some((delta) => delta.lane === 1)).map(({ at }) => at);
    expect(late[0]).toBe(3_030);
    const gaps = late.slice(1, 5).map((at, n) => at - late[n]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(550);
    expect(gaps[1]).toBeLessThanOrEqual(250);
  });

  it("are written early when one of them has 400 characters", async () => {
    const { batcher, clock, flushes } = setup();
    batcher.push(0, "a");
    batcher.push(1, "b");
    await clock.advance(10);
    batcher.push(0, "c");
    batcher.push(1, "d".repeat(400));
    await clock.advance(1);
    expect(flushes.at(-1)).toEqual({ at: 10, deltas: both("c", "d".repeat(400)) });
  });

  it("stop one by one: the other goes on, and what was pending is kept", async () => {
    const { batcher, clock, halts, written } = setup(async (deltas, n) =>
      deltas.map(({ lane }) => lane === 1 || n < 2),
    );
    for (let i = 0; i < 20; i++) {
      batcher.push(0, "a");
      batcher.push(1, "b");
      await clock.advance(200);
    }
    expect(halts).toEqual([0]);
    expect(await batcher.close(0)).toBe("a".repeat(20 - written(0).length));
    expect((await batcher.close(1)) + written(1)).toBe("b".repeat(20));
    expect(clock.pendingTimers).toBe(0);
  });

  it("close one by one: closing waits for no write of the other, and the other is still written", async () => {
    const { batcher, clock, written } = setup(slowly(3_000));
    batcher.push(1, "b");
    await clock.advance(10);
    expect(await batcher.close(0)).toBe("");
    expect(clock.now()).toBe(10);
    batcher.push(1, "c");
    await clock.advance(4_000);
    expect(written(1)).toBe("bc");
  });

  it("fail together when their write fails, and nobody else does", async () => {
    const { batcher, clock, halts, written } = setup(async (deltas) => {
      if (deltas.some(({ lane }) => lane === 0)) throw new Error("no database");
      return deltas.map(() => true);
    });
    batcher.push(1, "b");
    await clock.advance(10);
    batcher.push(0, "a");
    await clock.advance(10);
    batcher.push(1, "c");
    await clock.advance(1_000);
    expect(halts).toEqual([0]);
    await expect(batcher.close(0)).rejects.toThrow("no database");
    expect((await batcher.close(1)) + written(1)).toBe("bc");
  });

  it("arrive whole and in order, however they are cut and whenever one of them ends", { timeout: 60_000 }, async () => {
    const step = fc.record({
      lane: fc.nat({ max: 1 }),
      text: fc.string({ unit: "binary", maxLength: 300 }),
      pause: fc.nat({ max: 400 }),
    });
    const end = fc.option(fc.nat({ max: 20 }), { nil: -1 });
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.nat({ max: 900 }),
      end,
      async (...world) => {
        const [steps, latency, endsAt] = world;
        const run = setup(slowly(latency));
        const texts = ["", ""];
        const rests: Promise<string>[] = [];
        for (const [at, { lane, text, pause }] of steps.entries()) {
          if (at === endsAt) rests[0] = run.batcher.close(0);
          if (lane === 0 && rests[0]) continue;
          texts[lane] += text;
          run.batcher.push(lane, text);
          await run.clock.advance(pause);
        }
        rests[0] ??= run.batcher.close(0);
        rests[1] = run.batcher.close(1);
        const ends = await run.clock.finish(Promise.all(rests));
        expect(ends.map((rest, lane) => run.written(lane) + rest)).toEqual(texts);
        const deltas = run.flushes.flatMap((flush) => flush.deltas);
        expect(deltas.every(({ text }) => text !== "" && !/\p{Surrogate}/u.test(text))).toBe(true);
        expect([run.clock.pendingTimers, run.halts]).toEqual([0, []]);
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });
});
