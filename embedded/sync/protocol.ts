import type { JSONValue } from "convex/values";
import { z } from "zod";
import { decodeTs } from "../keys/ts";
import { deeperThan, MAX_JSON_DEPTH } from "./json-depth";

/**
 * Messages of Convex's sync protocol as they are on the wire (`convex/src/browser/sync/protocol.ts` is the client's side).
 * Timestamps are u64 little-endian in base64.
 */

/** Convex counts queries, versions and requests with 32 bits. */
const count = z
  .int()
  .nonnegative()
  .max(2 ** 32 - 1);
const json = z.custom<JSONValue>((value) => value !== undefined);
/** The clients send the one argument object in an array. */
const args = z.array(json).max(1);
const componentPath = z.string().nullish();

const ts = z
  .string()
  .regex(/^[A-Za-z0-9+/]{11}=$/)
  .transform(decodeTs);

const connect = z.object({
  type: z.literal("Connect"),
  sessionId: z.string().min(1).max(100),
  connectionCount: count,
  lastCloseReason: z.string().nullish(),
  maxObservedTimestamp: ts.nullish(),
});

const addQuery = z.object({
  type: z.literal("Add"),
  queryId: count,
  udfPath: z.string(),
  args,
  journal: z.string().nullish(),
  componentPath,
});

const modifyQuerySet = z.object({
  type: z.literal("ModifyQuerySet"),
  baseVersion: count,
  newVersion: count,
  modifications: z.array(z.union([addQuery, z.object({ type: z.literal("Remove"), queryId: count })])),
});

const request = { requestId: count, udfPath: z.string(), args, componentPath };
const mutation = z.object({ type: z.literal("Mutation"), ...request });
const action = z.object({ type: z.literal("Action"), ...request });

const authenticate = z.discriminatedUnion("tokenType", [
  z.object({ type: z.literal("Authenticate"), baseVersion: count, tokenType: z.literal("None") }),
  z.object({ type: z.literal("Authenticate"), baseVersion: count, tokenType: z.literal("User"), value: z.string() }),
  z.object({
    type: z.literal("Authenticate"),
    baseVersion: count,
    tokenType: z.literal("Admin"),
    value: z.string(),
    impersonating: z.record(z.string(), json).nullish(),
  }),
]);

/** Telemetry of the client; nothing here uses it. */
const event = z.object({ type: z.literal("Event") });

const clientMessage = z.discriminatedUnion("type", [connect, modifyQuerySet, mutation, action, authenticate, event]);

export type ClientMessage = z.infer<typeof clientMessage>;
export type ModifyQuerySet = z.infer<typeof modifyQuerySet>;
export type Authenticate = z.infer<typeof authenticate>;
export type FunctionRequest = z.infer<typeof mutation> | z.infer<typeof action>;

export interface StateVersion {
  querySet: number;
  identity: number;
  ts: bigint;
}

export type ServerMessage =
  | { type: "MutationResponse"; requestId: number; success: true; result: JSONValue; ts: string; logLines: string[] }
  | {
      type: "MutationResponse" | "ActionResponse";
      requestId: number;
      success: false;
      result: string;
      errorData?: JSONValue;
      logLines: string[];
    }
  | { type: "ActionResponse"; requestId: number; success: true; result: JSONValue; logLines: string[] }
  | { type: "AuthError"; error: string; baseVersion: number; authUpdateAttempted: boolean }
  | { type: "FatalError"; error: string }
  | { type: "Ping" };

/** The client broke the protocol; it hears a FatalError and does not come back with the same message. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** @throws ProtocolError for anything that is not a message of the protocol. */
export function parseClientMessage(text: string): ClientMessage {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new ProtocolError("Received invalid JSON on the WebSocket");
  }
  if (deeperThan(raw, MAX_JSON_DEPTH))
    throw new ProtocolError("Received JSON on the WebSocket that is nested too deeply");
  const parsed = clientMessage.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ProtocolError(`Received a malformed message: ${issue?.path.join(".") || "message"}: ${issue?.message}`);
}
