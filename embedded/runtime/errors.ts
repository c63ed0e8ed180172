import type { JSONValue } from "convex/values";
import type { FunctionError } from "../engine/types";
import { userStack } from "./stack";

/**
 * A mistake of the caller or in the setup rather than in user code: unknown function, wrong arguments. Its text is for
 * developers and is shown in production too.
 */
export class RequestError extends Error {
  override readonly name: string = "RequestError";
}

/** What user code threw, described once, at the point where it left the function. */
export interface Failure {
  /** "Uncaught Error: text" and the frames of user code. */
  readonly detail: string;
  readonly data?: JSONValue;
  /** The caller may read `detail` even in production. */
  readonly exposed: boolean;
  readonly thrown: unknown;
}

export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof RequestError) return { detail: thrown.message, exposed: true, thrown };
  const detail = `Uncaught ${headline(thrown)}${stackOf(thrown)}`;
  const data = convexErrorData(thrown);
  return data === undefined ? { detail, exposed: false, thrown } : { detail, data, exposed: false, thrown };
}

/** Development shows the error, production only that there was one; ConvexError data always passes. */
export function clientError(failure: Failure, requestId: string, production: boolean): FunctionError {
  const hidden = production && !failure.exposed;
  const message = `[Request ID: ${requestId}] Server Error${hidden ? "" : `\n${failure.detail}`}`;
  return failure.data === undefined ? { message } : { message, data: failure.data };
}

function headline(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message === "" ? thrown.name : `${thrown.name}: ${thrown.message}`;
}

function stackOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? userStack(thrown) : "";
  return stack === "" ? "" : `\n${stack}\n`;
}

/** convex/server turns the data of a ConvexError into JSON text before it leaves the function. */
function convexErrorData(thrown: unknown): JSONValue | undefined {
  if (typeof thrown !== "object" || thrown === null || !(Symbol.for("ConvexError") in thrown)) return undefined;
  const { data } = thrown as { data?: unknown };
  return typeof data === "string" ? (JSON.parse(data) as JSONValue) : null;
}
