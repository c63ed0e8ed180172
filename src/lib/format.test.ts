import { expect, test } from "vitest";
import { ago, clock, duration, newestWords, plainWords, plural, waitTime, wordCount } from "./format";

test("clock counts minutes and seconds, hours when there are some, and never below zero", () => {
  expect([0, 42_900, 61_000, 3_661_000, -5000].map(clock)).toEqual(["0:00", "0:42", "1:01", "1:01:01", "0:00"]);
});

test("duration is precise while it is short", () => {
  expect([4_830, 72_000].map(duration)).toEqual(["4.8 s", "1:12"]);
});

test("words are what stands between spaces", () => {
  expect(wordCount("  one two\nthree ")).toBe(3);
  expect(wordCount("")).toBe(0);
  expect([plural(1, "round"), plural(3, "round")]).toEqual(["1 round", "3 rounds"]);
});

test("ages are coarse", () => {
  const now = 1e12;
  expect(ago(now - 20_000, now)).toBe("just now");
  expect(ago(now - 5 * 60_000, now)).toBe("5 min. ago");
  expect(ago(now + 9000, now)).toBe("just now");
  expect(ago(now - 26 * 3_600_000, now)).toBe("yesterday");
});

test("the newest words start at a word and say that something came before", () => {
  expect(newestWords("short", 10)).toBe("short");
  expect(newestWords("One town of eighty thousand", 15)).toBe("… thousand");
  expect(newestWords("\u{1F600}".repeat(10), 5)).toBe(`… ${"\u{1F600}".repeat(2)}`);
});

test("plain words carry no markdown marks", () => {
  expect(plainWords("# Claim\n\n**Shops** do [not](https://x.y) die.\n\n- `one`\n- two\n\n```js\ncode\n```")).toBe(
    "Claim Shops do not die. one two",
  );
});

test("a wait is told in seconds, and from two minutes on in whole minutes, never too few", () => {
  expect([1, 119, 120, 121].map(waitTime)).toEqual(["1 s", "119 s", "2 min", "3 min"]);
});
