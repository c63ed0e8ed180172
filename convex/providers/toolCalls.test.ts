import { assert, array, integer, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { ToolCallAssembler } from "./toolCalls";

const first = (index: number, id: string, name: string, args = "") => ({
  index,
  id,
  function: { name, arguments: args },
});
const more = (index: number, args: string) => ({ index, function: { arguments: args } });

/** In pieces of the given sizes, over and over. */
function cut(text: string, sizes: number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const size = sizes[pieces.length % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const whole = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

function readAll(...deltas: unknown[]) {
  const assembler = new ToolCallAssembler();
  const pieces = deltas.flatMap((delta) => assembler.read(delta));
  return { pieces, calls: assembler.calls() };
}

describe("ToolCallAssembler", () => {
  it("joins the arguments of parallel calls by their index, however they are cut and interleaved", () => {
    const sizes = array(integer({ min: 1, max: 9 }), { minLength: 1 });
    assert(
      property(string({ unit: "grapheme", maxLength: 200 }), string(), sizes, array(nat(1)), (one, two, at, order) => {
        const queues = [cut(one, at), cut(two, at)];
        const deltas: unknown[] = [[first(0, "a", "search")], [first(1, "b", "calculate")]];
        for (let turn = 0; queues[0]!.length + queues[1]!.length > 0; turn++) {
          const pick = order[turn % Math.max(1, order.length)] ?? 0;
          const index = queues[pick]!.length > 0 ? pick : 1 - pick;
          deltas.push([more(index, queues[index]!.shift()!)]);
        }
        expect(readAll(...deltas).calls).toEqual([
          { id: "a", name: "search", arguments: whole(one) },
          { id: "b", name: "calculate", arguments: whole(two) },
        ]);
      }),
    );
  });

  it("tells with every piece whose it is", () => {
    const { pieces } = readAll([first(0, "a", "search", '{"q')], [more(0, 'uery"')], [first(1, "b", "calculate")]);
    expect(pieces).toEqual([
      { index: 0, id: "a", name: "search", argumentsDelta: '{"q' },
      { index: 0, id: "a", name: "search", argumentsDelta: 'uery"' },
      { index: 1, id: "b", name: "calculate", argumentsDelta: "" },
    ]);
  });

  it("never hands out half a surrogate pair", () => {
    const { pieces, calls } = readAll([first(0, "a", "s", "\ud83e")], [more(0, "\udd4a")], [more(0, "\ud83e")]);
    expect(pieces.map((piece) => piece.argumentsDelta)).toEqual(["", "🥊", ""]);
    expect(calls[0]?.arguments).toBe("🥊\ufffd");
  });

  it("orders calls by their index, not by their arrival", () => {
    expect(readAll([first(1, "b", "two"), first(0, "a", "one")]).calls.map((call) => call.id)).toEqual(["a", "b"]);
  });

  it("understands servers that send no index: a new id begins a new call", () => {
    const { calls } = readAll(
      [
        { id: "a", function: { name: "one", arguments: "1" } },
        { id: "b", function: { name: "two", arguments: "2" } },
      ],
      [{ function: { arguments: "3" } }],
    );
    expect(calls).toEqual([
      { id: "a", name: "one", arguments: "1" },
      { id: "b", name: "two", arguments: "23" },
    ]);
  });

  it("gives a call without an id one, because its result must name it", () => {
    expect(readAll([{ index: 3, function: { name: "one" } }]).calls).toEqual([
      { id: "call_3", name: "one", arguments: "" },
    ]);
  });

  it("keeps the first id and the first name", () => {
    expect(readAll([first(0, "a", "one")], [first(0, "x", "two", "{}")]).calls).toEqual([
      { id: "a", name: "one", arguments: "{}" },
    ]);
  });

  it("bounds the number of calls and the length of their arguments", () => {
    const many = Array.from({ length: 100 }, (_, index) => first(index, `id${index}`, "one", "x".repeat(10_000)));
    const { calls } = readAll(many);
    expect(calls).toHaveLength(16);
    expect(Math.max(...calls.map((call) => call.arguments.length))).toBe(8_000);
  });

  it.each([[null], ["x"], [{}], [[null]], [["x"]], [[{ index: "0" }]], [[{ index: 0, function: "x" }]]])(
    "survives any shape: %j",
    (shape) => {
      expect(readAll(shape).calls.every((call) => call.arguments === "" && call.name === "")).toBe(true);
    },
  );
});
