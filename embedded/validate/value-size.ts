import { CommitTsPlaceholder, type Value } from "convex/values";
import { MAX_ARRAY_LENGTH, MAX_OBJECT_FIELDS, MAX_VALUE_NESTING } from "./limits";

export interface ValueSize {
  /** As Convex counts them (value/src/size.rs), the same as `getConvexSize`. */
  readonly bytes: number;
  /** 0 for a primitive, 1 for an array of primitives. */
  readonly nesting: number;
  /** A field whose name begins with an underscore, which are Convex's own; the first found. */
  readonly systemField: SystemField | null;
}

interface SystemField {
  readonly name: string;
  /** In an object within the value. */
  readonly isNested: boolean;
}

const UNDERSCORE = 95;

let bytes = 0;
let systemField: SystemField | null = null;

/** Measures a value in one pass. Throws in Convex's words where it holds what no Convex value may. */
export function sizeOf(value: Value): ValueSize {
  bytes = 0;
  systemField = null;
  const nesting = measure(value, 0);
  return { bytes, nesting, systemField };
}

/** Adds to `bytes`; returns how many levels are below. */
function measure(value: Value, depth: number): number {
  switch (typeof value) {
    case "string":
      bytes += 2 + stringBytes(value);
      return 0;
    case "number":
    case "bigint":
      bytes += 9;
      return 0;
    case "boolean":
      bytes += 1;
      return 0;
    default:
      return measureComposite(value, depth);
  }
}

function measureComposite(value: Value, depth: number): number {
  if (value === null) bytes += 1;
  else if (value instanceof ArrayBuffer) bytes += 2 + value.byteLength;
  else if (value instanceof CommitTsPlaceholder) bytes += 9;
  else return 1 + (Array.isArray(value) ? measureItems(value, depth + 1) : measureFields(value as Fields, depth + 1));
  return 0;
}

function measureItems(items: readonly Value[], depth: number): number {
  if (items.length > MAX_ARRAY_LENGTH) {
    throw new Error(`Array length is too long (${items.length} > maximum length ${MAX_ARRAY_LENGTH})`);
  }
  assertNesting(depth);
  bytes += 2;
  let nesting = 0;
  for (const item of items) nesting = Math.max(nesting, measure(item, depth));
  return nesting;
}

type Fields = { readonly [name: string]: Value | undefined };

function measureFields(fields: Fields, depth: number): number {
  assertNesting(depth);
  bytes += 2;
  let nesting = 0;
  let count = 0;
  for (const name in fields) {
    const field = fields[name];
    if (field === undefined) continue;
    count += 1;
    // Names are ASCII: convex/values refuses others.
    bytes += name.length + 1;
    if (name.charCodeAt(0) === UNDERSCORE) systemField ??= { name, isNested: depth > 1 };
    nesting = Math.max(nesting, measure(field, depth));
  }
  if (count > MAX_OBJECT_FIELDS) {
    throw new Error(`Object has too many fields (${count} > maximum number ${MAX_OBJECT_FIELDS})`);
  }
  return nesting;
}

function assertNesting(depth: number): void {
  if (depth <= MAX_VALUE_NESTING) return;
  throw new Error(`Value is too nested (nested ${depth} levels deep > maximum nesting ${MAX_VALUE_NESTING})`);
}

/** UTF-8 bytes. Most strings are short, where a call into C++ would cost more than the loop. */
function stringBytes(text: string): number {
  if (text.length > 64) return Buffer.byteLength(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return Buffer.byteLength(text);
  return text.length;
}
