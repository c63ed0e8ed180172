import { jsonToConvex, type JSONValue, type ValidatorJSON } from "convex/values";
import type { AppFunction } from "../modules/types";
import { RequestError } from "../runtime/errors";
import { validateValue } from "../validate/validate-value";

type IdTable = (id: string) => string | null;

/** Throws if the one argument object does not fit the function's `args`. */
export function validateArgs(fn: AppFunction, args: JSONValue, idTable: IdTable): void {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new RequestError(`The arguments to a Convex function must be an object. Received: ${JSON.stringify(args)}`);
  }
  if (acceptsAny(fn.args)) return;
  const problem = mismatch(fn.args, args, idTable);
  if (problem !== null) throw new RequestError(`ArgumentValidationError: ${problem}`);
}

/** Throws if what the function returned does not fit its `returns`. */
export function validateReturns(fn: AppFunction, json: string, idTable: IdTable): void {
  if (fn.returns === null || acceptsAny(fn.returns)) return;
  const problem = mismatch(fn.returns, JSON.parse(json) as JSONValue, idTable);
  if (problem !== null) throw new Error(`Return value validation failed for ${fn.kind} "${fn.path}":\n${problem}`);
}

function acceptsAny(validator: JSONValue): boolean {
  return (validator as unknown as ValidatorJSON).type === "any";
}

function mismatch(validator: JSONValue, value: JSONValue, idTable: IdTable): string | null {
  try {
    validateValue(validator as unknown as ValidatorJSON, jsonToConvex(value), { idTable });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
