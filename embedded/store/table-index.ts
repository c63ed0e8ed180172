import { encodeValue } from "../keys/key";
import { emptyTree, treeOfUnsorted, type IndexTree } from "./b-tree";
import type { Document, KeyParts } from "./document";

/** Name and declared fields, without the `_creationTime` and `_id` that every index ends with. */
export interface IndexDefinition {
  readonly name: string;
  readonly fields: readonly string[];
}

export const BY_ID: IndexDefinition = { name: "by_id", fields: [] };
export const BY_CREATION_TIME: IndexDefinition = { name: "by_creation_time", fields: [] };

/** Field paths in key order. */
export function keyFields({ name, fields }: IndexDefinition): readonly string[] {
  return name === BY_ID.name ? ["_id"] : [...fields, "_creationTime", "_id"];
}

/** One index of a table: what it orders by, and its entries. */
export class TableIndex {
  readonly #paths: readonly (readonly string[])[];

  constructor(
    readonly definition: IndexDefinition,
    /** Name in read sets and commits. */
    readonly readName: string,
    readonly tree: IndexTree = emptyTree(),
  ) {
    this.#paths = definition.fields.map((field) => field.split("."));
  }

  keyOf(parts: KeyParts): string {
    if (this.definition.name === BY_ID.name) return parts.idKey;
    let key = "";
    for (const path of this.#paths) key += encodeValue(parts.fieldAt(path));
    return key + parts.tieBreaker;
  }

  /** An index to write to, with the same entries. O(1). */
  fork(): TableIndex {
    return new TableIndex(this.definition, this.readName, this.tree.clone());
  }

  /** The same index with exactly these entries; `keys[i]` is the key of `documents[i]`. */
  filled(keys: string[], documents: Document[]): TableIndex {
    return new TableIndex(this.definition, this.readName, treeOfUnsorted(keys, documents));
  }
}
