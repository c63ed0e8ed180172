import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_LENGTH, MAX_TAIL_LENGTH, rollBlocks } from "./textBlocks";

const anyText = fc.string({ unit: "binary", maxLength: 5_000 });

describe("rollBlocks", () => {
  it("leaves a tail of two blocks alone", () => {
    const text = "x".repeat(MAX_TAIL_LENGTH);
    expect(rollBlocks(text)).toEqual({ blocks: [], tail: text });
  });

  it("rolls one block as soon as the tail is longer", () => {
    const { blocks, tail } = rollBlocks("x".repeat(MAX_TAIL_LENGTH + 1));
    expect([blocks.map((block) => block.length), tail.length]).toEqual([[BLOCK_LENGTH], BLOCK_LENGTH + 1]);
  });

  it("cuts a block one short where its end would split a surrogate pair", () => {
    const { blocks } = rollBlocks(`${"x".repeat(BLOCK_LENGTH - 1)}😀${"y".repeat(1_000)}`);
    expect(blocks[0]).toBe("x".repeat(BLOCK_LENGTH - 1));
  });

  it("loses nothing, splits no pair, and keeps every block and the tail in bounds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { blocks, tail } = rollBlocks(text);
        expect(blocks.join("") + tail).toBe(text);
        expect(tail.length).toBeLessThanOrEqual(MAX_TAIL_LENGTH);
        expect(blocks.every((block) => block.length === BLOCK_LENGTH || block.length === BLOCK_LENGTH - 1)).toBe(true);
        expect([...blocks, tail].some((part) => /\p{Surrogate}/u.test(part))).toBe(false);
      }),
    );
  });

  it("leaves at least one block in the tail once it has rolled, however the text arrives", () => {
    const anyDeltas = fc.array(fc.string({ unit: "binary", maxLength: 600 }), { maxLength: 20 });
    fc.assert(
      fc.property(anyDeltas, (deltas) => {
        let tail = "";
        let rolled = "";
        for (const delta of deltas) {
          const next = rollBlocks(tail + delta);
          rolled += next.blocks.join("");
          tail = next.tail;
          expect(rolled === "" || tail.length >= MAX_TAIL_LENGTH - BLOCK_LENGTH).toBe(true);
        }
        expect(rolled + tail).toBe(deltas.join(""));
      }),
    );
  });
});
