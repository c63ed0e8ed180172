import type { JSONValue } from "convex/values";
import type { FunctionError, Identity } from "../engine/types";
import { userStack } from "./stack";

/** A mistake of the caller or in the setup rather than in user code: unknown function, wrong arguments. */
export class RequestError extends Error {
  override readonly name: string = "RequestError";
  /** The text says something about the host rather than about the app, and is shown in production too. */
  readonly exposed: boolean = false;
}

/** What user code threw, described once, at the point where it left the function. */
export interface Failure {
  /** "Uncaught Error: text" */
  readonly message: string;
  /** The message and the frames of user code. */
  readonly detail: string;
  readonly data?: JSONValue;
  /** The caller may read `detail` even in production. */
  readonly exposed: boolean;
  readonly thrown: unknown;
}

export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof RequestError) {
    const { message, exposed } = thrown;
    return { message, detail: message, exposed, thrown };
  }
  const message = `Uncaught ${headline(thrown)}`;
  const failure = { message, detail: message + stackOf(thrown), exposed: false, thrown };
  const data = convexErrorData(thrown);
  return data === undefined ? failure : { ...failure, data };
}

/** In production only administrators learn more of an error than that there was one. */
export function isRedacted(production: boolean, identity: Identity): boolean {
  return production && identity.kind !== "admin";
}

/** What the caller of a function may know of its error. ConvexError data always passes. */
export function clientError(failure: Failure, requestId: string, redacted: boolean): FunctionError {
  const hidden = redacted && !failure.exposed;
  const message = `[Request ID: ${requestId}] Server Error${hidden ? "" : `\n${failure.detail}`}`;
  return failure.data === undefined ? { message } : { message, data: failure.data };
}

/** The same as the JSON body of an HTTP action's answer. */
export function httpActionError(failure: Failure, requestId: string, redacted: boolean) {
  const { message, detail, data, exposed } = failure;
  const hidden = redacted && !exposed;
  const code = `[Request ID: ${requestId}] Server Error`;
  const shown = hidden ? { code } : { code: `${code}: ${message}`, trace: detail };
  return data === undefined ? shown : { ...shown, data };
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
