import type { Document } from "./document";
import type { Table } from "./table";
import type { WrittenKey } from "./types";
import type { Write } from "./writer";

/** The net effect of a transaction on one document. */
export type Change = Write & { readonly document: Document };

/** Net changes in order of first write. A document inserted and removed again is none. */
export function netChanges(log: readonly Write[]): Change[] {
  const changes = new Map<string, Change>();
  for (const write of log) {
    const document = (write.after ?? write.before)!;
    const key = `${write.table.component}/${document.id}`;
    const first = changes.get(key);
    const { before, removed } = first ?? write;
    changes.set(key, { ...write, before, removed, document });
  }
  return [...changes.values()].filter(({ before, after }) => before !== null || after !== null);
}

export function changedTables(changes: readonly Change[]): Set<Table> {
  return new Set(changes.map(({ table }) => table));
}

export function writtenKeys(changes: readonly Change[]): WrittenKey[] {
  const keys: WrittenKey[] = [];
  for (const { table, removed, added } of changes) {
    table.indexes.forEach(({ readName }, i) => {
      const [oldKey, newKey] = [removed[i], added[i]];
      if (oldKey !== undefined) keys.push({ index: readName, key: oldKey });
      if (newKey !== undefined && newKey !== oldKey) keys.push({ index: readName, key: newKey });
    });
  }
  return keys;
}
