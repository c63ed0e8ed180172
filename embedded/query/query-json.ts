import type { JSONValue } from "convex/values";
import type { SearchFilterJson } from "../search/text-query";
import type { Order } from "../store/types";

/** What `convex/src/server/impl/query_impl.ts` serializes. */
export interface QueryJson {
  readonly source: SourceJson;
  readonly operators: readonly OperatorJson[];
}

export type SourceJson =
  | { readonly type: "FullTableScan"; readonly tableName: string; readonly order: Order | null }
  | {
      readonly type: "IndexRange";
      /** "table.index" */
      readonly indexName: string;
      readonly range: readonly RangeExpressionJson[];
      readonly order: Order | null;
    }
  | { readonly type: "Search"; readonly indexName: string; readonly filters: readonly SearchFilterJson[] };

export interface RangeExpressionJson {
  readonly type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  readonly fieldPath: string;
  /** `convexOrUndefinedToJson` of the value. */
  readonly value: JSONValue;
}

export type OperatorJson = { readonly filter: JSONValue } | { readonly limit: number };
