import { convexToJson, getDocumentSize, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { encodeValue } from "../keys/key";
import { containsCommitTs } from "./commit-ts";
import { fieldAt } from "./field-path";
import type { DocumentValue, StoredDocument } from "./types";

/** Names, separators and types of `_id` and `_creationTime`, and the number, as `getDocumentSize` counts them. */
const SYSTEM_FIELDS_BYTES = 6 + 23;

export class Document implements StoredDocument {
  #value: DocumentValue | undefined;
  #json = "";
  #size: number | undefined;

  private constructor(
    readonly table: string,
    readonly id: string,
    readonly creationTime: number,
    /** Holds a commit timestamp that is only known at commit. */
    readonly isPending: boolean,
  ) {}

  /** `bytes` is the size of `fields`, if it is known. */
  static fromValue(table: string, id: string, creationTime: number, fields: DocumentValue, bytes?: number): Document {
    const document = new Document(table, id, creationTime, containsCommitTs(fields));
    const value = { ...fields, _id: id, _creationTime: creationTime };
    document.#value = value;
    if (bytes !== undefined) document.#size = bytes + id.length + SYSTEM_FIELDS_BYTES;
    // At once, although it is needed at the flush at the latest: an unsupported value must fail here.
    document.#json = JSON.stringify(convexToJson(value));
    return document;
  }

  /** Parses nothing until `value` or `size` is asked for. */
  static fromJson(table: string, id: string, creationTime: number, json: string): Document {
    const document = new Document(table, id, creationTime, false);
    document.#json = json;
    return document;
  }

  get value(): DocumentValue {
    this.#value ??= jsonToConvex(JSON.parse(this.#json) as JSONValue) as DocumentValue;
    return this.#value;
  }

  get json(): string {
    return this.#json;
  }

  get size(): number {
    this.#size ??= getDocumentSize(this.value);
    return this.#size;
  }

  /** Everything but `_id` and `_creationTime`. */
  get fields(): DocumentValue {
    const { _id, _creationTime, ...fields } = this.value;
    return fields;
  }

  /** Of a document that was loaded and never read, parses the JSON without keeping the result. */
  keyParts(): KeyParts {
    return new KeyParts(this, this.#value);
  }
}

/** What the index keys of one document are put together from. */
export class KeyParts {
  readonly idKey: string;
  /** Ends every index key but that of `by_id`. */
  readonly tieBreaker: string;
  #parsed: JSONValue | undefined;

  constructor(
    private readonly document: Document,
    private readonly value: DocumentValue | undefined,
  ) {
    this.idKey = encodeValue(document.id);
    this.tieBreaker = encodeValue(document.creationTime) + this.idKey;
  }

  /** The value at a path of nested objects. */
  fieldAt(path: readonly string[]): Value | undefined {
    if (this.value !== undefined) return fieldAt(this.value, path);
    this.#parsed ??= JSON.parse(this.document.json) as JSONValue;
    return jsonFieldAt(this.#parsed, path);
  }
}

/** As `fieldAt`, converting only what it finds. No field name starts with `$`, so no encoded value is taken apart. */
function jsonFieldAt(json: JSONValue | undefined, path: readonly string[]): Value | undefined {
  for (const name of path) {
    if (typeof json !== "object" || json === null || Array.isArray(json) || !Object.hasOwn(json, name))
      return undefined;
    json = json[name];
  }
  return json === undefined ? undefined : jsonToConvex(json);
}
