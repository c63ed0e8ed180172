import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { encodeValue } from "../keys/key";
import { fieldAt } from "../store/field-path";
import { openStore } from "../store/store";
import type { ReadTransaction, StoredDocument } from "../store/types";
import { lengthCode, lengthOf } from "./bm25";
import { allNotes, apply, applyTo, filterValue, note, openNotes, text, write } from "./test-database";
import type { TextQuery } from "./text-query";
import { searchText } from "./text-search";
import { tokens } from "./tokenizer";

const FIELDS = ["meta.tag", "room"];

interface Question {
  readonly words: readonly string[];
  readonly filters: readonly { readonly field: number; readonly value: Value | undefined }[];
}

const question: fc.Arbitrary<Question> = fc.record({
  words: text.map(tokens),
  filters: fc.array(fc.record({ field: fc.nat({ max: 1 }), value: filterValue }), { maxLength: 2 }),
});

const compile = ({ words, filters }: Question): TextQuery => ({
  terms: words.map((word, i) => ({ text: word, isPrefix: i === words.length - 1 })),
  filters: filters.map(({ field, value }) => ({ field, value: encodeValue(value) })),
});

const asking = (words: string, ...filters: Question["filters"]) => ({ words: tokens(words), filters });

function ask(tx: ReadTransaction, asked: Question) {
  const { content, documentAt } = tx.textIndex("", "notes", "by_body")!;
  return searchText(content, compile(asked)).map(({ position, score }) => ({
    body: documentAt(position).value["body"],
    id: documentAt(position).id,
    score,
  }));
}

const bodies = (tx: ReadTransaction, words: string) => ask(tx, asking(words)).map(({ body }) => body);

function wordsOf({ value }: StoredDocument): string[] {
  const body = value["body"];
  return typeof body === "string" ? tokens(body) : [];
}

/** The definition of a search, applied to every document. */
function reference(documents: readonly StoredDocument[], { words, filters }: Question) {
  const all = documents.map((document) => ({ document, words: wordsOf(document) }));
  const average = all.reduce((sum, one) => sum + one.words.length, 0) / all.length;
  const last = words.at(-1)!;
  const score = (own: readonly string[]) =>
    [...new Set(own)].reduce((sum, word) => {
      const boost = words.includes(word) ? 1 : words.length > 0 && word.startsWith(last) ? 0.5 : 0;
      const having = all.filter((one) => one.words.includes(word)).length;
      const idf = Math.log(1 + (all.length - having + 0.5) / (having + 0.5));
      const frequency = own.filter((other) => other === word).length;
      const length = lengthOf(lengthCode(own.length));
      return sum + (boost * idf * 2.2 * frequency) / (frequency + 1.2 * (0.25 + (0.75 * length) / average));
    }, 0);
  return all
    .filter(({ document }) =>
      filters.every(
        ({ field, value }) => encodeValue(fieldAt(document.value, FIELDS[field]!.split("."))) === encodeValue(value),
      ),
    )
    .map(({ document, words: own }) => ({ id: document.id, creationTime: document.creationTime, score: score(own) }))
    .filter((hit) => hit.score > 0);
}

function expectSame(tx: ReadTransaction, asked: Question): void {
  const found = ask(tx, asked);
  const expected = new Map(reference(allNotes(tx), asked).map((hit) => [hit.id, hit]));
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.keys()));
  found.forEach(({ id, score }, i) => {
    expect(score).toBeCloseTo(expected.get(id)!.score, 5);
    const next = found[i + 1];
    if (next === undefined) return;
    const newest = expected.get(id)!.creationTime > expected.get(next.id)!.creationTime;
    expect(score > next.score || (score === next.score && newest)).toBe(true);
  });
}

describe("a search", () => {
  test("finds what its definition says, in that order, whatever was written before", () => {
    expect.hasAssertions();
    const batches = fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 12 }),
        batches,
        fc.array(question, { minLength: 3, maxLength: 3 }),
        (notes, writes, questions) => {
          const store = openNotes(notes);
          for (const batch of writes) apply(store, batch);
          for (const asked of questions) expectSame(store.snapshot(), asked);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test("sees its transaction's writes, not what was rolled back, nor what others wrote since", () => {
    fc.assert(
      fc.property(
        fc.array(note, { maxLength: 8 }),
        fc.array(write, { maxLength: 5 }),
        fc.array(write, { maxLength: 5 }),
        question,
        (notes, kept, undone, asked) => {
          const store = openNotes(notes);
          const before = store.snapshot();
          const asBefore = ask(before, asked);
          const tx = store.begin();
          for (const next of kept) applyTo(tx, next);
          expectSame(tx, asked);
          const savepoint = tx.savepoint();
          const answer = ask(tx, asked);
          for (const next of undone) applyTo(tx, next);
          expectSame(tx, asked);
          tx.rollback(savepoint);
          expect(ask(tx, asked)).toEqual(answer);
          store.commit(tx);
          expect(ask(store.snapshot(), asked)).toEqual(answer);
          expect(ask(before, asked)).toEqual(asBefore);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  test("answers the same after a restart, and from an index that is declared later", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "search-"));
    const asked = asking("dog cat", { field: 1, value: "x" });
    const notes = fc.sample(note, { numRuns: 60, seed: 7 });
    const store = openNotes(notes, dir);
    apply(store, fc.sample(write, { numRuns: 20, seed: 7 }));
    const answer = ask(store.snapshot(), asked);
    expect(answer.length).toBeGreaterThan(3);
    const schema = store.schema("")!;
    store.setSchema("", null);
    expect(store.snapshot().textIndex("", "notes", "by_body")).toBeNull();
    store.setSchema("", schema);
    expect(ask(store.snapshot(), asked)).toEqual(answer);
    store.close();
    const again = openStore({ path: dir });
    expect(ask(again.snapshot(), asked)).toEqual(answer);
    again.close();
    rmSync(dir, { recursive: true });
  });
});

const tx = (...all: string[]) => openNotes(all.map((body) => ({ body }))).snapshot();

describe("relevance", () => {
  test("a word as it was typed counts more than one that starts with it", () => {
    expect(bodies(tx("catalog one", "cat two", "category six", "dog"), "cat")).toEqual([
      "cat two",
      "category six",
      "catalog one",
    ]);
  });

  test("more of the words, rarer words and shorter texts come first; of equals, the newest", () => {
    expect(bodies(tx("red fish", "red red fish", "blue whale", "red"), "blue red")).toEqual([
      "blue whale",
      "red",
      "red red fish",
      "red fish",
    ]);
    expect(bodies(tx("same one", "same two", "same six"), "same")).toEqual(["same six", "same two", "same one"]);
  });

  test("only the last word may go on, and there is no tolerance for typos", () => {
    expect(bodies(tx("catalog of dogs"), "cat dogs")).toEqual(["catalog of dogs"]);
    expect(bodies(tx("catalog of dogs"), "cat of")).toEqual(["catalog of dogs"]);
    expect(bodies(tx("catalog"), "cat dog")).toEqual([]);
    expect(bodies(tx("catalog"), "catalpg")).toEqual([]);
  });

  test("a prefix stands for at most 64 words, the first in order", () => {
    const all = Array.from({ length: 80 }, (_, i) => `w${String(i).padStart(2, "0")}`);
    const found = bodies(tx(...all), "w");
    expect(found).toHaveLength(64);
    expect(found).not.toContain("w64");
  });

  test("no more than 1,024 documents are found, the best ones", () => {
    const many = Array.from({ length: 1100 }, (_, i) => `word ${i < 30 ? "word" : "filler"}`);
    const found = bodies(tx(...many), "word");
    expect(found).toHaveLength(1024);
    expect(found.filter((body) => body === "word word")).toHaveLength(30);
  });
});
