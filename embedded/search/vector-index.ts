import type { Value } from "convex/values";
import { encodeValue } from "../keys/key";
import { emptyTree, treeOfUnsorted, type Tree } from "../store/b-tree";

export interface VectorIndexDefinition {
  readonly name: string;
  readonly vectorField: string;
  readonly dimensions: number;
  /** Sorted, each once. */
  readonly filterFields: readonly string[];
}

/** What one document contributes to a vector index. */
export interface VectorEntry {
  /** Of length 1, unless it is all zeros. */
  readonly vector: Float32Array;
  /** Encoded values, in the order of the index's filter fields. */
  readonly filters: readonly string[];
}

/** Null if the field holds no array of as many floats as the index has dimensions: such documents are not indexed. */
export function vectorEntry(
  definition: VectorIndexDefinition,
  fieldAt: (path: readonly string[]) => Value | undefined,
): VectorEntry | null {
  const value = fieldAt(definition.vectorField.split("."));
  if (!Array.isArray(value) || value.length !== definition.dimensions) return null;
  if (!value.every((element) => typeof element === "number")) return null;
  const filters = definition.filterFields.map((field) => encodeValue(fieldAt(field.split("."))));
  return { vector: normalized(value), filters };
}

/** In single precision, as Convex keeps vectors. */
export function normalized(vector: readonly number[]): Float32Array {
  const result = Float32Array.from(vector);
  let squares = 0;
  for (const element of result) squares += element * element;
  const length = Math.sqrt(squares);
  if (length >= Number.EPSILON) for (let i = 0; i < result.length; i++) result[i] = result[i]! / length;
  return result;
}

/** Documents by position, which is their key in `by_creation_time`. 4 bytes per dimension and about 250 besides. */
export class VectorIndex {
  private constructor(
    readonly definition: VectorIndexDefinition,
    readonly tree: Tree<VectorEntry>,
  ) {}

  /** `entries[i]` is of the document at `positions[i]`. */
  static build(
    definition: VectorIndexDefinition,
    positions: readonly string[],
    entries: readonly (VectorEntry | null)[],
  ): VectorIndex {
    const keys: string[] = [];
    const values: VectorEntry[] = [];
    entries.forEach((entry, i) => {
      if (entry === null) return;
      keys.push(positions[i]!);
      values.push(entry);
    });
    return new VectorIndex(definition, keys.length === 0 ? emptyTree() : treeOfUnsorted(keys, values));
  }

  /** An index to write to, with the same content. O(1). */
  fork(): VectorIndex {
    return new VectorIndex(this.definition, this.tree.clone());
  }

  add(position: string, entry: VectorEntry): void {
    this.tree.set(position, entry);
  }

  remove(position: string): void {
    this.tree.delete(position);
  }
}
