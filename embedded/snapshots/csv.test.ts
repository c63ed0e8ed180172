import { describe, expect, test } from "vitest";
import { csvObjects } from "./csv";
import { collected } from "./fixtures/database";

async function parse(...chunks: string[]): Promise<unknown[]> {
  async function* text() {
    yield* chunks;
  }
  return await collected(csvObjects(text()));
}

describe("CSV", () => {
  test("has names in the first row, and numbers where cells read as such", async () => {
    expect(await parse("name , value\na,1\nb,-2.5e1\nc,\n,.5\n007,1_0\n")).toEqual([
      { name: "a", value: 1 },
      { name: "b", value: -25 },
      { name: "c", value: "" },
      { name: "", value: 0.5 },
      { name: 7, value: "1_0" },
    ]);
  });

  test("quotes commas, line ends and quotes, wherever chunks are cut", async () => {
    const text = 'a,b\r\n"x, ""y""\nz","1"\r\n\r\n"",last';
    const expected = [
      { a: 'x, "y"\nz', b: 1 },
      { a: "", b: "last" },
    ];
    expect(await parse(text)).toEqual(expected);
    expect(await parse(...text)).toEqual(expected);
  });

  test("has null for numbers that JSON has not, as in Convex", async () => {
    expect(await parse("n\nNaN\n-inf\n1e999\n")).toEqual([{ n: null }, { n: null }, { n: null }]);
  });

  test.each([
    ["a,b\n1\n", "CSV row 1 doesn't have all of the fields in the header"],
    ["a\n1\n1,2\n", "CSV row 2 doesn't have all of the fields in the header"],
    ["a b\n1\n", 'CSV header "a b" isn\'t a valid field name'],
  ])("%j is refused", async (text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });
});
