import { jsonToConvex } from "convex/values";
import type { ReadTransaction, SystemTables, WriteTransaction } from "../store/types";
import { scanBelow, scanPrefix } from "./system-table";
import type { DedupeKey } from "./types";

const TABLE = "_mutation_results";
/** A client resends what was not answered when it reconnects; nothing is resent by a page that was closed. */
const KEPT_MS = 24 * 3_600_000;
/** More than one per insert, so that the table shrinks after a busy day. */
const PRUNED_PER_INSERT = 2;

export const mutationResultsTable: SystemTables = { [TABLE]: { by_request: ["sessionId", "requestId"] } };

export interface MutationRecord {
  /** The result as JSON text. */
  readonly json: string;
  readonly ts: bigint;
}

/** What this very mutation answered before; null if it has not run. */
export function findResult(tx: ReadTransaction, { sessionId, requestId }: DedupeKey): MutationRecord | null {
  const at = { component: "", table: TABLE, index: "by_request" };
  for (const { value } of scanPrefix(tx, at, [sessionId, requestId])) {
    return { json: value["json"] as string, ts: value["ts"] as bigint };
  }
  return null;
}

/** Written in the mutation's own transaction: either both its effects and this are durable, or neither is. */
export function storeResult(tx: WriteTransaction, { sessionId, requestId }: DedupeKey, json: string): void {
  const ts = jsonToConvex({ $commitTs: null });
  tx.insert("", TABLE, { sessionId, requestId, json, ts });
  prune(tx);
}

function prune(tx: WriteTransaction): void {
  let pruned = 0;
  for (const { id } of scanBelow(
    tx,
    { component: "", table: TABLE, index: "by_creation_time" },
    Date.now() - KEPT_MS,
  )) {
    tx.remove("", id);
    pruned += 1;
    if (pruned === PRUNED_PER_INSERT) return;
  }
}
