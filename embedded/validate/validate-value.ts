import {
  CommitTsPlaceholder,
  jsonToConvex,
  type JSONValue,
  type ObjectFieldType,
  type Value,
  type ValidatorJSON,
} from "convex/values";
import { describeValidator, describeValue } from "./describe";
import { isObjectValue, type ObjectValue } from "./object-value";
import { ValidationError, type Mismatch } from "./validation-error";

export interface ValidationContext {
  /** Name of the table an id belongs to; null if it is no id, or of no table. */
  idTable(id: string): string | null;
}

/** Throws a ValidationError unless `value` fits. `validator` is `validator.json` of `v.*`. */
export function validateValue(validator: ValidatorJSON, value: Value, context: ValidationContext): void {
  const mismatch = findMismatch(validator, value, context);
  if (mismatch !== null) throw new ValidationError(mismatch);
}

/** The first mismatch in field order, or null if `value` fits. */
export function findMismatch(validator: ValidatorJSON, value: Value, context: ValidationContext): Mismatch | null {
  switch (validator.type) {
    case "any":
      return null;
    case "null":
      return value === null ? null : expected("`null`", validator, value);
    case "number":
      return typeof value === "number" ? null : expected("`number`", validator, value);
    case "bigint":
      return isInt64(value) ? null : expected("`bigint`", validator, value);
    case "commitTs":
      return isInt64(value) ? null : expected("`v.commitTs()`", validator, value);
    case "boolean":
      return typeof value === "boolean" ? null : expected("`boolean`", validator, value);
    case "string":
      return typeof value === "string" ? null : expected("`string`", validator, value);
    case "bytes":
      return value instanceof ArrayBuffer ? null : expected("`ArrayBuffer`", validator, value);
    case "literal":
      return equalsLiteral(validator.value, value)
        ? null
        : expected(`\`${validator.value as string}\``, validator, value);
    case "id":
      return checkId(validator, value, context);
    case "array":
      return Array.isArray(value) ? checkItems(validator, value, context) : expected("`Array`", validator, value);
    case "record":
      return isObjectValue(value) ? checkRecord(validator, value, context) : expected("`object`", validator, value);
    case "object":
      return isObjectValue(value) ? checkObject(validator, value, context) : expected("`object`", validator, value);
    case "union":
      return checkUnion(validator, value, context);
  }
}

type Of<Type extends ValidatorJSON["type"]> = Extract<ValidatorJSON, { type: Type }>;

/** A timestamp that is assigned at commit is checked as the int64 it will be. */
function isInt64(value: Value): boolean {
  return typeof value === "bigint" || value instanceof CommitTsPlaceholder;
}

function equalsLiteral(literal: JSONValue, value: Value): boolean {
  const wanted = typeof literal === "object" ? jsonToConvex(literal) : literal;
  return wanted === value || (wanted !== wanted && value !== value);
}

function checkId(validator: Of<"id">, value: Value, context: ValidationContext): Mismatch | null {
  if (typeof value !== "string") return expected("`string`", validator, value);
  const table = context.idTable(value);
  if (table === validator.tableName) return null;
  const mismatch = expected(`ID for table "${validator.tableName}"`, validator, value);
  if (table === null) return mismatch;
  const found = `Found ID "${value}" from table \`${table}\`, which does not match the table name in validator`;
  return { ...mismatch, detail: `${found} \`v.id("${validator.tableName}")\`.` };
}

function checkItems(validator: Of<"array">, items: Value[], context: ValidationContext): Mismatch | null {
  for (let i = 0; i < items.length; i++) {
    const mismatch = findMismatch(validator.value, items[i]!, context);
    if (mismatch !== null) return within(`[${i}]`, mismatch);
  }
  return null;
}

function checkRecord(validator: Of<"record">, value: ObjectValue, context: ValidationContext): Mismatch | null {
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const badKey = findMismatch(validator.keys, key, context);
    if (badKey !== null) return within(".keys()", badKey);
    const badValue = findMismatch(validator.values.fieldType, field, context);
    if (badValue !== null) return within(".values()", badValue);
  }
  return null;
}

function checkObject(validator: Of<"object">, value: ObjectValue, context: ValidationContext): Mismatch | null {
  for (const name in validator.value) {
    const { fieldType, optional } = validator.value[name] as ObjectFieldType;
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field !== undefined) {
      const mismatch = findMismatch(fieldType, field, context);
      if (mismatch !== null) return within(`.${name}`, mismatch);
    } else if (!optional) {
      return missingField(name, validator, value);
    }
  }
  for (const name in value) {
    if (value[name] !== undefined && !Object.hasOwn(validator.value, name)) {
      return objectMismatch(`Unexpected field \`${name}\` in object that is not in the validator.`, validator, value);
    }
  }
  return null;
}

function checkUnion(validator: Of<"union">, value: Value, context: ValidationContext): Mismatch | null {
  const [only] = validator.value;
  if (only !== undefined && validator.value.length === 1) return findMismatch(only, value, context);
  if (validator.value.some((member) => findMismatch(member, value, context) === null)) return null;
  return expected(`one of ${validator.value.map((member) => member.type).join(", ")}`, validator, value);
}

function expected(what: string, validator: ValidatorJSON, value: Value): Mismatch {
  const got = typeof value === "string" ? value : describeValue(value);
  const detail = `Value: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`;
  return { reason: `Expected ${what}, got \`${got}\``, path: "", detail };
}

function missingField(name: string, validator: Of<"object">, value: ObjectValue): Mismatch {
  const advice = "Consider wrapping the field validator in `v.optional(...)` if this is expected.";
  return objectMismatch(`Missing required field \`${name}\` in object. ${advice}`, validator, value);
}

function objectMismatch(reason: string, validator: Of<"object">, value: ObjectValue): Mismatch {
  return { reason, path: "", detail: `Object: ${describeValue(value)}\nValidator: ${describeValidator(validator)}` };
}

function within(step: string, mismatch: Mismatch): Mismatch {
  mismatch.path = step + mismatch.path;
  return mismatch;
}
