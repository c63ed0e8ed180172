import { expect, test } from "vitest";
import { parseRange } from "./byte-range";

test.each([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=2-4", { start: 2, end: 4 }],
  ["bytes=0-999", { start: 0, end: 9 }],
  ["bytes=5-", { start: 5, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-30", { start: 0, end: 9 }],
  ["bytes=-", { start: 0, end: 9 }],
])("%s of 10 bytes", (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

test.each(["bytes=10-", "bytes=10-12", "bytes=4-2", "bytes=-0", "bytes=0-1,3-4", "bytes=", "bytes=a-b", "bytes=1"])(
  "%s of 10 bytes cannot be satisfied",
  (header) => {
    expect(parseRange(header, 10)).toBe("unsatisfiable");
  },
);

test("of an empty file no range can be", () => {
  expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
  expect(parseRange("bytes=-1", 0)).toBe("unsatisfiable");
});

test("no header, or one in another unit, asks for everything", () => {
  expect(parseRange(undefined, 10)).toBeNull();
  expect(parseRange("items=0-1", 10)).toBeNull();
});
