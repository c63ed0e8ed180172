import * as fc from "fast-check";
import { convexToJson, type JSONValue, type Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { fieldAt } from "../store/field-path";
import type { ReadTransaction, StoredDocument } from "../store/types";
import { allNotes, apply, applyTo, filterValue, note, openNotes, vector, write } from "./test-database";
import { compileVectorQuery, type VectorQueryJson } from "./vector-query";
import { searchVectors } from "./vector-search";

type Condition = readonly [field: string, value: Value | undefined];

interface Question {
  readonly vector: number[];
  readonly limit: number;
  /** Any of them suffices. */
  readonly anyOf: readonly Condition[];
}

const condition = fc.tuple(fc.constantFrom("room", "meta.tag"), filterValue);
const question: fc.Arbitrary<Question> = fc.record({
  vector,
  limit: fc.integer({ min: 1, max: 8 }),
  anyOf: fc.array(condition, { maxLength: 3 }),
});

const literal = (value: Value | undefined): JSONValue => ({
  $literal: value === undefined ? { $undefined: null } : convexToJson(value),
});
const eq = ([field, value]: Condition): JSONValue => ({ $eq: [{ $field: field }, literal(value)] });
const or = (...conditions: JSONValue[]): JSONValue => ({ $or: conditions });

function ask(tx: ReadTransaction, query: Omit<VectorQueryJson, "indexName">) {
  const { content, documentAt } = tx.vectorIndex("", "notes", "by_look")!;
  const compiled = compileVectorQuery(content.definition, { indexName: "notes.by_look", ...query });
  return searchVectors(content, compiled).map(({ position, score }) => ({ id: documentAt(position).id, score }));
}

const answer = (tx: ReadTransaction, { vector: asked, limit, anyOf }: Question) =>
  ask(tx, { vector: asked, limit, expressions: anyOf.length === 0 ? null : or(...anyOf.map(eq)) });

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, element, i) => sum + element * y[i]!, 0);

function cosine(a: readonly number[], b: readonly number[]): number {
  const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}

function vectorOf({ value }: StoredDocument): number[] | null {
  const found = fieldAt(value, ["look", "vector"]);
  const isIndexed = Array.isArray(found) && found.length === 3 && found.every((element) => typeof element === "number");
  return isIndexed ? found : null;
}

/** The definition of a vector search, applied to every document. Ids by similarity; equals by age. */
function reference(tx: ReadTransaction, { vector: asked, limit, anyOf }: Question) {
  return allNotes(tx)
    .filter((document) => vectorOf(document) !== null)
    .filter(
      ({ value }) => anyOf.length === 0 || anyOf.some(([field, wanted]) => fieldAt(value, field.split(".")) === wanted),
    )
    .map((document) => ({ id: document.id, similarity: cosine(asked, vectorOf(document)!) }))
    .toSorted((a, b) => Math.round((b.similarity - a.similarity) * 1e6))
    .slice(0, limit);
}

function sameAsReference(tx: ReadTransaction, asked: Question): boolean {
  const found = answer(tx, asked);
  const expected = reference(tx, asked);
  expect(found.map(({ score }) => Math.round(score * 1e5))).toEqual(
    expected.map(({ similarity }) => Math.round(similarity * 1e5)),
  );
  return new Set(found.map(({ id }) => id)).size === found.length;
}

const at = (...vectors: Value[]) => openNotes(vectors.map((look) => ({ look: { vector: look } }))).snapshot();
const scores = (tx: ReadTransaction, asked: number[], limit?: number) =>
  ask(tx, { vector: asked, expressions: null, ...(limit === undefined ? {} : { limit }) }).map(({ score }) => score);

describe("a vector search", () => {
  test("finds the nearest of those that pass the filter, whatever was written before", () => {
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 15 }),
        fc.array(write, { maxLength: 12 }),
        question,
        (notes, writes, asked) => {
          const store = openNotes(notes);
          apply(store, writes);
          const tx = store.begin();
          for (const next of writes) applyTo(tx, next);
          const before = store.snapshot();
          expect(sameAsReference(tx, asked)).toBe(true);
          store.commit(tx);
          expect(sameAsReference(before, asked)).toBe(true);
          expect(sameAsReference(store.snapshot(), asked)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test("scores by the cosine of the angle, in single precision", () => {
    const tx = at([2, 0, 0], [0, 5, 0], [-1, 0, 0], [1, 1, 0], [0, 0, 0]);
    expect(scores(tx, [9, 0, 0])).toEqual([1, Math.fround(Math.SQRT1_2), 0, 0, -1]);
  });

  test("passes over documents without a vector, and those whose vector is not of the index's kind", () => {
    expect(scores(at([1, 2], [1, 2, 3, 4], "1", [1n, 2n, 3n], [1, 2, null], [1, 2, 3]), [1, 2, 3])).toEqual([1]);
  });

  test("finds 10 unless a limit is given, and of equals the oldest", () => {
    const tx = at(...Array.from({ length: 12 }, () => [1, 0, 0]));
    expect(scores(tx, [1, 0, 0])).toHaveLength(10);
    expect(scores(tx, [1, 0, 0], 256)).toHaveLength(12);
    const ids = allNotes(tx).map(({ id }) => id);
    expect(ask(tx, { vector: [1, 0, 0], limit: 3, expressions: null }).map(({ id }) => id)).toEqual(ids.slice(0, 3));
  });
});

describe("refused in Convex's words", () => {
  const tx = openNotes().snapshot();
  const base = { vector: [1, 2, 3], expressions: null };
  const conditions = Array.from({ length: 65 }, (_, i) => eq(["room", `room ${i}`]));

  test.each<[string, Omit<VectorQueryJson, "indexName">, string]>([
    ["another dimension", { ...base, vector: [1, 2] }, "Expected a vector with dimensions 3, received 2."],
    ["more than 256 results", { ...base, limit: 257 }, "Vector queries can fetch at most 256 results, requested 257."],
    ["no results", { ...base, limit: 0 }, "Vector queries must fetch at least 1 result, requested 0."],
    [
      "a field that does not filter",
      { ...base, expressions: eq(["body", "x"]) },
      'Vector query against notes.by_look contains a filter on "body" but that field isn\'t indexed for filtering in `filterFields`.',
    ],
    [
      "more than 64 conditions",
      { ...base, expressions: or(...conditions) },
      "Vector query against notes.by_look has too many conditions. Max: 64 Actual: 65",
    ],
    [
      "another operator",
      { ...base, expressions: { $lt: [{ $field: "room" }, literal(1)] } },
      "Filters should be a combination of `q.eq` and `q.or`.",
    ],
    [
      "fields compared",
      { ...base, expressions: { $eq: [{ $field: "room" }, { $field: "room" }] } },
      "`q.eq` must take a field path as its first argument and a value as its second",
    ],
    [
      "what is no vector",
      { ...base, vector: [1, 2, null as unknown as number] },
      "must search for an array of numbers",
    ],
  ])("%s", (_, query, message) => {
    expect(() => ask(tx, query)).toThrow(message);
  });
});
