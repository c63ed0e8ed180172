import * as fc from "fast-check";
import type { Value } from "convex/values";
import { openStore } from "../store/store";
import type { DocumentValue, ReadTransaction, Store } from "../store/types";
import type { SchemaJson } from "../validate/schema-json";

/** One table "notes", found by `body` and by `look.vector`, filtered by `room` and `meta.tag`. For property tests. */
export const SCHEMA: SchemaJson = {
  schemaValidation: true,
  tables: [
    {
      tableName: "notes",
      documentType: { type: "any" },
      indexes: [],
      searchIndexes: [{ indexDescriptor: "by_body", searchField: "body", filterFields: ["room", "meta.tag"] }],
      vectorIndexes: [
        { indexDescriptor: "by_look", vectorField: "look.vector", dimensions: 3, filterFields: ["room", "meta.tag"] },
      ],
    },
  ],
};

export function openNotes(documents: readonly DocumentValue[] = [], path: string | null = null): Store {
  let time = 0;
  const store = openStore({ path, now: () => (time += 1) });
  store.setSchema("", SCHEMA);
  const tx = store.begin();
  for (const value of documents) tx.insert("", "notes", value);
  store.commit(tx);
  return store;
}

export function allNotes(tx: ReadTransaction) {
  const cursor = tx.index("", "notes", "by_creation_time")!.scan("", "\uffff", "asc");
  const documents = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) documents.push(entry.document);
  return documents;
}

/** Few words, some of which start with others, so that searches hit, tie and miss. */
const word = fc.constantFrom("cat", "cats", "catalog", "dog", "do", "Dog", "a");
export const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
export const filterValue: fc.Arbitrary<Value | undefined> = fc.constantFrom<(Value | undefined)[]>(
  "x",
  "y",
  null,
  1,
  undefined,
);
const component = fc.constantFrom(-1, 0, 0.5, 1);
export const vector = fc.array(component, { minLength: 3, maxLength: 3 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

function defined(fields: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<string, Value>;
}

export const note: fc.Arbitrary<DocumentValue> = fc
  .record({
    body: fc.oneof({ weight: 8, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom<Value>(null, 3, ["cat"]) }),
    room: filterValue,
    tag: filterValue,
    vector: optional(
      fc.oneof(
        { weight: 6, arbitrary: vector },
        { weight: 1, arbitrary: fc.constantFrom<Value>([1], "v", [1, 2, 3n]) },
      ),
    ),
  })
  .map(({ body, room, tag, vector: look }) =>
    defined({ body, room, meta: defined({ tag }), look: look && defined({ vector: look }) }),
  );

export type Write =
  | { type: "insert"; value: DocumentValue }
  | { type: "replace"; target: number; value: DocumentValue }
  | { type: "patch"; target: number; room: Value | undefined }
  | { type: "remove"; target: number };

const target = fc.nat({ max: 30 });
export const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant("insert" as const), value: note }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("replace" as const), target, value: note }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("patch" as const), target, room: filterValue }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("remove" as const), target }) },
);

export function apply(store: Store, writes: readonly Write[]) {
  const tx = store.begin();
  for (const next of writes) applyTo(tx, next);
  return store.commit(tx);
}

export function applyTo(tx: ReturnType<Store["begin"]>, next: Write): void {
  const notes = allNotes(tx);
  const id = next.type === "insert" ? undefined : notes[next.target % Math.max(1, notes.length)]?.id;
  if (next.type === "insert") tx.insert("", "notes", next.value);
  else if (id === undefined) return;
  else if (next.type === "remove") tx.remove("", id);
  else if (next.type === "replace") tx.replace("", id, next.value);
  else tx.patch("", id, { room: next.room === undefined ? { $undefined: null } : (next.room as string) });
}
