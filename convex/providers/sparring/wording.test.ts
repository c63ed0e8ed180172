import { describe, expect, it } from "vitest";
import { agreement, asNoun, isPlural, sentenceCase, wordCount } from "./wording";

describe("wording", () => {
  it("tells plural phrases from singular ones", () => {
    expect(["cats", "old people", "school uniforms", "women"].every(isPlural)).toBe(true);
    expect(["homework", "chess", "physics", "Mars", "business", "AI", "analysis"].some(isPlural)).toBe(false);
  });

  it("agrees with the phrase", () => {
    expect(agreement("cats", "")).toEqual({ s: "", is: "are", has: "have", does: "do" });
    expect(agreement("tea", "2")).toEqual({ s2: "s", is2: "is", has2: "has", does2: "does" });
  });

  it("makes a lone participle fit for a sentence", () => {
    expect(asNoun("feared")).toBe("being feared");
    expect(asNoun("red")).toBe("red");
    expect(asNoun("speed")).toBe("speed");
  });

  it("starts sentences, paragraphs and list items with a capital, and leaves quotations alone", () => {
    expect(sentenceCase("one. two! three?\n\nfour\n- five")).toBe("One. Two! Three?\n\nFour\n- Five");
    expect(sentenceCase("**Point.** cats say “why not?” and leave")).toBe("**Point.** Cats say “why not?” and leave");
  });

  it("counts words, not symbols", () => {
    expect(wordCount("🥊 one — two-three, 4!")).toBe(3);
  });
});
