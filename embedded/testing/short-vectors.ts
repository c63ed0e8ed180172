import { MAX_KEY, MIN_KEY } from "../keys/key";
import { compileFilter } from "../query/filter";
import type { VectorQueryJson } from "../search/vector-query";
import { DEFAULT_VECTOR_RESULTS } from "../validate/limits";
import type { SchemaJson } from "../validate/schema-json";
import type { ReadTransaction } from "../store/types";

interface Hit {
  readonly _id: string;
  readonly _score: number;
}

/**
 * A vector search as convex-test answers it, for vectors that are not as long as the index says, which tests may use for
 * short. The host, like Convex, refuses them.
 */
export function searchShortVectors(
  tx: ReadTransaction,
  component: string,
  schema: SchemaJson,
  { indexName, vector, limit, expressions }: VectorQueryJson,
): Hit[] {
  const [table = "", name = ""] = indexName.split(".");
  const { vectorIndexes } = schema.tables.find(({ tableName }) => tableName === table)!;
  const { vectorField } = vectorIndexes!.find(({ indexDescriptor }) => indexDescriptor === name)!;
  const passes = expressions === null ? () => true : compileFilter(expressions);
  const hits: Hit[] = [];
  const cursor = tx.index(component, table, "by_creation_time")!.scan(MIN_KEY, MAX_KEY, "asc");
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) {
    const { id, value } = entry.document;
    const embedding = value[vectorField];
    if (Array.isArray(embedding) && passes(value))
      hits.push({ _id: id, _score: cosine(vector, embedding as number[]) });
  }
  return hits.toSorted((a, b) => b._score - a._score).slice(0, limit ?? DEFAULT_VECTOR_RESULTS);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const size = Math.sqrt(dot(a, a) * dot(b, b));
  return size === 0 ? 0 : dot(a, b) / size;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, element, i) => sum + element * (b[i] ?? 0), 0);
}
