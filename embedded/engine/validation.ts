import { jsonToConvex, type JSONValue, type ValidatorJSON } from "convex/values";
import type { AppFunction } from "../modules/types";
import { RequestError } from "../runtime/errors";
import { formatBytes } from "../validate/format-bytes";
import { hasLoneSurrogate, mayExceedLimits } from "../validate/json-shape";
import { MAX_ARGUMENT_BYTES, MAX_RESULT_BYTES } from "../validate/limits";
import { validateValue } from "../validate/validate-value";
import { sizeOf } from "../validate/value-size";

type IdTable = (id: string) => string | null;

/**
 * Throws if the one argument object is no value that Convex passes, or does not fit the function's `args`.
 * Returns the arguments as functions of convex/server take them: JSON text of an array.
 */
export function validateArgs(fn: AppFunction, args: JSONValue, idTable: IdTable): string {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new RequestError(`The arguments to a Convex function must be an object. Received: ${JSON.stringify(args)}`);
  }
  const json = JSON.stringify([args]);
  const excess = beyondLimits(json, MAX_ARGUMENT_BYTES);
  if (excess !== null) {
    const where = `Arguments for ${debugPath(fn)} are`;
    throw new RequestError(excess.kind === "size" ? `${where} too large (${excess.text})` : excess.text);
  }
  if (acceptsAny(fn.args)) return json;
  const problem = mismatch(fn.args, args, idTable);
  if (problem !== null) throw new RequestError(`ArgumentValidationError: ${problem}`);
  return json;
}

/** Throws if what the function returned is no value that Convex passes, or does not fit its `returns`. */
export function validateReturns(fn: AppFunction, json: string, idTable: IdTable): void {
  const excess = beyondLimits(json, MAX_RESULT_BYTES);
  if (excess !== null) {
    const where = `Function ${debugPath(fn)} return value`;
    throw new Error(
      excess.kind === "size" ? `${where} is too large (${excess.text})` : `${where} invalid: ${excess.text}`,
    );
  }
  if (fn.returns === null || acceptsAny(fn.returns)) return;
  const problem = mismatch(fn.returns, JSON.parse(json) as JSONValue, idTable);
  if (problem !== null) throw new Error(`Return value validation failed for ${fn.kind} "${fn.path}":\n${problem}`);
}

interface Excess {
  readonly kind: "size" | "shape";
  readonly text: string;
}

function beyondLimits(json: string, maxBytes: number): Excess | null {
  if (hasLoneSurrogate(json)) return { kind: "shape", text: "lone leading surrogate in hex escape" };
  if (!mayExceedLimits(json, maxBytes)) return null;
  try {
    const { bytes } = sizeOf(jsonToConvex(JSON.parse(json) as JSONValue));
    if (bytes <= maxBytes) return null;
    return { kind: "size", text: `actual: ${formatBytes(bytes)}, limit: ${formatBytes(maxBytes)}` };
  } catch (error) {
    return { kind: "shape", text: error instanceof Error ? error.message : String(error) };
  }
}

/** "rooms.js:list", as Convex names functions in these errors. */
function debugPath({ path }: AppFunction): string {
  return path.replace(":", ".js:");
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
