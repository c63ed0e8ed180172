import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Playout, targetLag } from "./playout";

/** Shown length at every frame of a run in which `step` more units arrive every `gap` ms. */
function frames(gap: number, step: number, until: number): number[] {
  const playout = new Playout(0, 0);
  const shown: number[] = [];
  for (let now = 0; now <= until; now += 16) {
    const arrived = Math.floor(now / gap) * step;
    playout.receive(arrived, now);
    shown.push(playout.advance(now));
  }
  return shown;
}

test("the first text is on screen at once", () => {
  const playout = new Playout(0, 0);
  playout.receive(7, 100);
  expect(playout.advance(100)).toBe(7);
});

test("a steady stream flows evenly: no frame brings a burst, none stands still", () => {
  const settled = frames(500, 100, 20_000).slice(-500);
  const steps = settled.slice(1).map((shown, index) => shown - settled[index]!);
  expect(Math.max(...steps)).toBeLessThan(100 / 10);
  expect(Math.min(...steps)).toBeGreaterThan(0);
});

test("after a pause the burst is spread over one lag, not shown in one frame", () => {
  const playout = new Playout(0, 0);
  playout.receive(10, 0);
  playout.advance(10_000);
  playout.receive(1010, 10_000);
  expect(playout.advance(10_016)).toBeLessThan(400);
  for (let now = 10_016; now <= 13_200; now += 16) playout.advance(now);
  expect(playout.shown).toBe(1010);
});

test("a tab that was hidden shows everything on its first frame back", () => {
  const playout = new Playout(0, 0);
  for (let n = 1; n <= 10; n++) playout.receive(n * 50, n * 400);
  expect(playout.advance(60_000)).toBe(500);
});

test("skip shows all that was received", () => {
  const playout = new Playout(5, 0);
  playout.receive(900, 10);
  playout.skip();
  expect(playout.advance(11)).toBe(900);
});

test("never goes back, never passes what arrived, and ends with all of it", () => {
  const arrivals = fc.array(fc.record({ wait: fc.nat(4000), units: fc.nat(400) }), { maxLength: 30 });
  fc.assert(
    fc.property(arrivals, (list) => {
      const playout = new Playout(0, 0);
      let [now, length, before] = [0, 0, 0];
      for (const { wait, units } of list) {
        now += wait;
        playout.receive((length += units), now);
        const shown = playout.advance(now);
        expect(shown).toBeGreaterThanOrEqual(before);
        expect(shown).toBeLessThanOrEqual(length);
        before = shown;
      }
      expect(playout.advance(now + 60_000)).toBe(length);
    }),
  );
});

describe("targetLag", () => {
  test("follows the writer's flush schedule while arrivals are on time", () => {
    expect([1, 2, 3, 4, 5, 50].map((count) => targetLag([], count))).toEqual([120, 180, 250, 350, 550, 550]);
  });

  test("grows to the 90th percentile of the gaps when they are longer, with a bound", () => {
    expect(targetLag([500, 500, 500, 500, 500, 500, 500, 500, 800, 9000], 40)).toBe(800);
    expect(targetLag([9000, 9000], 40)).toBe(1500);
  });
});
