import type { JSONValue } from "convex/values";
import { encodeValue } from "../keys/key";
import { literalOf } from "../query/literal";
import { normalized, type VectorIndexDefinition } from "./vector-index";
import { DEFAULT_VECTOR_RESULTS, MAX_VECTOR_CONDITIONS, MAX_VECTOR_RESULTS } from "../validate/limits";

/** What `convex/src/server/impl/vector_search_impl.ts` serializes. */
export interface VectorQueryJson {
  /** "table.index" */
  readonly indexName: string;
  readonly vector: readonly number[];
  readonly limit?: number | null;
  readonly expressions: JSONValue;
}

export interface VectorQuery {
  /** Of length 1, unless it is all zeros. */
  readonly vector: Float32Array;
  readonly limit: number;
  /** Encoded values wanted of each filter field, by its position in the index; null to take every document. */
  readonly anyOf: ReadonlyMap<number, ReadonlySet<string>> | null;
}

/** Throws Convex's error if the query does not fit the index. */
export function compileVectorQuery(definition: VectorIndexDefinition, query: VectorQueryJson): VectorQuery {
  const { indexName, vector, expressions } = query;
  if (!vector.every((element) => typeof element === "number")) {
    throw new Error(`Vector query against ${indexName} must search for an array of numbers.`);
  }
  const limit = limitOf(query);
  const anyOf = expressions === null ? null : conditionsOf(indexName, definition, expressions);
  if (vector.length !== definition.dimensions) {
    throw new Error(`Expected a vector with dimensions ${definition.dimensions}, received ${vector.length}.`);
  }
  return { vector: normalized(vector), limit, anyOf };
}

function limitOf({ limit: asked }: VectorQueryJson): number {
  const limit = asked ?? DEFAULT_VECTOR_RESULTS;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new Error(`Vector queries must fetch at least 1 result, requested ${limit}.`);
  }
  if (limit > MAX_VECTOR_RESULTS) {
    throw new Error(`Vector queries can fetch at most ${MAX_VECTOR_RESULTS} results, requested ${limit}.`);
  }
  return limit;
}

type Condition = readonly [field: string, value: string];

function conditionsOf(
  indexName: string,
  { filterFields }: VectorIndexDefinition,
  expressions: JSONValue,
): Map<number, Set<string>> | null {
  const anyOf = new Map<number, Set<string>>();
  for (const [name, value] of conditions(expressions)) {
    const field = filterFields.indexOf(name);
    if (field < 0) throw unknownFilterField(indexName, name);
    anyOf.set(field, (anyOf.get(field) ?? new Set()).add(value));
  }
  const count = [...anyOf.values()].reduce((sum, values) => sum + values.size, 0);
  if (count > MAX_VECTOR_CONDITIONS) {
    throw new Error(
      `Vector query against ${indexName} has too many conditions. Max: ${MAX_VECTOR_CONDITIONS} Actual: ${count}`,
    );
  }
  // As in Convex, `q.or()` of nothing filters nothing.
  return anyOf.size === 0 ? null : anyOf;
}

function* conditions(expression: JSONValue): Generator<Condition> {
  const [[operator, operand] = []] = isObject(expression) ? Object.entries(expression) : [];
  if (operator === "$or" && Array.isArray(operand)) {
    for (const alternative of operand) yield* conditions(alternative);
  } else if (operator === "$eq" && Array.isArray(operand)) {
    yield condition(operand);
  } else {
    throw new Error("Filters should be a combination of `q.eq` and `q.or`.");
  }
}

function condition([left, right]: JSONValue[]): Condition {
  if (!isObject(left) || typeof left["$field"] !== "string" || !isObject(right) || right["$literal"] === undefined) {
    throw new Error("`q.eq` must take a field path as its first argument and a value as its second");
  }
  return [left["$field"], encodeValue(literalOf(right["$literal"]))];
}

function isObject(json: JSONValue | undefined): json is { [key: string]: JSONValue } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function unknownFilterField(indexName: string, field: string): Error {
  return new Error(
    `Vector query against ${indexName} contains a filter on "${field}" ` +
      "but that field isn't indexed for filtering in `filterFields`.",
  );
}
