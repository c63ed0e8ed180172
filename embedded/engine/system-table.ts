import type { Value } from "convex/values";
import { afterPrefix, encodeKey } from "../keys/key";
import type { ReadTransaction, StoredDocument } from "../store/types";

/** Documents of one of the host's tables whose indexed fields begin with `prefix`, in index order. */
export function* scanPrefix(
  tx: ReadTransaction,
  at: { readonly component: string; readonly table: string; readonly index: string },
  prefix: readonly Value[],
): Generator<StoredDocument> {
  const lo = encodeKey(prefix);
  yield* scan(tx, at, lo, afterPrefix(lo));
}

/** Documents whose first indexed field is a number below `limit`, lowest first. */
export function* scanBelow(
  tx: ReadTransaction,
  at: { readonly component: string; readonly table: string; readonly index: string },
  limit: number,
): Generator<StoredDocument> {
  yield* scan(tx, at, encodeKey([-Infinity]), encodeKey([limit]));
}

function* scan(
  tx: ReadTransaction,
  at: { readonly component: string; readonly table: string; readonly index: string },
  lo: string,
  hi: string,
): Generator<StoredDocument> {
  const cursor = tx.index(at.component, at.table, at.index)?.scan(lo, hi, "asc");
  for (let entry = cursor?.next(); entry; entry = cursor?.next()) yield entry.document;
}
