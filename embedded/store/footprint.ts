import type { TextEntry } from "../search/text-entry";
import type { VectorEntry } from "../search/vector-index";
import type { Document } from "./document";
import type { Table } from "./table";

/** What one version of a document occupies in the indexes of its table, each list in the order of the table's indexes. */
export interface Footprint {
  /** Keys, that of `by_id` first and that of `by_creation_time` second. */
  readonly keys: readonly string[];
  readonly texts: readonly TextEntry[];
  readonly vectors: readonly (VectorEntry | null)[];
}

/** Replaces `removed` with `added`, which is of `document`. Either may be null. */
export function moveFootprint(
  table: Table,
  removed: Footprint | null,
  added: Footprint | null,
  document: Document | null,
): void {
  table.indexes.forEach(({ tree }, i) => {
    const [oldKey, newKey] = [removed?.keys[i], added?.keys[i]];
    if (oldKey !== undefined && oldKey !== newKey) tree.delete(oldKey);
    if (newKey !== undefined) tree.set(newKey, document!);
  });
  const [oldPosition, newPosition] = [removed?.keys[1], added?.keys[1]];
  table.textIndexes.forEach((index, i) => {
    const [before, after] = [removed?.texts[i], added?.texts[i]];
    if (before !== undefined && after?.isSame(before)) return;
    if (before !== undefined) index.remove(oldPosition!, before);
    if (after !== undefined) index.add(newPosition!, after);
  });
  table.vectorIndexes.forEach((index, i) => {
    const [before, after] = [removed?.vectors[i] ?? null, added?.vectors[i] ?? null];
    if (before !== null && after === null) index.remove(oldPosition!);
    if (after !== null) index.add(newPosition!, after);
  });
}
