import { array, assert, integer, property } from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Alarm } from "./alarm";
import { DueQueue } from "./due-queue";
import { Heap } from "../heap";

const MONTH = 30 * 24 * 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

it("a heap gives its items back in order, whatever was pushed and popped before", () => {
  assert(
    property(array(integer()), array(integer()), (first, second) => {
      const heap = new Heap<number>((a, b) => a < b);
      for (const item of first) heap.push(item);
      const smallest = heap.pop();
      for (const item of second) heap.push(item);
      const rest = [];
      while (heap.size > 0) rest.push(heap.pop());
      const expected = first.toSorted((a, b) => a - b);
      expect(smallest).toBe(expected.shift());
      expect(rest).toEqual([...expected, ...second].toSorted((a, b) => a - b));
    }),
  );
});

describe("an alarm", () => {
  it("rings once, at the time it was last set to", () => {
    const ring = vi.fn<() => void>();
    const alarm = new Alarm(ring);
    alarm.set(1000);
    alarm.set(500);
    vi.advanceTimersByTime(499);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2000);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it("can be turned off, and set again", () => {
    const ring = vi.fn<() => void>();
    const alarm = new Alarm(ring);
    alarm.set(10);
    alarm.set(null);
    vi.advanceTimersByTime(100);
    expect(ring).not.toHaveBeenCalled();
    alarm.set(50);
    vi.advanceTimersByTime(0);
    expect(ring).toHaveBeenCalledTimes(1);
  });
});

describe("a due queue", () => {
  it("rings when the first item is due, and gives items in order of time, then arrival", () => {
    const taken: string[] = [];
    const queue = new DueQueue<string>(() => {
      for (let item = queue.takeDue(Date.now()); item !== undefined; item = queue.takeDue(Date.now())) taken.push(item);
      queue.arm();
    });
    for (const [time, item] of [
      [300, "c"],
      [100, "a1"],
      [100, "a2"],
      [200.5, "b"],
    ] as const)
      queue.add(time, item);
    queue.arm();
    vi.advanceTimersByTime(100);
    expect(taken).toEqual(["a1", "a2"]);
    vi.advanceTimersByTime(100);
    expect(taken).toEqual(["a1", "a2"]);
    vi.advanceTimersByTime(100);
    expect(taken).toEqual(["a1", "a2", "b", "c"]);
    expect(queue.size).toBe(0);
  });

  it("waits for times that are further away than a timer can be set", () => {
    const taken: string[] = [];
    const queue = new DueQueue<string>(() => {
      const item = queue.takeDue(Date.now());
      if (item !== undefined) taken.push(item);
      queue.arm();
    });
    queue.add(2 * MONTH, "far");
    queue.arm();
    vi.advanceTimersByTime(2 * MONTH - 1);
    expect(taken).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(taken).toEqual(["far"]);
  });

  it("gives what waited when its time has passed, though the clock was turned back", () => {
    const taken: string[] = [];
    const queue = new DueQueue<string>(() => {
      for (let item = queue.takeDue(Date.now()); item !== undefined; item = queue.takeDue(Date.now())) taken.push(item);
      queue.arm();
    });
    vi.setSystemTime(MONTH);
    queue.add(MONTH + 300, "before");
    queue.arm();
    vi.setSystemTime(0);
    queue.add(600, "after");
    queue.arm();
    vi.advanceTimersByTime(299);
    expect(taken).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(taken).toEqual(["before"]);
    vi.advanceTimersByTime(300);
    expect(taken).toEqual(["before", "after"]);
  });
});
