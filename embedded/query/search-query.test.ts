import * as fc from "fast-check";
import { convexToJson, type JSONValue, type Value } from "convex/values";
import { describe, expect, test } from "vitest";
import {
  allNotes,
  apply,
  filterValue,
  note,
  openNotes,
  SCHEMA,
  text,
  write,
  type Write,
} from "../search/test-database";
import { openStore } from "../store/store";
import type { DocumentValue, ReadTransaction, Store } from "../store/types";
import { runPage, type PageArgs } from "./page";
import type { OperatorJson, QueryJson } from "./query-json";
import { openQuery } from "./query-stream";

type Filters = Record<string, Value | undefined>;

const literal = (value: Value | undefined): JSONValue =>
  value === undefined ? { $undefined: null } : convexToJson(value);

const search = (words: string, filters: Filters = {}, operators: OperatorJson[] = []): QueryJson => ({
  source: {
    type: "Search",
    indexName: "notes.by_body",
    filters: [
      { type: "Search", fieldPath: "body", value: words },
      ...Object.entries(filters).map(([fieldPath, value]) => ({
        type: "Eq" as const,
        fieldPath,
        value: literal(value),
      })),
    ],
  },
  operators,
});

function run(tx: ReadTransaction, query: QueryJson): string[] {
  const stream = openQuery(tx, "", query);
  const found: string[] = [];
  for (let document = stream.next(); document !== null; document = stream.next())
    found.push(document.value["body"] as string);
  return found;
}

const saying = (...bodies: string[]) => openNotes(bodies.map((body) => ({ body })));
const repeated = (count: number) => openNotes(Array.from({ length: count }, (_, n) => ({ body: "word", n })));

const page = (tx: ReadTransaction, args: Partial<PageArgs> & { query: QueryJson }) =>
  runPage(tx, "", { cursor: null, endCursor: null, pageSize: 3, ...args });

describe("a text search", () => {
  test("is filtered and limited like any query, in order of relevance", () => {
    const tx = saying("cat", "cat dog", "cat dog bird", "dog").snapshot();
    const notCat: OperatorJson = { filter: { $neq: [{ $field: "body" }, { $literal: "cat" }] } };
    expect(run(tx, search("cat dog"))).toEqual(["cat dog", "cat dog bird", "dog", "cat"]);
    expect(run(tx, search("cat dog", {}, [notCat, { limit: 2 }]))).toEqual(["cat dog", "cat dog bird"]);
    expect(tx.metrics).toMatchObject({ documentsRead: 6 });
  });

  test("tells a missing field from null", () => {
    const tx = openNotes([{ body: "a 1" }, { body: "a 2", room: null }, { body: "a 3", room: "x" }]).snapshot();
    expect(run(tx, search("a", { room: undefined }))).toEqual(["a 1"]);
    expect(run(tx, search("a", { room: null }))).toEqual(["a 2"]);
    expect(run(tx, search("a", { room: "x" }))).toEqual(["a 3"]);
  });

  test("for no word finds nothing and reads nothing", () => {
    const tx = saying("cat").snapshot();
    expect([run(tx, search("")), run(tx, search("?!"))]).toEqual([[], []]);
    expect(tx.reads.ranges).toEqual([]);
  });

  test("sees what its transaction writes before the first result is asked for", () => {
    const store = saying("cat one", "cat two");
    const tx = store.begin();
    const stream = openQuery(tx, "", search("cat"));
    tx.insert("", "notes", { body: "cat three" });
    tx.remove("", allNotes(tx)[0]!.id);
    const first = stream.next()!;
    expect(first.value["body"]).toBe("cat three");
    tx.remove("", allNotes(tx)[0]!.id);
    expect(stream.next()).toBeNull();
    store.abort(tx);
  });

  test("fails after 1,024 documents, and not before", () => {
    expect(run(repeated(1023).snapshot(), search("word"))).toHaveLength(1023);
    const tx = repeated(1100).snapshot();
    expect(run(tx, search("word", {}, [{ limit: 1024 }]))).toHaveLength(1024);
    expect(() => run(tx, search("word"))).toThrow("Search query scanned too many documents (fetched 1024).");
  });
});

describe("pages of a search", () => {
  test("put together are the search, and cannot be split", () => {
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 20 }),
        text,
        filterValue,
        fc.integer({ min: 1, max: 5 }),
        (notes, words, room, pageSize) => {
          const tx = openNotes(notes).snapshot();
          const query = search(words, room === undefined ? {} : { room });
          const found: Value[] = [];
          let last = page(tx, { query, pageSize });
          for (let n = 0; n < 30; n++) {
            found.push(...last.page.map(({ value }) => value["body"]!));
            expect(last).toMatchObject({ splitCursor: null, pageStatus: null });
            if (last.isDone) break;
            last = page(tx, { query, pageSize, cursor: last.continueCursor });
          }
          expect(last.isDone).toBe(true);
          expect(found).toEqual(run(tx, query));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("end after 1,024 documents", () => {
    const tx = repeated(1100).snapshot();
    const first = page(tx, { query: search("word"), pageSize: 1024 });
    expect(first).toMatchObject({ page: { length: 1024 }, isDone: false, pageStatus: "SplitRecommended" });
    expect(page(tx, { query: search("word"), cursor: first.continueCursor })).toMatchObject({ page: [], isDone: true });
    expect(() => page(tx, { query: search("word"), pageSize: 1025 })).toThrow("scanned too many documents");
  });

  test("keep their end, and take in what comes before it", () => {
    const store = saying("cat", "cat one", "cat one two");
    const query = search("cat");
    const { continueCursor } = page(store.snapshot(), { query, pageSize: 2 });
    apply(store, [{ type: "insert", value: { body: "cat cat cat cat" } }]);
    const again = page(store.snapshot(), { query, pageSize: 2, endCursor: continueCursor });
    expect(again.page[0]!.value["body"]).toBe("cat cat cat cat");
    expect(again.continueCursor).toBe(continueCursor);
  });

  test("of another search are refused", () => {
    const tx = saying("cat", "cat", "cat").snapshot();
    const { continueCursor: cursor } = page(tx, { query: search("cat"), pageSize: 1 });
    expect(() => page(tx, { query: search("ca"), cursor })).toThrow("this cursor is from a different query");
  });
});

const querying = (type: "Search" | "IndexRange", name: string): QueryJson =>
  type === "Search"
    ? { ...search("x"), source: { type, indexName: `notes.${name}`, filters: [] } }
    : { source: { type, indexName: `notes.${name}`, range: [], order: null }, operators: [] };

describe("indexes that cannot be searched", () => {
  const store = openStore({ path: null });
  const [notes] = SCHEMA.tables;
  store.setSchema("", {
    ...SCHEMA,
    tables: [
      {
        ...notes!,
        indexes: [{ indexDescriptor: "by_room", fields: ["room"] }],
        stagedDbIndexes: [{ indexDescriptor: "by_tag", fields: ["tag"] }],
        stagedSearchIndexes: [{ indexDescriptor: "by_title", searchField: "title", filterFields: [] }],
      },
    ],
  });

  test.each([
    [
      querying("Search", "by_lost"),
      'Cannot use index "by_lost" for table "notes" because it is not declared in the schema. Index notes.by_lost not found.',
    ],
    [querying("Search", "by_room"), "Index notes.by_room is not a search index"],
    [querying("Search", "by_look"), "Index notes.by_look is not a search index"],
    [querying("IndexRange", "by_body"), "Index notes.by_body is not a database index"],
    [
      querying("Search", "by_title"),
      "Index notes.by_title is currently staged and not available to query until it is enabled.",
    ],
    [
      querying("IndexRange", "by_tag"),
      "Index notes.by_tag is currently staged and not available to query until it is enabled.",
    ],
  ])("%#", (query, message) => {
    expect(() => openQuery(store.snapshot(), "", query)).toThrow(message);
  });

  test("are searched once they are staged no more", () => {
    const unstaged = saying();
    apply(unstaged, [{ type: "insert", value: { title: "cat" } }]);
    const by = { indexDescriptor: "by_title", searchField: "title", filterFields: [] };
    unstaged.setSchema("", { ...SCHEMA, tables: [{ ...notes!, searchIndexes: [...notes!.searchIndexes!, by] }] });
    const query = { ...querying("Search", "by_title") };
    const filters = [{ type: "Search" as const, fieldPath: "title", value: "cat" }];
    const stream = openQuery(unstaged.snapshot(), "", {
      ...query,
      source: { type: "Search", indexName: "notes.by_title", filters },
    });
    expect(stream.next()?.value["title"]).toBe("cat");
  });
});

const isHit = (tx: ReadTransaction, store: Store, writes: readonly Write[]) =>
  [...(apply(store, writes)?.writes ?? [])].some(({ index, key }) => tx.reads.contains(index, key));

describe("a commit", () => {
  test("that misses what a search read changes nothing of what it finds", () => {
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 12 }),
        text,
        fc.record({ room: filterValue, tag: filterValue }),
        fc.array(write, { maxLength: 6 }),
        (notes, words, filter, writes) => {
          const store = openNotes(notes);
          const query = search(words, {
            ...(filter.room === undefined ? {} : { room: filter.room }),
            ...(filter.tag === undefined ? {} : { "meta.tag": filter.tag }),
          });
          for (const next of writes) {
            const before = store.snapshot();
            const found = run(before, query).toSorted();
            const missed = !isHit(before, store, [next]);
            expect(missed && JSON.stringify(run(store.snapshot(), query).toSorted()) !== JSON.stringify(found)).toBe(
              false,
            );
          }
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  test.each<[boolean, string, DocumentValue, Filters]>([
    [true, "of the word", { body: "a cat" }, {}],
    [true, "of a word that starts with the last one", { body: "catalog" }, {}],
    [false, "of other words", { body: "dog" }, {}],
    [false, "of the word in another room", { body: "cat", room: "y" }, { room: "x" }],
    [true, "of the word in the room", { body: "cat", room: "x" }, { room: "x" }],
    [false, "of other words in the room", { body: "dog", room: "x" }, { room: "x" }],
    [false, "without the field", { title: "cat" }, {}],
  ])("hits: %s, if it inserts a text %s", (expected, _, value, filters) => {
    const store = openNotes([
      { body: "cat", room: "x" },
      { body: "cat", room: "y" },
    ]);
    const tx = store.snapshot();
    run(tx, search("cat", filters));
    expect(isHit(tx, store, [{ type: "insert", value }])).toBe(expected);
  });

  test("that installs an import hits every search of its tables", () => {
    const store = openNotes([{ body: "cat" }]);
    const tx = store.snapshot();
    run(tx, search("dog"));
    const staging = store.stage();
    staging.add([{ component: "", name: "notes", number: null, append: false }]);
    staging.insert("", "notes", { body: "dog" });
    const { writes } = store.install(staging);
    expect([...writes].some(({ index, key }) => tx.reads.contains(index, key))).toBe(true);
    expect(run(store.snapshot(), search("dog"))).toEqual(["dog"]);
  });

  test("that leaves the text alone hits the searches that returned the document, no others", () => {
    const store = openNotes([{ body: "cat" }, { body: "cat cat" }]);
    const [all, first] = [store.snapshot(), store.snapshot()];
    run(all, search("cat"));
    run(first, search("cat", {}, [{ limit: 1 }]));
    const tx = store.begin();
    tx.patch("", allNotes(tx)[0]!.id, { title: "new" });
    const { writes } = store.commit(tx)!;
    const hits = (search_: ReadTransaction) => writes.some(({ index, key }) => search_.reads.contains(index, key));
    expect([hits(all), hits(first)]).toEqual([true, false]);
  });
});
