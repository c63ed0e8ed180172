import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterKey, encodeKey, MAX_KEY, MIN_KEY } from "../keys/key";
import type { ReadTransaction, Store } from "../store/types";
import { runPage, type Page, type PageArgs } from "./page";
import type { QueryJson } from "./query-json";
import { allDocuments, referenceQuery } from "./reference-query";
import { fields, filteredQuery, openTestStore } from "./test-database";

const byA = (order: "asc" | "desc" = "asc", operators: QueryJson["operators"] = []): QueryJson => ({
  source: { type: "IndexRange", indexName: "docs.by_a", range: [], order },
  operators,
});

const numbers = (count: number) => openTestStore(Array.from({ length: count }, (_, a) => ({ a })));

const page = (tx: ReadTransaction, args: Partial<PageArgs> = {}) =>
  runPage(tx, "", { query: byA(), cursor: null, endCursor: null, pageSize: 2, ...args });

const valuesOf = (result: Page) => result.page.map(({ value }) => value["a"]);

function insert(store: Store, a: number): void {
  const tx = store.begin();
  tx.insert("", "docs", { a });
  store.commit(tx);
}

/** All pages from the start. */
function pages(tx: ReadTransaction, args: Partial<PageArgs>): Page[] {
  const found = [page(tx, args)];
  while (!found.at(-1)!.isDone) {
    if (found.length > 100) throw new Error("The pages do not end");
    found.push(page(tx, { ...args, cursor: found.at(-1)!.continueCursor }));
  }
  return found;
}

describe("pages", () => {
  test("put together are the query, for any query, page size and read limit", () => {
    const size = fc.record({
      pageSize: fc.integer({ min: 1, max: 5 }),
      maximumRowsRead: fc.constantFrom(null, 1, 3, 7),
    });
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 25 }), filteredQuery, size, (docs, query, args) => {
        const tx = openTestStore(docs).snapshot();
        const found = pages(tx, { ...args, query });
        const expected = referenceQuery(allDocuments(tx), query);
        expect(found.flatMap((result) => result.page.map(({ id }) => id))).toEqual(expected.map(({ id }) => id));
        expect(found.every((result) => result.page.length <= args.pageSize)).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test("pinned between their cursors stay without gap or overlap while documents come and go", () => {
    fc.assert(
      fc.property(
        fc.array(fields, { maxLength: 20 }),
        fc.array(fields, { maxLength: 8 }),
        filteredQuery,
        fc.integer({ min: 1, max: 4 }),
        (docs, more, query, pageSize) => {
          const store = openTestStore(docs);
          const starts = [
            null,
            ...pages(store.snapshot(), { query, pageSize }).map(({ continueCursor }) => continueCursor),
          ];
          const tx = store.begin();
          allDocuments(tx)
            .slice(0, 3)
            .forEach(({ id }) => tx.remove("", id));
          more.forEach((value) => tx.insert("", "docs", value));
          store.commit(tx);
          const again = starts
            .slice(1)
            .map((endCursor, i) => page(store.snapshot(), { query, pageSize, cursor: starts[i]!, endCursor }));
          const expected = referenceQuery(allDocuments(store.snapshot()), query);
          expect(again.flatMap((result) => result.page.map(({ id }) => id))).toEqual(expected.map(({ id }) => id));
          expect(again.map(({ continueCursor }) => continueCursor)).toEqual(starts.slice(1));
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test("split at the split cursor are the same page", () => {
    const tx = numbers(9).snapshot();
    const whole = page(tx, { pageSize: 6 });
    const first = page(tx, { endCursor: whole.splitCursor });
    const second = page(tx, { cursor: whole.splitCursor, endCursor: whole.continueCursor });
    expect(valuesOf(first)).toEqual([0, 1, 2]);
    expect([...valuesOf(first), ...valuesOf(second)]).toEqual(valuesOf(whole));
  });

  test("run backwards with order desc", () => {
    const found = pages(numbers(5).snapshot(), { query: byA("desc") });
    expect(found.map(valuesOf)).toEqual([[4, 3], [2, 1], [0]]);
  });
});

describe("the end", () => {
  test("is reached by a page that is not full, and by a full one that nothing follows", () => {
    expect(pages(numbers(3).snapshot(), {}).map(({ isDone }) => isDone)).toEqual([false, true]);
    expect(pages(numbers(4).snapshot(), {}).map(({ isDone }) => isDone)).toEqual([false, true]);
    expect(page(numbers(0).snapshot())).toMatchObject({ page: [], isDone: true, splitCursor: null, pageStatus: null });
  });

  test("continues with an empty page that is done", () => {
    const tx = numbers(1).snapshot();
    const { continueCursor } = page(tx);
    expect(page(tx, { cursor: continueCursor })).toMatchObject({ page: [], isDone: true, continueCursor });
  });

  test("as endCursor takes in whatever is appended, beyond the page size", () => {
    const store = numbers(2);
    const { continueCursor } = page(store.snapshot());
    for (const a of [5, 6, 7]) insert(store, a);
    const again = page(store.snapshot(), { endCursor: continueCursor });
    expect(valuesOf(again)).toEqual([0, 1, 5, 6, 7]);
    expect(again).toMatchObject({ isDone: true, continueCursor });
  });
});

describe("read limits", () => {
  const rare: QueryJson = byA("asc", [{ filter: { $eq: [{ $field: "a" }, { $literal: 8 }] } }]);

  test("cut a page that would read more documents, which must be split", () => {
    const found = pages(numbers(10).snapshot(), { query: rare, maximumRowsRead: 4 });
    expect(found.map(valuesOf)).toEqual([[], [], [8]]);
    expect(found.map(({ pageStatus }) => pageStatus)).toEqual(["SplitRequired", "SplitRequired", null]);
    expect(found[0]!.splitCursor).not.toBeNull();
  });

  test("cut a page by bytes, after at least one document", () => {
    const found = pages(numbers(3).snapshot(), { maximumBytesRead: 1 });
    expect(found.map(valuesOf)).toEqual([[0], [1], [2], []]);
  });

  test("do not apply up to an endCursor: the page must be complete", () => {
    const tx = numbers(10).snapshot();
    const { continueCursor } = page(tx, { pageSize: 8 });
    expect(page(tx, { query: byA(), endCursor: continueCursor, maximumRowsRead: 2 })).toMatchObject({
      page: { length: 8 },
      pageStatus: null,
    });
  });

  test("of zero are refused, and so is a page of no documents", () => {
    const tx = numbers(0).snapshot();
    expect(() => page(tx, { maximumRowsRead: 0 })).toThrow(
      "maximumRowsRead and maximumBytesRead must be greater than 0",
    );
    expect(() => page(tx, { pageSize: 0 })).toThrow("Must request at least 1 document while paginating");
  });

  test("are recommended to be kept by splitting a page of thousands", () => {
    const tx = numbers(6200).snapshot();
    expect(page(tx, { pageSize: 6100 }).pageStatus).toBeNull();
    expect(page(tx, { pageSize: 6200 }).pageStatus).toBe("SplitRecommended");
  });
});

describe("cursors", () => {
  test("of another query, or another order, are refused", () => {
    const tx = numbers(5).snapshot();
    const { continueCursor } = page(tx);
    const message = "InvalidCursor: Tried to run a query starting from a cursor";
    expect(() => page(tx, { query: byA("desc"), cursor: continueCursor })).toThrow(message);
    expect(() => page(tx, { query: byA("desc"), endCursor: continueCursor })).toThrow(message);
  });

  test("that no database made, or another one, or that were tampered with, are refused", () => {
    const tx = numbers(5).snapshot();
    const cursor = Buffer.from(page(tx).continueCursor, "base64url");
    const flipped = (at: number) => Buffer.from(cursor.map((byte, i) => (i === at ? byte ^ 1 : byte)));
    const forged = [...cursor.keys()].map((at) => flipped(at).toString("base64url"));
    const foreign = page(numbers(5).snapshot()).continueCursor;
    for (const invalid of ["nonsense", "", cursor.subarray(1).toString("base64url"), foreign, ...forged]) {
      expect(() => page(tx, { cursor: invalid })).toThrow("InvalidCursor: Failed to parse cursor");
    }
  });

  test("show nothing of the documents", () => {
    const tx = openTestStore([{ a: "confidential" }, { a: "secret" }, { a: "top secret" }]).snapshot();
    const { continueCursor } = page(tx);
    const bytes = Buffer.from(continueCursor, "base64url");
    expect([bytes.toString("utf16le"), bytes.toString("latin1")].join()).not.toMatch(/s.?e.?c.?r.?e.?t/);
    expect(page(tx).continueCursor).toBe(continueCursor);
  });

  test("outlive the document they point at", () => {
    const store = numbers(5);
    const { continueCursor, page: first } = page(store.snapshot());
    const tx = store.begin();
    tx.remove("", first[1]!.id);
    store.commit(tx);
    expect(valuesOf(page(store.snapshot(), { cursor: continueCursor }))).toEqual([2, 3]);
  });
});

test("a page reads from its cursor to the document after its last, or to the end of the range", () => {
  const store = numbers(5);
  const keys = allDocuments(store.snapshot())
    .map(({ value, creationTime, id }) => encodeKey([value["a"], creationTime, id]))
    .toSorted();
  const read = (args: Partial<PageArgs>) => {
    const tx = store.snapshot();
    page(tx, args);
    return tx.reads.ranges.map(({ lo, hi }) => [lo, hi]);
  };
  const { continueCursor } = page(store.snapshot());
  expect(read({})).toEqual([[MIN_KEY, afterKey(keys[2]!)]]);
  expect(read({ cursor: continueCursor })).toEqual([[afterKey(keys[1]!), afterKey(keys[4]!)]]);
  expect(read({ endCursor: continueCursor })).toEqual([[MIN_KEY, afterKey(keys[1]!)]]);
  expect(read({ cursor: continueCursor, pageSize: 9 })).toEqual([[afterKey(keys[1]!), MAX_KEY]]);
});
