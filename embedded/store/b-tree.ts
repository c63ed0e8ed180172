import sortedBTree from "sorted-btree";
import { bulkLoad } from "sorted-btree/extended/bulkLoad.js";
import type { Document } from "./document";

// Node hands the exports of a CommonJS module over as the default import; Vite unwraps `default`.
const BTree = ("default" in sortedBTree ? sortedBTree.default : sortedBTree) as typeof sortedBTree;

/** Entries by key. Committed trees are never edited: writers edit an O(1) `clone()`, which copies on write. */
export type Tree<V> = sortedBTree<string, V>;
export type IndexTree = Tree<Document>;

const MAX_NODE_SIZE = 32;

export function emptyTree<V>(): Tree<V> {
  return new BTree<string, V>(undefined, compareKeys, MAX_NODE_SIZE);
}

/** O(n), several times faster than n insertions. `keys` must ascend strictly. */
function treeOf<V>(keys: string[], values: V[]): Tree<V> {
  return keys.length === 0 ? emptyTree() : bulkLoad(keys, values, MAX_NODE_SIZE, compareKeys);
}

/** `treeOf` for keys in any order. Those that ascend already are spared the sort. */
export function treeOfUnsorted<V>(keys: string[], values: V[]): Tree<V> {
  if (keys.every((key, i) => i === 0 || keys[i - 1]! < key)) return treeOf(keys, values);
  const order = Array.from(keys.keys()).toSorted((a, b) => compareKeys(keys[a]!, keys[b]!));
  return treeOf(
    order.map((i) => keys[i]!),
    order.map((i) => values[i]!),
  );
}

export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
