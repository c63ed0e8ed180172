import { writtenKeys as writtenTerms } from "../search/text-keys";
import type { Document } from "./document";
import type { Table } from "./table";
import type { WrittenKey } from "./types";
import type { Write } from "./writer";

/** The net effect of a transaction on one document. */
export interface Change extends Write {
  readonly id: string;
}

/** Net changes in order of first write. A document inserted and removed again is none. */
export function netChanges(log: readonly Write[]): Change[] {
  const changes = new Map<string, Change>();
  for (const { table, before, after, removed, added } of log) {
    const { id } = (after ?? before) as Document;
    const key = `${table.component}/${id}`;
    const first = changes.get(key);
    changes.set(key, {
      id,
      table,
      before: first === undefined ? before : first.before,
      removed: first === undefined ? removed : first.removed,
      after,
      added,
    });
  }
  return [...changes.values()].filter(({ before, after }) => before !== null || after !== null);
}

export function changedTables(changes: readonly Change[]): Set<Table> {
  return new Set(changes.map(({ table }) => table));
}

export function writtenKeys(changes: readonly Change[]): WrittenKey[] {
  const keys: WrittenKey[] = [];
  for (const { table, removed, added } of changes) {
    for (let i = 0; i < table.indexes.length; i++) {
      const index = table.indexes[i]!.readName;
      const [oldKey, newKey] = [removed?.keys[i], added?.keys[i]];
      if (oldKey !== undefined) keys.push({ index, key: oldKey });
      if (newKey !== undefined && newKey !== oldKey) keys.push({ index, key: newKey });
    }
    table.textIndexes.forEach(({ readName: index }, i) => {
      const terms = writtenTerms(removed?.texts[i] ?? null, added?.texts[i] ?? null);
      for (const key of terms) keys.push({ index, key });
    });
  }
  return keys;
}
