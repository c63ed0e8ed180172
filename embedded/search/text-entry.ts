import type { Value } from "convex/values";
import { encodeValue } from "../keys/key";
import { tokens } from "./tokenizer";

export interface TextIndexDefinition {
  readonly name: string;
  readonly searchField: string;
  /** Sorted, each once. */
  readonly filterFields: readonly string[];
}

/** What one document contributes to a text index. The text is taken apart on first use. */
export class TextEntry {
  #frequencies: Map<string, number> | undefined;
  #tokens = 0;

  constructor(
    /** Null if the search field holds no string. */
    readonly text: string | null,
    /** Encoded values, in the order of the index's filter fields; a missing field has one, too. */
    readonly filters: readonly string[],
  ) {}

  static of(definition: TextIndexDefinition, fieldAt: (path: readonly string[]) => Value | undefined): TextEntry {
    const text = fieldAt(definition.searchField.split("."));
    const filters = definition.filterFields.map((field) => encodeValue(fieldAt(field.split("."))));
    return new TextEntry(typeof text === "string" ? text : null, filters);
  }

  /** How often each token occurs. */
  get frequencies(): ReadonlyMap<string, number> {
    this.#frequencies ??= this.#tokenize();
    return this.#frequencies;
  }

  /** Number of tokens. */
  get tokens(): number {
    this.#frequencies ??= this.#tokenize();
    return this.#tokens;
  }

  isSame(other: TextEntry): boolean {
    return this.text === other.text && this.filters.every((filter, i) => filter === other.filters[i]);
  }

  #tokenize(): Map<string, number> {
    const frequencies = new Map<string, number>();
    for (const token of tokens(this.text ?? "")) {
      frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
      this.#tokens += 1;
    }
    return frequencies;
  }
}
