import type { ReadTransaction, TableRef } from "../store/types";

/** Of all components; not the host's own. */
export function userTables(tx: ReadTransaction): TableRef[] {
  return tx.components().flatMap((component) => {
    const names = tx.tables(component).filter((name) => !name.startsWith("_"));
    return names.map((name) => ({ component, name }));
  });
}
