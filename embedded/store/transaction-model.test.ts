import { compareValues, convexToJson, type Value } from "convex/values";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalar } from "../keys/arbitrary";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import type { SchemaJson } from "../validate/schema-json";
import { openStore } from "./store";
import type { DocumentValue, Order, ReadTransaction, Savepoint, Store, WriteTransaction } from "./types";

/** Random transactions with nested savepoints, against a Map that is copied whenever the store makes a version. */
type Change = { type: "patch" | "replace"; target: number; a: Value } | { type: "remove"; target: number };
type Step =
  | { type: "insert"; a: Value; b: Value }
  | Change
  | { type: "savepoint" }
  | { type: "rollback" }
  | { type: "release" };

const target = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("insert" as const), a: scalar, b: scalar }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom("patch" as const, "replace" as const), target, a: scalar }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("remove" as const), target }) },
  { weight: 3, arbitrary: fc.constantFrom({ type: "savepoint" }, { type: "rollback" }, { type: "release" }) },
);
const transaction = fc.record({ steps: fc.array(step, { maxLength: 25 }), abort: fc.boolean() });

const index = (indexDescriptor: string, fields: string[]) => ({ indexDescriptor, fields });
const schema: SchemaJson = {
  schemaValidation: true,
  tables: [
    {
      tableName: "docs",
      documentType: { type: "any" },
      indexes: [index("by_a", ["a"]), index("by_b_a", ["b", "a"]), index("by_nested", ["nested.a"])],
    },
  ],
};

type Model = Map<string, DocumentValue>;

class Runner {
  model: Model = new Map();
  #savepoints: { savepoint: Savepoint; model: Model }[] = [];

  constructor(readonly tx: WriteTransaction) {}

  run(next: Step): void {
    if (next.type === "insert") {
      const id = this.tx.insert("", "docs", { a: next.a, b: next.b, nested: { a: next.a } });
      // Only the id and the time are taken from the store.
      this.model.set(id, this.tx.get("", id)!.value);
    } else if (next.type === "savepoint") {
      this.#savepoints.push({ savepoint: this.tx.savepoint(), model: new Map(this.model) });
    } else if (next.type === "rollback" || next.type === "release") {
      const last = this.#savepoints.pop();
      if (last === undefined || next.type === "release") return;
      this.tx.rollback(last.savepoint);
      this.model = last.model;
    } else {
      this.#change(next);
    }
  }

  #change(change: Change): void {
    const id = [...this.model.keys()][change.target % Math.max(1, this.model.size)];
    if (id === undefined) return;
    if (change.type === "remove") {
      this.tx.remove("", id);
      this.model.delete(id);
      return;
    }
    const { _id, _creationTime, ...fields } = this.model.get(id)!;
    const value = change.type === "patch" ? { ...fields, a: change.a } : { a: change.a };
    if (change.type === "patch") this.tx.patch("", id, { a: convexToJson(change.a) });
    else this.tx.replace("", id, value);
    this.model.set(id, { ...value, _id: id, _creationTime: _creationTime! });
  }
}

describe("a transaction", () => {
  test("behaves as a Map with copies for savepoints, snapshots and aborts, in every index and direction", () => {
    fc.assert(
      fc.property(fc.array(transaction, { maxLength: 8 }), (transactions) => {
        const store = openStore({ path: null, now: () => 0 });
        store.setSchema("", schema);
        let committed: Model = new Map();
        const history: [ReadTransaction, Model][] = [];
        for (const { steps, abort } of transactions) {
          history.push([store.snapshot(), committed]);
          const runner = new Runner(store.begin());
          runner.model = new Map(committed);
          for (const next of steps) runner.run(next);
          expect(contents(runner.tx)).toEqual(expectedContents(runner.model));
          committed = finish(store, runner, abort, committed);
        }
        history.push([store.snapshot(), committed]);
        for (const [snapshot, model] of history) expect(contents(snapshot)).toEqual(expectedContents(model));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test("commits exactly the index entries that differ between before and after, and those of changed documents", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.array(step, { maxLength: 25 }), (before, steps) => {
        const store = openStore({ path: null, now: () => 0 });
        store.setSchema("", schema);
        const setup = new Runner(store.begin());
        for (const next of before) setup.run(next);
        store.commit(setup.tx);
        const old = store.snapshot();
        const runner = new Runner(store.begin());
        runner.model = new Map(setup.model);
        for (const next of steps) runner.run(next);
        const written = store.commit(runner.tx)?.writes.map(({ index: name, key }) => `${name} ${key}`) ?? [];
        const differing = [...differences(old, store.snapshot()), ...differences(store.snapshot(), old)];
        expect(written.length).toBe(new Set(written).size);
        expect(differing.filter((entry) => !written.includes(entry))).toEqual([]);
        // More may be listed only where a document was written and ended up as it was.
        const touched = new Set(differing);
        const extra = written.filter((entry) => !touched.has(entry));
        expect(extra.filter((entry) => !existsInBoth(entry, old, store.snapshot()))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

function finish(store: Store, { tx, model }: Runner, abort: boolean, committed: Model): Model {
  if (abort) {
    store.abort(tx);
    return committed;
  }
  store.commit(tx);
  return model;
}

type KeyOf = (value: DocumentValue) => (Value | undefined)[];

const INDEXES: [string, KeyOf][] = [
  ["by_id", ({ _id }) => [_id]],
  ["by_creation_time", ({ _creationTime, _id }) => [_creationTime, _id]],
  ["by_a", ({ a, _creationTime, _id }) => [a, _creationTime, _id]],
  ["by_b_a", ({ a, b, _creationTime, _id }) => [b, a, _creationTime, _id]],
  ["by_nested", ({ nested, _creationTime, _id }) => [(nested as { a?: Value } | undefined)?.a, _creationTime, _id]],
];

/** Everything a transaction can see: all documents by id, and the ids of every index in both directions. */
function contents(tx: ReadTransaction) {
  const indexes = INDEXES.map(([name]) => ({ name, asc: idsIn(tx, name, "asc"), desc: idsIn(tx, name, "desc") }));
  const ids = idsIn(tx, "by_id", "asc") as string[];
  return { count: tx.count("", "docs"), values: ids.map((id) => tx.get("", id)!.value), indexes };
}

function expectedContents(model: Model) {
  const sorted = (keyOf: KeyOf) => [...model.values()].toSorted((l, r) => compareTuples(keyOf(l), keyOf(r)));
  const indexes = INDEXES.map(([name, keyOf]) => {
    const asc = sorted(keyOf).map(({ _id }) => _id);
    return { name, asc, desc: asc.toReversed() };
  });
  return { count: model.size, values: sorted(({ _id }) => [_id]), indexes };
}

function compareTuples(a: (Value | undefined)[], b: (Value | undefined)[]): number {
  return a.map((value, i) => compareValues(value, b[i])).find((order) => order !== 0) ?? 0;
}

function entries(tx: ReadTransaction, name: string, order: Order) {
  const cursor = tx.index("", "docs", name)!.scan(MIN_KEY, MAX_KEY, order);
  const found = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) found.push(entry);
  return found;
}

function idsIn(tx: ReadTransaction, name: string, order: Order): Value[] {
  return entries(tx, name, order).map(({ document }) => document.id);
}

/** Entries of `a` that `b` lacks or holds another version for. */
function differences(a: ReadTransaction, b: ReadTransaction): string[] {
  return INDEXES.flatMap(([name]) => {
    const there = new Map(entries(b, name, "asc").map(({ key, document }) => [key, document.json]));
    return entries(a, name, "asc")
      .filter(({ key, document }) => there.get(key) !== document.json)
      .map(({ key }) => `/docs.${name} ${key}`);
  });
}

function existsInBoth(entry: string, ...transactions: ReadTransaction[]): boolean {
  return transactions.every((tx) =>
    INDEXES.some(([name]) => entries(tx, name, "asc").some(({ key }) => entry === `/docs.${name} ${key}`)),
  );
}
