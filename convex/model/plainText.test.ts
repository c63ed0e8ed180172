import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileText } from "./briefing.test-support";
import { oneLine, plainLines, withoutMarkup } from "./plainText";

describe("oneLine", () => {
  it.each([
    ["  two\r\n lines\tand \u2028 more ", "two lines and more"],
    ["a\u202eb\u2066c\u200fd\u061ce", "abcde"],
    ["bell\u0007 null\u0000 delete\u007f", "bell null delete"],
    ["\u3164\u2800\u115f\u200b\ufeff", ""],
    ["👩‍👩‍👧 नमस्ते می‌خواهم", "👩‍👩‍👧 नमस्ते می‌خواهم"],
    ["x\ud800y", "x\ufffdy"],
    [`z${"\u0321".repeat(99)}`, `z${"\u0321".repeat(3)}`],
  ])("makes %j one visible line", (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it("is at peace with its own answer, and has none of what it removes", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = oneLine(text);
        expect(oneLine(line)).toBe(line);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]|^\s|\s$/u);
      }),
    );
  });
});

describe("plainLines", () => {
  it("keeps lines and what indents them, and no more than one empty line in a row", () => {
    expect(plainLines(" a \r\n\r\n\r\n\n  if x:\n\treturn\u202e 1\u2028b \n")).toBe("a\n\n  if x:\n  return 1\nb");
  });
});

describe("withoutMarkup", () => {
  it("keeps the words of markdown and HTML", () => {
    const text = "# **Bold** <i>and</i> [linked](javascript:x) at ftp://host/file, with {braces} | `code`";
    expect(oneLine(withoutMarkup(text))).toBe("Bold and linked at with braces code");
  });

  it("leaves comparisons in words alone", () => {
    expect(withoutMarkup("Note: 3 to 1, data: none")).toBe("Note: 3 to 1, data: none");
  });
});
