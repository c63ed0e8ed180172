import { describe, expect, it } from "vitest";
import { persistently, shown } from "./persistently";
import { VirtualClock } from "./virtualClock.test-support";

describe("persistently", () => {
  it("tries four times in about two seconds", async () => {
    const clock = new VirtualClock();
    const triedAt: number[] = [];
    const write = () => {
      triedAt.push(clock.now());
      return Promise.reject(new Error("no database"));
    };
    await expect(clock.finish(persistently(write, clock))).rejects.toThrow("no database");
    expect(triedAt).toEqual([0, 100, 500, 2_100]);
  });
});

describe("shown", () => {
  it("tries as often, and lets nobody fail for it", async () => {
    const clock = new VirtualClock();
    let tries = 0;
    const write = () => {
      tries += 1;
      return Promise.reject(new Error("no database"));
    };
    await clock.finish(shown(write, clock));
    expect(tries).toBe(4);
  });
});
