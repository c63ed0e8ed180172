import type { JSONValue } from "convex/values";
import { encodeValue } from "../keys/key";
import { literalOf } from "../query/literal";
import type { TextIndexDefinition } from "./text-entry";
import type { Filter } from "./text-keys";
import { tokens } from "./tokenizer";
import { MAX_SEARCH_FILTERS, MAX_SEARCH_WORDS } from "../validate/limits";

/** What `convex/src/server/impl/search_filter_builder_impl.ts` serializes. */
export type SearchFilterJson =
  | { readonly type: "Search"; readonly fieldPath: string; readonly value: string }
  | { readonly type: "Eq"; readonly fieldPath: string; readonly value: JSONValue };

export interface QueryTerm {
  readonly text: string;
  /** Words that start with it match as well. */
  readonly isPrefix: boolean;
}

/** Documents that have any of the terms and every filter's value. */
export interface TextQuery {
  /** At most 16, in the order they were typed; only the last may be a prefix. */
  readonly terms: readonly QueryTerm[];
  readonly filters: readonly Filter[];
}

/** Throws Convex's error if the filters do not fit the index. `indexName` is "table.index". */
export function compileTextQuery(
  indexName: string,
  definition: TextIndexDefinition,
  expressions: readonly SearchFilterJson[],
): TextQuery {
  let text: string | null = null;
  const filters: Filter[] = [];
  for (const expression of expressions) {
    if (expression.type === "Eq") filters.push(compileFilter(indexName, definition, expression));
    else text = searchText(indexName, definition, expression, text);
  }
  if (text === null) throw missingSearch(indexName, definition);
  if (filters.length > MAX_SEARCH_FILTERS) throw tooManyFilters(indexName, filters.length);
  return { terms: termsOf(text), filters };
}

function searchText(
  indexName: string,
  { searchField }: TextIndexDefinition,
  { fieldPath, value }: SearchFilterJson,
  previous: string | null,
): string {
  if (fieldPath !== searchField) {
    throw new Error(
      `Search query against ${indexName} contains a search filter against "${fieldPath}", ` +
        `which doesn't match the indexed \`searchField\` "${searchField}".`,
    );
  }
  if (previous !== null) {
    throw new Error(
      `Search query against ${indexName} contains multiple search filters against "${fieldPath}". Only one is allowed.`,
    );
  }
  if (typeof value !== "string") throw new Error(`Search query against ${indexName} must search for a string.`);
  return value;
}

function compileFilter(
  indexName: string,
  { filterFields }: TextIndexDefinition,
  { fieldPath, value }: SearchFilterJson,
): Filter {
  const field = filterFields.indexOf(fieldPath);
  if (field >= 0) return { field, value: encodeValue(literalOf(value)) };
  throw new Error(
    `Search query against ${indexName} contains an equality filter on "${fieldPath}" ` +
      "but that field isn't indexed for filtering in `filterFields`.",
  );
}

function termsOf(text: string): QueryTerm[] {
  const words = tokens(text).slice(0, MAX_SEARCH_WORDS);
  return words.map((word, i) => ({ text: word, isPrefix: i === words.length - 1 }));
}

function missingSearch(indexName: string, { searchField }: TextIndexDefinition): Error {
  return new Error(
    `Search query against ${indexName} does not contain any search filters. ` +
      `You must include a search filter like \`q.search(""${searchField}"", searchText)\`.`,
  );
}

function tooManyFilters(indexName: string, count: number): Error {
  return new Error(
    `Search query against ${indexName} has too many filter conditions. Max: ${MAX_SEARCH_FILTERS} Actual: ${count}`,
  );
}
