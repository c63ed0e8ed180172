import type { Value } from "convex/values";
import { encodeValue } from "../keys/key";
import { compareKeys, emptyTree, treeOf, type IndexTree } from "./b-tree";
import type { Document } from "./document";
import { fieldAt } from "./field-path";
import type { DocumentValue } from "./types";

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

  keyOf(document: Document): string {
    if (this.definition.name === BY_ID.name) return document.idKey;
    if (this.#paths.length === 0) return document.tieBreaker;
    return this.#declaredKey(document.value) + document.tieBreaker;
  }

  #declaredKey(value: DocumentValue): string {
    let key = "";
    for (const path of this.#paths) key += encodeValue(fieldAt(value as Value, path));
    return key;
  }

  /** An index to write to, with the same entries. O(1). */
  fork(): TableIndex {
    return new TableIndex(this.definition, this.readName, this.tree.clone());
  }

  filled(documents: Iterable<Document>): TableIndex {
    const entries = Array.from(documents, (document) => ({ key: this.keyOf(document), document }));
    entries.sort((a, b) => compareKeys(a.key, b.key));
    const keys = entries.map(({ key }) => key);
    const tree = treeOf(
      keys,
      entries.map(({ document }) => document),
    );
    return new TableIndex(this.definition, this.readName, tree);
  }
}
