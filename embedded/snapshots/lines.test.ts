import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { collected } from "./fixtures/database";
import { jsonLines } from "./json-lines";
import { lines } from "./lines";

const source = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );

test("lines come whole, however their bytes were cut", async () => {
  const text = "\ufeffé\u2028x\n\n😀 last";
  for (const size of [1, 2, 3, 100]) {
    expect(await collected(lines(source(Buffer.from(text), size)))).toEqual(["é\u2028x", "", "😀 last"]);
  }
  expect(await collected(lines(source(Buffer.from("one\n"), 1)))).toEqual(["one"]);
});

test("what is not UTF-8 is refused", async () => {
  await expect(collected(lines(source(Buffer.from([65, 0xff, 10]), 1)))).rejects.toThrow("wasn't valid UTF8");
  await expect(collected(lines(source(Buffer.from("é").subarray(0, 1), 1)))).rejects.toThrow("wasn't valid UTF8");
});

test("a line that is no JSON is named by its number", async () => {
  await expect(collected(jsonLines(source(Buffer.from("1\n{\n"), 9)))).rejects.toThrow("Row 2 wasn't valid JSON");
});
