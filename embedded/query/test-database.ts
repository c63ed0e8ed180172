import { convexToJson, type JSONValue, type Value } from "convex/values";
import * as fc from "fast-check";
import type { SchemaJson } from "../validate/schema-json";
import { openStore } from "../store/store";
import type { DocumentValue, Store } from "../store/types";
import type { OperatorJson, QueryJson, RangeExpressionJson } from "./query-json";

/** One table "docs" with fields `a`, `b` and `c.d`, and arbitrary queries over its indexes, for property tests. */
export const INDEXES: Readonly<Record<string, readonly string[]>> = {
  by_id: ["_id"],
  by_creation_time: ["_creationTime", "_id"],
  by_a: ["a", "_creationTime", "_id"],
  by_b_a: ["b", "a", "_creationTime", "_id"],
  by_c_d: ["c.d", "_creationTime", "_id"],
};

const declared = (name: string) => ({ indexDescriptor: name, fields: INDEXES[name]!.slice(0, -2) });

const SCHEMA: SchemaJson = {
  schemaValidation: true,
  tables: [{ tableName: "docs", documentType: { type: "any" }, indexes: ["by_a", "by_b_a", "by_c_d"].map(declared) }],
};

export function openTestStore(fields: readonly DocumentValue[]): Store {
  const store = openStore({ path: null, now: () => 0 });
  store.setSchema("", SCHEMA);
  const tx = store.begin();
  for (const value of fields) tx.insert("", "docs", value);
  store.commit(tx);
  return store;
}

/** Few values, so that ranges hit, tie and miss. */
const fieldValue: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(null, 0, 1, 2, 1n, 2n, true, "", "a", "b", []);
export const fields: fc.Arbitrary<DocumentValue> = fc
  .record(
    { a: fieldValue, b: fieldValue, c: fc.oneof(fc.record({ d: fieldValue }, { requiredKeys: [] }), fieldValue) },
    { requiredKeys: [] },
  )
  .map((value) => value as DocumentValue);

const json = fieldValue.map(convexToJson);
const bound = fc.oneof({ weight: 5, arbitrary: json }, { weight: 1, arbitrary: fc.constant({ $undefined: null }) });

function rangeOn(path: readonly string[]): fc.Arbitrary<RangeExpressionJson[]> {
  return fc
    .tuple(
      fc.nat({ max: Math.max(0, path.length - 2) }),
      fc.array(bound, { minLength: 4, maxLength: 4 }),
      fc.constantFrom<("Gt" | "Gte" | null)[]>("Gt", "Gte", null),
      fc.constantFrom<("Lt" | "Lte" | null)[]>("Lt", "Lte", null),
    )
    .map(([equalities, values, lower, upper]) => {
      const expression = (type: RangeExpressionJson["type"] | null, field: number, value: number) =>
        type === null ? [] : [{ type, fieldPath: path[field]!, value: values[value]! }];
      const range = Array.from({ length: equalities }, (_, i) => expression("Eq", i, i));
      return [...range, expression(lower, equalities, 2), expression(upper, equalities, 3)].flat();
    });
}

const order = fc.constantFrom<("asc" | "desc" | null)[]>("asc", "desc", null);
const filter: fc.Arbitrary<OperatorJson> = fc
  .tuple(fc.constantFrom("$eq", "$neq", "$lt", "$gte"), fc.constantFrom("a", "b", "c.d"), bound)
  .map(([operator, path, value]) => {
    const operands: JSONValue[] = [{ $field: path }, { $literal: value }];
    return { filter: { [operator]: operands } };
  });
const limit: fc.Arbitrary<OperatorJson> = fc.nat({ max: 4 }).map((n) => ({ limit: n }));

const source: fc.Arbitrary<QueryJson["source"]> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("FullTableScan" as const), tableName: fc.constant("docs"), order }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...Object.keys(INDEXES)).chain((name) =>
      fc.record({
        type: fc.constant("IndexRange" as const),
        indexName: fc.constant(`docs.${name}`),
        range: rangeOn(INDEXES[name]!),
        order,
      }),
    ),
  },
);

export const filteredQuery: fc.Arbitrary<QueryJson> = fc.record({
  source,
  operators: fc.array(filter, { maxLength: 1 }),
});
export const anyQuery: fc.Arbitrary<QueryJson> = fc.record({
  source,
  operators: fc.array(fc.oneof(filter, limit), { maxLength: 3 }),
});
