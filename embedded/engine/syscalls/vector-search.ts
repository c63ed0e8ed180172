import { unusableIndex } from "../../query/source";
import { compileVectorQuery, type VectorQueryJson } from "../../search/vector-query";
import { searchVectors } from "../../search/vector-search";
import type { ReadTransaction } from "../../store/types";
import type { SyscallArgs } from "../../runtime/execution";

/** `ctx.vectorSearch` of actions, as JSON. Throws Convex's error for an index that cannot be searched like that. */
export function vectorSearch(tx: ReadTransaction, component: string, args: SyscallArgs): string {
  const { query } = args as unknown as { query: VectorQueryJson };
  const [table = "", name = ""] = query.indexName.split(".");
  const index = tx.vectorIndex(component, table, name);
  if (index === null) throw unusableIndex(tx.indexKind(component, table, name), table, name, "vector");
  const { content, documentAt } = index;
  const results = searchVectors(content, compileVectorQuery(content.definition, query)).map(({ position, score }) => ({
    _id: documentAt(position).id,
    _score: score,
  }));
  return JSON.stringify({ results });
}
