import { compareValues, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { ReadTransaction, StoredDocument } from "../store/types";
import type { OperatorJson, QueryJson, RangeExpressionJson } from "./query-json";
import { INDEXES } from "./test-database";

/** What a query means, read off its definition: filter all documents, sort, apply the operators. For tests. */
export function referenceQuery(documents: readonly StoredDocument[], query: QueryJson): StoredDocument[] {
  const { source } = query;
  if (source.type === "Search") throw new Error("no reference for search");
  const path = source.type === "IndexRange" ? INDEXES[source.indexName.split(".")[1]!]! : INDEXES["by_creation_time"]!;
  const range = source.type === "IndexRange" ? source.range : [];
  const matching = documents.filter((document) => range.every((expression) => inRange(document, expression)));
  const sorted = matching.toSorted((a, b) => compareBy(path, a, b));
  return query.operators.reduce(applyOperator, source.order === "desc" ? sorted.toReversed() : sorted);
}

export function allDocuments(tx: ReadTransaction, table = "docs"): StoredDocument[] {
  const cursor = tx.index("", table, "by_id")!.scan("", "\uffff", "asc");
  const documents = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) documents.push(entry.document);
  return documents;
}

function inRange(document: StoredDocument, { type, fieldPath, value }: RangeExpressionJson): boolean {
  return HOLDS[type]!(compareValues(at(document, fieldPath), literal(value)));
}

const HOLDS: Record<string, (order: number) => boolean> = {
  Eq: (order) => order === 0,
  Gt: (order) => order > 0,
  Gte: (order) => order >= 0,
  Lt: (order) => order < 0,
  Lte: (order) => order <= 0,
  $eq: (order) => order === 0,
  $neq: (order) => order !== 0,
  $lt: (order) => order < 0,
  $gte: (order) => order >= 0,
};

function compareBy(path: readonly string[], a: StoredDocument, b: StoredDocument): number {
  return path.map((field) => compareValues(at(a, field), at(b, field))).find((order) => order !== 0) ?? 0;
}

function applyOperator(documents: StoredDocument[], operator: OperatorJson): StoredDocument[] {
  if ("limit" in operator) return documents.slice(0, operator.limit);
  const [[name, [field, value]]] = Object.entries(operator.filter as object) as [
    [string, [{ $field: string }, { $literal: JSONValue }]],
  ];
  return documents.filter((document) =>
    HOLDS[name]!(compareValues(at(document, field.$field), literal(value.$literal))),
  );
}

function at(document: StoredDocument, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((value, name) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { [field: string]: Value | undefined })[name] : undefined;
  }, document.value as Value);
}

function literal(json: JSONValue): Value | undefined {
  return JSON.stringify(json) === '{"$undefined":null}' ? undefined : jsonToConvex(json);
}
