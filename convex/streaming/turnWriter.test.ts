import { describe, expect, it } from "vitest";
import type { AppendAnswer } from "../model/validators";
import { type HaltReason, persistently, TurnWriter } from "./turnWriter";
import { VirtualClock } from "./virtualClock.test-support";

function setup(answer: (seq: number) => AppendAnswer = () => "ok") {
  const clock = new VirtualClock();
  const appends: [number, string][] = [];
  const halts: HaltReason[] = [];
  const writer = new TurnWriter({
    clock,
    onHalt: (reason) => halts.push(reason),
    append: async (seq, delta) => {
      appends.push([seq, delta]);
      return answer(seq);
    },
  });
  return { clock, writer, appends, halts };
}

describe("TurnWriter", () => {
  it("numbers its writes from 1 and hands over the next number with the rest", async () => {
    const { clock, writer, appends } = setup();
    writer.push("a");
    await clock.advance(200);
    writer.push("b");
    await clock.advance(10);
    writer.push("c");
    expect(await writer.close()).toEqual({ seq: 3, delta: "c" });
    expect(appends).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  it("takes no more text once a character did not fit, although a smaller one would", async () => {
    const { clock, writer, halts } = setup();
    writer.push("x".repeat(7_999));
    await clock.advance(10);
    writer.push("👍🏽");
    writer.push("y");
    expect((await writer.close()).delta).toBe("");
    expect(halts).toEqual(["full"]);
  });

  it("halts when it no longer owns the turn", async () => {
    const { clock, writer, halts } = setup((seq) => (seq === 2 ? "stop" : "ok"));
    for (const text of ["a", "b", "c", "d"]) {
      writer.push(text);
      await clock.advance(600);
    }
    expect(halts).toEqual(["stop"]);
  });

  it("goes on after a write that had arrived before", async () => {
    const { clock, writer, halts } = setup(() => "duplicate");
    writer.push("a");
    await clock.advance(600);
    writer.push("b");
    await clock.advance(600);
    expect([await writer.close(), halts]).toEqual([{ seq: 3, delta: "" }, []]);
  });

  it("knows whether it was given any text", () => {
    const { writer } = setup();
    expect(writer.hasText).toBe(false);
    writer.push("a");
    expect(writer.hasText).toBe(true);
  });
});

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
