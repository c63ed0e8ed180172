import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterKey, afterPrefix, encodeKey, encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import type { ReadTransaction } from "../store/types";
import type { QueryJson } from "./query-json";
import { openQuery, type QueryStream } from "./query-stream";
import { allDocuments, referenceQuery } from "./reference-query";
import { anyQuery, fields, openTestStore } from "./test-database";

function drain(stream: QueryStream): string[] {
  const documents = [];
  for (let document = stream.next(); document !== null; document = stream.next()) documents.push(document.json);
  return documents;
}

const run = (tx: ReadTransaction, query: QueryJson) => drain(openQuery(tx, "", query));
const numbers = (count: number) => openTestStore(Array.from({ length: count }, (_, a) => ({ a })));

const byA = (
  range: { type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte"; value: number }[],
  operators: QueryJson["operators"] = [],
) =>
  ({
    source: {
      type: "IndexRange",
      indexName: "docs.by_a",
      range: range.map((expression) => ({ ...expression, fieldPath: "a" })),
      order: null,
    },
    operators,
  }) satisfies QueryJson;

const descending = (query: ReturnType<typeof byA>): QueryJson => ({
  ...query,
  source: { ...query.source, order: "desc" },
});

const keyOf = (tx: ReadTransaction, a: number) => {
  const document = allDocuments(tx).find(({ value }) => value["a"] === a)!;
  return encodeKey([a, document.creationTime, document.id]);
};
const ranges = (tx: ReadTransaction) => tx.reads.ranges.map(({ lo, hi }) => [lo, hi]);

describe("a query", () => {
  test("answers what its definition says, for any documents, index, range, order, filters and limits", () => {
    fc.assert(
      fc.property(
        fc.array(fields, { maxLength: 25 }),
        fc.array(anyQuery, { minLength: 5, maxLength: 5 }),
        (docs, queries) => {
          const tx = openTestStore(docs).snapshot();
          const all = allDocuments(tx);
          for (const query of queries)
            expect(run(tx, query)).toEqual(referenceQuery(all, query).map(({ json }) => json));
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  test("over a table that does not exist is empty, and reads its whole range", () => {
    const tx = numbers(0).snapshot();
    const query: QueryJson = { source: { type: "FullTableScan", tableName: "later", order: null }, operators: [] };
    expect(run(tx, query)).toEqual([]);
    expect(tx.reads.ranges).toEqual([{ index: "/later.by_creation_time", lo: MIN_KEY, hi: MAX_KEY }]);
  });

  test("over an index that is not declared fails", () => {
    const query: QueryJson = {
      source: { type: "IndexRange", indexName: "docs.by_x", range: [], order: null },
      operators: [],
    };
    expect(() => openQuery(numbers(0).snapshot(), "", query)).toThrow(
      'Cannot use index "by_x" for table "docs" because it is not declared in the schema. Index docs.by_x not found.',
    );
  });

  test("ends when it is closed", () => {
    const tx = numbers(3).snapshot();
    const stream = openQuery(tx, "", byA([]));
    stream.next();
    stream.close();
    expect(stream.next()).toBeNull();
    expect(tx.metrics.documentsRead).toBe(1);
  });
});

describe("reads are recorded exactly", () => {
  test("nothing before the first document is asked for", () => {
    const tx = numbers(3).snapshot();
    openQuery(tx, "", byA([]));
    expect(tx.reads.ranges).toEqual([]);
  });

  test("take(1) reads from the start of the range to the key it found", () => {
    const tx = numbers(5).snapshot();
    run(tx, byA([{ type: "Gte", value: 2 }], [{ limit: 1 }]));
    expect(ranges(tx)).toEqual([[encodeValue(2), afterKey(keyOf(tx, 2))]]);
  });

  test("take(1) descending reads from the key it found to the end of the range", () => {
    const tx = numbers(5).snapshot();
    run(tx, descending(byA([{ type: "Lt", value: 3 }], [{ limit: 1 }])));
    expect(ranges(tx)).toEqual([[keyOf(tx, 2), encodeValue(3)]]);
  });

  test("an exhausted range is read to its end", () => {
    const tx = numbers(5).snapshot();
    run(tx, byA([{ type: "Eq", value: 2 }], [{ limit: 2 }]));
    expect(ranges(tx)).toEqual([[encodeValue(2), afterPrefix(encodeValue(2))]]);
  });

  test("take(0) and an impossible range read nothing", () => {
    const tx = numbers(5).snapshot();
    run(tx, byA([], [{ limit: 0 }]));
    run(
      tx,
      byA([
        { type: "Gt", value: 3 },
        { type: "Lt", value: 2 },
      ]),
    );
    expect(tx.reads.ranges).toEqual([]);
  });

  test("documents a filter drops count as read", () => {
    const tx = numbers(5).snapshot();
    run(tx, byA([], [{ filter: { $eq: [{ $field: "a" }, { $literal: 3 }] } }, { limit: 1 }]));
    expect(ranges(tx)).toEqual([[MIN_KEY, afterKey(keyOf(tx, 3))]]);
    expect(tx.metrics).toMatchObject({ documentsRead: 4, rangesRead: 1 });
  });
});
