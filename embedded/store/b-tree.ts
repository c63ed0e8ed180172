import sortedBTree from "sorted-btree";
import { bulkLoad } from "sorted-btree/extended/bulkLoad.js";
import type { Document } from "./document";

// Node hands the exports of a CommonJS module over as the default import; Vite unwraps `default`.
const BTree = ("default" in sortedBTree ? sortedBTree.default : sortedBTree) as typeof sortedBTree;

/** Index entries by key. Committed trees are never edited: writers edit an O(1) `clone()`, which copies on write. */
export type IndexTree = sortedBTree<string, Document>;

const MAX_NODE_SIZE = 32;

export function emptyTree(): IndexTree {
  return new BTree<string, Document>(undefined, compareKeys, MAX_NODE_SIZE);
}

/** O(n), several times faster than n insertions. `keys` must ascend strictly. */
export function treeOf(keys: string[], documents: Document[]): IndexTree {
  return keys.length === 0 ? emptyTree() : bulkLoad(keys, documents, MAX_NODE_SIZE, compareKeys);
}

export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
