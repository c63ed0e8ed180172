import { describe, expect, it } from "vitest";
import type { Attempt, ToolCallView } from "../model/runValidators";
import { sleep } from "./clock";
import { ShownCall } from "./shownCall";
import { VirtualClock } from "./virtualClock.test-support";

function setup(latencyMs = 10) {
  const clock = new VirtualClock();
  const writes: (ToolCallView & { at: number })[] = [];
  let writing = 0;
  const attempt: Attempt = { turnId: "A" as Attempt["turnId"], epoch: 2 };
  const call = new ShownCall({
    attempt,
    index: 1,
    clock,
    async show(view) {
      expect(writing++).toBe(0);
      writes.push({ ...view, at: clock.now() });
      await sleep(clock, latencyMs);
      writing -= 1;
    },
  });
  return { call, clock, writes };
}

async function growTo(run: ReturnType<typeof setup>, length: number, everyMs: number) {
  for (let at = 1; at <= length; at++) {
    run.call.grow("search", "x".repeat(at));
    await run.clock.advance(everyMs);
  }
}

describe("a shown call", () => {
  it("is shown with its first piece at once, then four times a second at most, and at last whole", async () => {
    const run = setup();
    await growTo(run, 100, 10);
    await run.clock.advance(1_000);
    expect(run.writes.map(({ at }) => at)).toEqual([0, 250, 500, 750, 1_000]);
    expect(run.writes.at(-1)).toMatchObject({ arguments: "x".repeat(100), status: "calling", epoch: 2, index: 1 });
    expect(run.clock.pendingTimers).toBe(0);
  });

  it("shows the whole arguments before the call runs, then each state in order", async () => {
    const run = setup();
    await growTo(run, 5, 10);
    await run.clock.finish(run.call.put({ status: "running" }));
    await run.clock.finish(run.call.put({ status: "done", result: "42", durationMs: 3 }));
    expect(run.writes.map(({ status, arguments: args, result }) => [status, args.length, result])).toEqual([
      ["calling", 1, null],
      ["calling", 5, null],
      ["running", 5, null],
      ["done", 5, "42"],
    ]);
    expect([run.writes.at(-1)?.durationMs, run.clock.pendingTimers]).toEqual([3, 0]);
  });

  it("has one write in flight, however slow it is, and skips what has become old meanwhile", async () => {
    const run = setup(5_000);
    await growTo(run, 60, 10);
    await run.clock.finish(run.call.put({ status: "running" }));
    expect(run.writes.map(({ arguments: args }) => args.length)).toEqual([1, 60, 60]);
  });

  it("writes nothing for what nobody would see: arguments and results are cut at 400", async () => {
    const run = setup();
    await growTo(run, 600, 10);
    expect(run.writes.length).toBe(4_000 / 250 + 1);
    expect(run.writes.at(-1)?.at).toBe(4_000);
    await run.clock.finish(run.call.put({ status: "failed", result: "y".repeat(900) }));
    expect(run.writes.at(-1)).toMatchObject({ arguments: "x".repeat(400), result: "y".repeat(400) });
  });

  it("lets nobody fail for a screen that cannot be reached", async () => {
    const clock = new VirtualClock();
    const attempt: Attempt = { turnId: "A" as Attempt["turnId"], epoch: 1 };
    const call = new ShownCall({
      attempt,
      index: 0,
      clock,
      show: () => Promise.reject(new Error("no database")),
    });
    call.grow("search", "x");
    await clock.finish(call.put({ status: "running" }));
    expect(clock.pendingTimers).toBe(0);
  });
});
