import { isDeepStrictEqual } from "node:util";
import type { App } from "../modules/types";
import type { ReadTransaction, Store } from "../store/types";
import type { SchemaJson, TableJson } from "../validate/schema-json";

/** An index as the deploy API writes it; `name` is "table.index". */
type IndexConfig =
  | { name: string; type: "database"; fields: string[]; staged?: true }
  | { name: string; type: "search"; searchField: string; filterFields: string[]; staged?: true }
  | { name: string; type: "vector"; vectorField: string; dimensions: number; filterFields: string[]; staged?: true };

interface IndexDiff {
  readonly added_indexes: readonly IndexConfig[];
  readonly removed_indexes: readonly IndexConfig[];
  readonly enabled_indexes: readonly IndexConfig[];
  readonly disabled_indexes: readonly IndexConfig[];
}

type Schemas = Pick<Store, "schema">;

/** What a push changes in the indexes, by component. */
export function indexDiffs(app: App, store: Schemas): { [component: string]: IndexDiff } {
  const diffs = [...app.components.values()].map(({ path, schema }) => [path, indexDiff(store.schema(path), schema)]);
  return Object.fromEntries(diffs) as { [component: string]: IndexDiff };
}

function indexDiff(before: SchemaJson | null, after: SchemaJson | null): IndexDiff {
  const [old, next] = [indexesOf(before), indexesOf(after)];
  return {
    added_indexes: next.filter((index) => !old.some((other) => sameButStaged(index, other))),
    removed_indexes: old.filter((index) => !next.some((other) => sameButStaged(index, other))),
    enabled_indexes: next.filter((index) => !index.staged && isIn(old, { ...index, staged: true })),
    disabled_indexes: next.filter((index) => index.staged && isIn(old, without(index))),
  };
}

function sameButStaged(a: IndexConfig, b: IndexConfig): boolean {
  return isDeepStrictEqual(without(a), without(b));
}

function without({ staged: _staged, ...index }: IndexConfig): IndexConfig {
  return index;
}

function isIn(indexes: readonly IndexConfig[], index: IndexConfig): boolean {
  return indexes.some((other) => isDeepStrictEqual(other, index));
}

function indexesOf(schema: SchemaJson | null): IndexConfig[] {
  return schema?.tables.flatMap(tableIndexes) ?? [];
}

function tableIndexes(table: TableJson): IndexConfig[] {
  const named = (descriptor: string) => `${table.tableName}.${descriptor}`;
  const staged = (index: IndexConfig): IndexConfig => ({ ...index, staged: true });
  const database = ({ indexDescriptor, fields }: TableJson["indexes"][number]): IndexConfig => ({
    name: named(indexDescriptor),
    type: "database",
    fields,
  });
  const search = ({ indexDescriptor, ...index }: NonNullable<TableJson["searchIndexes"]>[number]): IndexConfig => ({
    name: named(indexDescriptor),
    type: "search",
    ...index,
  });
  const vector = ({ indexDescriptor, ...index }: NonNullable<TableJson["vectorIndexes"]>[number]): IndexConfig => ({
    name: named(indexDescriptor),
    type: "vector",
    ...index,
  });
  return [
    ...table.indexes.map(database),
    ...(table.searchIndexes ?? []).map(search),
    ...(table.vectorIndexes ?? []).map(vector),
    ...(table.stagedDbIndexes ?? []).map(database).map(staged),
    ...(table.stagedSearchIndexes ?? []).map(search).map(staged),
    ...(table.stagedVectorIndexes ?? []).map(vector).map(staged),
  ];
}

/** `EvaluateSchemaResponse`: how much work each table and index will be. */
export function schemaEvaluation(app: App, store: Schemas, tx: ReadTransaction): object {
  const evaluations = [...app.components.values()].map(({ path, definitionPath, schema }) => {
    const before = store.schema(path);
    return [
      path,
      {
        definitionPath,
        schemaValidation: schema?.schemaValidation ?? false,
        tables: schema?.tables.map((table) => tablePrediction(table, { before, component: path, tx })) ?? [],
        indexes: indexPredictions(indexDiff(before, schema), path, tx),
        discardedStagedValidators: [],
      },
    ];
  });
  return { componentSchemaEvaluations: Object.fromEntries(evaluations) as object, newComponentDefinitions: [] };
}

function tablePrediction(
  { tableName, documentType }: TableJson,
  { before, component, tx }: { before: SchemaJson | null; component: string; tx: ReadTransaction },
): object {
  const enforced = before?.schemaValidation && before.tables.find((table) => table.tableName === tableName);
  const isSame = enforced && isDeepStrictEqual(enforced.documentType, documentType);
  const size = isSame ? 0 : sizeOf(tx, component, tableName);
  const outcome = isSame ? "supersetOfEnforced" : "mustWalk";
  return { name: tableName, outcome, numDocs: tx.count(component, tableName), sizeBytes: size };
}

/** Of the documents' JSON, which nothing has to be parsed for. */
function sizeOf(tx: ReadTransaction, component: string, table: string): number {
  const cursor = tx.index(component, table, "by_id")?.scan("", "\uffff", "asc");
  let size = 0;
  for (let entry = cursor?.next(); entry; entry = cursor?.next()) size += entry.document.json.length;
  return size;
}

function indexPredictions(diff: IndexDiff, component: string, tx: ReadTransaction): object[] {
  const predict = (change: string, needsBackfill: boolean) => (index: IndexConfig) => ({
    ...index,
    change,
    needsBackfill,
    numDocs: tx.count(component, index.name.split(".")[0]!),
  });
  return [
    ...diff.added_indexes.map(predict("added", true)),
    ...diff.removed_indexes.map(predict("dropped", false)),
    ...diff.enabled_indexes.map(predict("enabled", true)),
    ...diff.disabled_indexes.map(predict("disabled", false)),
  ];
}
