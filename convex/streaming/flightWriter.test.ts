import { describe, expect, it } from "vitest";
import type { AppendAnswer, Attempt, Write } from "../model/runValidators";
import { FlightWriter, type HaltReason } from "./flightWriter";
import { VirtualClock } from "./virtualClock.test-support";

const attempt = (name: string): Attempt => ({ turnId: name as Attempt["turnId"], epoch: 3 });

function setup(answer: (write: Write) => AppendAnswer = () => "ok", lanes = 1) {
  const clock = new VirtualClock();
  const appends: Write[][] = [];
  const halts: [number, HaltReason][] = [];
  const flight = new FlightWriter({
    attempts: ["A", "B"].slice(0, lanes).map(attempt),
    clock,
    onHalt: (lane, reason) => halts.push([lane, reason]),
    append: async (writes) => {
      appends.push(writes);
      return writes.map(answer);
    },
  });
  return { clock, flight, writer: flight.lane(0), appends, halts };
}

describe("the writer of one lane", () => {
  it("numbers its writes from 1 and hands over the next number with the rest", async () => {
    const { clock, writer, appends } = setup();
    writer.push("a");
    await clock.advance(200);
    writer.push("b");
    await clock.advance(10);
    writer.push("c");
    expect(await writer.close()).toEqual({ ...attempt("A"), seq: 3, delta: "c" });
    expect(appends).toEqual([[{ ...attempt("A"), seq: 1, delta: "a" }], [{ ...attempt("A"), seq: 2, delta: "b" }]]);
  });

  it("takes no more text once a character did not fit, although a smaller one would", async () => {
    const { clock, writer, halts } = setup();
    writer.push("x".repeat(7_999));
    await clock.advance(10);
    writer.push("👍🏽");
    writer.push("y");
    expect((await writer.close()).delta).toBe("");
    expect(halts).toEqual([[0, "full"]]);
  });

  it("halts when it no longer owns the turn", async () => {
    const { clock, writer, halts } = setup(({ seq }) => (seq === 2 ? "stop" : "ok"));
    for (const text of ["a", "b", "c", "d"]) {
      writer.push(text);
      await clock.advance(600);
    }
    expect(halts).toEqual([[0, "stop"]]);
  });

  it("goes on after a write that had arrived before", async () => {
    const { clock, writer, halts } = setup(() => "duplicate");
    writer.push("a");
    await clock.advance(600);
    writer.push("b");
    await clock.advance(600);
    expect([await writer.close(), halts]).toEqual([{ ...attempt("A"), seq: 3, delta: "" }, []]);
  });

  it("knows whether it was given any text, and when it last wrote", async () => {
    const { clock, writer } = setup();
    expect(writer.hasText).toBe(false);
    await clock.advance(70);
    writer.push("a");
    await clock.advance(10);
    expect([writer.hasText, writer.lastWriteAt]).toEqual([true, 70]);
  });
});

describe("the writer of two lanes", () => {
  it("appends both in one go, each with its own number", async () => {
    const { clock, flight, appends } = setup(undefined, 2);
    flight.lane(1).push("b");
    await clock.advance(200);
    flight.lane(0).push("a");
    await clock.advance(10);
    flight.lane(0).push("c");
    flight.lane(1).push("d");
    await clock.advance(1_000);
    expect(appends.at(-1)).toEqual([
      { ...attempt("A"), seq: 2, delta: "c" },
      { ...attempt("B"), seq: 2, delta: "d" },
    ]);
  });

  it("repeats a failed append whole, under the same numbers", async () => {
    const { clock, flight, appends } = setup(({ seq }) => {
      if (seq === 1 && appends.length === 1) throw new Error("lost");
      return "ok";
    }, 2);
    flight.lane(0).push("a");
    flight.lane(1).push("b");
    await clock.advance(200);
    expect(appends[1]).toEqual(appends[0]);
  });

  it("stops the lane that was told so, and lets the other go on", async () => {
    const { clock, flight, halts } = setup(({ turnId }) => (turnId === attempt("A").turnId ? "stop" : "ok"), 2);
    for (let i = 0; i < 4; i++) {
      flight.lane(0).push("a");
      flight.lane(1).push("b");
      await clock.advance(600);
    }
    expect(halts).toEqual([[0, "stop"]]);
    expect((await flight.lane(1).close()).seq).toBe(5);
  });

  it("tells a database that is gone from a turn that is", async () => {
    const { clock, flight, halts } = setup(() => {
      throw new Error("no database");
    }, 2);
    flight.lane(0).push("a");
    await clock.advance(5_000);
    expect(halts).toEqual([[0, "broken"]]);
    await expect(flight.lane(0).close()).rejects.toThrow("no database");
    expect((await flight.lane(1).close()).delta).toBe("");
  });
});
