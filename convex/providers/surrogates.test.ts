import { array, assert, constantFrom, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { SurrogateJoiner } from "./surrogates";

function pushAll(deltas: string[]): string[] {
  const joiner = new SurrogateJoiner();
  return [...deltas.map((delta) => joiner.push(delta)), joiner.end()];
}

describe("SurrogateJoiner", () => {
  it("holds a high surrogate until its partner arrives", () => {
    expect(pushAll(["a\ud83e", "\udd4ab"])).toEqual(["a", "🥊b", ""]);
  });

  it("keeps holding over empty deltas", () => {
    expect(pushAll(["\ud83e", "", "\udd4a"])).toEqual(["", "", "🥊", ""]);
  });

  it.each([
    ["a high one before other text", ["\ud83e", "x"], "\ufffdx"],
    ["a low one", ["\udd4ax"], "\ufffdx"],
    ["two high ones, the second with a partner", ["\ud83e\ud83e\udd4a"], "\ufffd🥊"],
    ["a high one at the end", ["x\ud83e"], "x\ufffd"],
  ])("replaces %s", (_, deltas, text) => {
    expect(pushAll(deltas).join("")).toBe(text);
  });

  it("yields the well-formed whole for any way of cutting a text, and never a lone surrogate", () => {
    const units = array(constantFrom("a", "é", "\ud83e", "\udd4a", "🥊"));
    assert(
      property(units, array(nat(4)), (parts, sizes) => {
        const text = parts.join("");
        const deltas: string[] = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const size = sizes.length > 0 ? (sizes[turn % sizes.length] ?? 0) + 1 : 1;
          deltas.push(text.slice(at, at + size));
          at += size;
        }
        const out = pushAll(deltas);
        expect(out.join("")).toBe(text.replace(/\p{Surrogate}/gu, "\ufffd"));
        for (const part of out) expect(part).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
