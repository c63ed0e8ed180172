import { expect, test } from "vitest";
import { settledLength } from "./block-marks";

test.each(["1", "1.", "1. ", "1. **", "-", "- ", "* *", "## ", "> ", "```", "", "  - [", "\n"])(
  "a new line that is only %o waits, and the line break with it",
  (mark) => {
    const text = `Said.\n\n${mark}`;
    expect(settledLength(text, text.length)).toBe("Said.".length);
  },
);

test.each(["1. T", "- a", "**B", "## C", "> q", "3,0", "I"])(
  "the first letter after the mark %o lets it show",
  (line) => {
    const text = `Said.\n\n${line}`;
    expect(settledLength(text, text.length)).toBe(text.length);
  },
);

test("only the last line counts, and only what is shown of it", () => {
  expect(settledLength("- one\n- two", 7)).toBe(5);
  expect(settledLength("1. Go", 5)).toBe(5);
  expect(settledLength("1. Go", 2)).toBe(0);
});
