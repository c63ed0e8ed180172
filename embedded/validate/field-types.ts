import type { ValidatorJSON } from "convex/values";

/** The types that a field at a path may have, of documents of a type. Empty if no document has such a field. */
export function fieldTypes(validator: ValidatorJSON, [first, ...rest]: readonly string[]): ValidatorJSON[] {
  if (validator.type === "union")
    return validator.value.flatMap((member) => fieldTypes(member, definedPath(first, rest)));
  if (first === undefined || validator.type === "any") return [validator];
  if (validator.type === "record") return fieldTypes(validator.values.fieldType, rest);
  if (validator.type !== "object" || !Object.hasOwn(validator.value, first)) return [];
  return fieldTypes(validator.value[first]!.fieldType, rest);
}

function definedPath(first: string | undefined, rest: readonly string[]): readonly string[] {
  return first === undefined ? [] : [first, ...rest];
}
