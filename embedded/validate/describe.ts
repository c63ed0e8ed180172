import type { JSONValue, ObjectFieldType, Value, ValidatorJSON } from "convex/values";
import { CommitTsPlaceholder, jsonToConvex } from "convex/values";

const MAX_LENGTH = 1000;

/** A value as Convex prints it in errors: `{author: "sarah", votes: 3.0}`. Long ones are cut. */
export function describeValue(value: Value): string {
  const text = print(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

function print(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "boolean") return String(value);
  if (value instanceof ArrayBuffer) return `b"${Buffer.from(value).toString("hex")}"`;
  if (value instanceof CommitTsPlaceholder) return String(value);
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${name}: ${print(field)}`],
  );
  return `{${fields.join(", ")}}`;
}

/** A validator as it is written in code: `v.object({author: v.id("users")})`. */
export function describeValidator(validator: ValidatorJSON): string {
  switch (validator.type) {
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "id":
      return `v.id("${validator.tableName}")`;
    case "literal":
      return `v.literal(${describeLiteral(validator.value)})`;
    case "array":
      return `v.array(${describeValidator(validator.value)})`;
    case "record":
      return `v.record(${describeValidator(validator.keys)}, ${describeValidator(validator.values.fieldType)})`;
    case "union":
      return `v.union(${validator.value.map(describeValidator).join(", ")})`;
    case "object":
      return `v.object({${Object.entries(validator.value).map(describeField).join(", ")}})`;
    default:
      return `v.${validator.type}()`;
  }
}

function describeField([name, { fieldType, optional }]: [string, ObjectFieldType]): string {
  const type = describeValidator(fieldType);
  return `${name}: ${optional ? `v.optional(${type})` : type}`;
}

function describeLiteral(literal: JSONValue): string {
  return describeValue(jsonToConvex(literal));
}
