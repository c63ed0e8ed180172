import { describe, expect, test } from "vitest";
import { encodeValue } from "../keys/key";
import { compileTextQuery, type SearchFilterJson } from "./text-query";

const definition = { name: "by_body", searchField: "body", filterFields: ["author", "room.id"] };
const compile = (...expressions: SearchFilterJson[]) => compileTextQuery("notes.by_body", definition, expressions);
const search = (value: string, fieldPath = "body"): SearchFilterJson => ({ type: "Search", fieldPath, value });
const eq = (fieldPath: string, value: string | null): SearchFilterJson => ({ type: "Eq", fieldPath, value });

describe("a text query", () => {
  test("is the words, the last of which may go on", () => {
    expect(compile(search("Big cats, small")).terms).toEqual([
      { text: "big", isPrefix: false },
      { text: "cats", isPrefix: false },
      { text: "small", isPrefix: true },
    ]);
    expect(compile(search(" ... ")).terms).toEqual([]);
  });

  test("has at most 16 words; what follows is not searched for", () => {
    const { terms } = compile(search(Array.from({ length: 20 }, (_, i) => `w${i}`).join(" ")));
    expect(terms).toHaveLength(16);
    expect(terms.at(-1)).toEqual({ text: "w15", isPrefix: true });
  });

  test("filters by values of filter fields, in any order", () => {
    expect(compile(eq("room.id", null), search("x"), eq("author", "ann")).filters).toEqual([
      { field: 1, value: encodeValue(null) },
      { field: 0, value: encodeValue("ann") },
    ]);
    const missing = compile(search("x"), { type: "Eq", fieldPath: "author", value: { $undefined: null } });
    expect(missing.filters).toEqual([{ field: 0, value: encodeValue(undefined) }]);
  });
});

describe("refused in Convex's words", () => {
  test.each<[string, SearchFilterJson[], string]>([
    [
      "no search",
      [eq("author", "a")],
      'Search query against notes.by_body does not contain any search filters. You must include a search filter like `q.search(""body"", searchText)`.',
    ],
    [
      "another field",
      [search("x", "title")],
      'Search query against notes.by_body contains a search filter against "title", which doesn\'t match the indexed `searchField` "body".',
    ],
    [
      "two searches",
      [search("x"), search("y")],
      'Search query against notes.by_body contains multiple search filters against "body". Only one is allowed.',
    ],
    [
      "a field that does not filter",
      [search("x"), eq("room", "y")],
      'Search query against notes.by_body contains an equality filter on "room" but that field isn\'t indexed for filtering in `filterFields`.',
    ],
    [
      "nine filters",
      [search("x"), ...Array.from({ length: 9 }, () => eq("author", "a"))],
      "Search query against notes.by_body has too many filter conditions. Max: 8 Actual: 9",
    ],
  ])("%s", (_, expressions, message) => {
    expect(() => compile(...expressions)).toThrow(message);
  });
});
