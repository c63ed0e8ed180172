import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TransactionCommit, DocumentValue, ReadTransaction, Store } from "../store/types";
import { runPage } from "./page";
import type { QueryJson } from "./query-json";
import { openQuery } from "./query-stream";
import { allDocuments } from "./reference-query";
import { anyQuery, fields, filteredQuery, openTestStore } from "./test-database";

type Write =
  | { type: "insert"; fields: DocumentValue }
  | { type: "replace"; target: number; fields: DocumentValue }
  | { type: "remove"; target: number };

const target = fc.nat({ max: 20 });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ type: fc.constant("insert" as const), fields }),
  fc.record({ type: fc.constant("replace" as const), target, fields }),
  fc.record({ type: fc.constant("remove" as const), target }),
);

function commit(store: Store, next: Write): TransactionCommit {
  const tx = store.begin();
  const documents = allDocuments(tx);
  const id = next.type === "insert" ? undefined : documents[next.target % Math.max(1, documents.length)]?.id;
  if (id === undefined) tx.insert("", "docs", next.type === "insert" ? next.fields : {});
  else if (next.type === "remove") tx.remove("", id);
  else if (next.type === "replace") tx.replace("", id, next.fields);
  return store.commit(tx)!;
}

function run(tx: ReadTransaction, query: QueryJson, take: number): string[] {
  const stream = openQuery(tx, "", query);
  const results: string[] = [];
  for (let document = stream.next(); document !== null; document = stream.next()) {
    results.push(document.json);
    if (results.length >= take) break;
  }
  return results;
}

const intersects = (tx: ReadTransaction, { writes }: TransactionCommit) =>
  writes.some(({ index, key }) => tx.reads.contains(index, key));

describe("a commit whose keys miss a read set", () => {
  test("changes nothing that was read: queries of any form, read to the end or not", () => {
    fc.assert(
      fc.property(
        fc.array(fields, { maxLength: 15 }),
        anyQuery,
        fc.integer({ min: 1, max: 6 }),
        fc.array(write, { minLength: 1, maxLength: 6 }),
        (docs, query, take, writes) => {
          const store = openTestStore(docs);
          for (const next of writes) {
            const before = store.snapshot();
            const results = run(before, query, take);
            const missed = !intersects(before, commit(store, next));
            const after = run(store.snapshot(), query, take);
            expect(missed && JSON.stringify(after) !== JSON.stringify(results)).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  test("changes no page, its cursors included", () => {
    const args = fc.record({ pageSize: fc.integer({ min: 1, max: 4 }), maximumRowsRead: fc.constantFrom(null, 2, 5) });
    fc.assert(
      fc.property(
        fc.array(fields, { maxLength: 15 }),
        filteredQuery,
        args,
        fc.array(write, { minLength: 1, maxLength: 6 }),
        (docs, query, size, writes) => {
          const store = openTestStore(docs);
          const page = (tx: ReadTransaction) => {
            const result = runPage(tx, "", { query, cursor: null, endCursor: null, ...size });
            return JSON.stringify({ ...result, page: result.page.map(({ json }) => json) });
          };
          for (const next of writes) {
            const before = store.snapshot();
            const first = page(before);
            const missed = !intersects(before, commit(store, next));
            expect(missed && page(store.snapshot()) !== first).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test("changes no point read and no count", () => {
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 5 }), target, write, (docs, at, next) => {
        const store = openTestStore(docs);
        const [get, count] = [store.snapshot(), store.snapshot()];
        const { id } = allDocuments(store.snapshot())[at % docs.length]!;
        const [value, total] = [get.get("", id)?.json, count.count("", "docs")];
        const made = commit(store, next);
        expect(!intersects(get, made) && store.snapshot().get("", id)?.json !== value).toBe(false);
        expect(!intersects(count, made) && store.snapshot().count("", "docs") !== total).toBe(false);
      }),
    );
  });
});

describe("a commit that hits the read set of an unfiltered query", () => {
  test("changes its result, or rewrites a document in it: no write beside the range hits", () => {
    const unfiltered = filteredQuery.map(({ source }) => ({ source, operators: [] }));
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 15 }), unfiltered, write, (docs, query, next) => {
        const store = openTestStore(docs);
        const before = store.snapshot();
        const results = run(before, query, Infinity);
        const hit = intersects(before, commit(store, next));
        const after = run(store.snapshot(), query, Infinity);
        const changed = JSON.stringify(results) !== JSON.stringify(after);
        const rewritten = next.type === "replace" && results.length > 0;
        expect(hit && !changed && !rewritten).toBe(false);
        expect(changed && !hit).toBe(false);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
