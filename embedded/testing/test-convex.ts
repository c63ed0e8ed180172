import type { JSONValue } from "convex/values";
import type { UdfContext } from "../engine/udf-context";
import type { QueryJson } from "../query/query-json";
import type { VectorQueryJson } from "../search/vector-query";
import { functionHandle, type FunctionAddress } from "../engine/resolve";
import { convexGlobal } from "../runtime/convex-global";
import { LimitError } from "../store/usage";
import { asHost, currentFrame, liveTransaction, type Frame } from "./frames";
import { hostCursor, testCursor, type Page } from "./test-cursors";
import { limitText, reportedMetrics } from "./test-limits";
import type { CallKind } from "./test-app";
import { searchedByWords } from "./word-search";

type Args = { readonly [name: string]: JSONValue | undefined };
type Async = (frame: Frame, args: Args, forward: (args?: Args) => Promise<string>) => Promise<string>;

/** Operations that convex-test answers differently from a deployment, or before the host is asked. */
const asyncOps: Readonly<Record<string, Async>> = {
  "1.0/runUdf": (frame, args, forward) =>
    loaded(frame, args, args["udfType"] === "mutation" ? "mutation" : "query", forward),
  "1.0/actions/query": (frame, args, forward) => transact(frame, args, "query", forward),
  "1.0/actions/mutation": (frame, args, forward) => transact(frame, args, "mutation", forward),
  "1.0/actions/action": (frame, args, forward) => loaded(frame, args, "action", forward),
  "1.0/schedule": schedule,
  "1.0/actions/schedule": schedule,
  "1.0/storageDelete": (frame, args, forward) => inOwnOr(frame, "1.0/storageDelete", args, forward),
  "1.0/createFunctionHandle": (frame, args) => Promise.resolve(JSON.stringify(functionHandle(target(frame, args)))),
  "1.0/insert": insert,
  "1.0/get": namedJobs,
  "1.0/queryStreamNext": namedJobs,
  "1.0/queryPage": queryPage,
  "1.0/actions/vectorSearch": vectorSearch,
  "1.0/getFunctionMetadata": ({ name, component }) =>
    Promise.resolve(JSON.stringify({ name, componentPath: component })),
  "1.0/getDeploymentMetadata": () => Promise.resolve(JSON.stringify({ name: "test", region: null, class: "s16" })),
  "1.0/getRequestMetadata": requestMetadata,
  "1.0/getTransactionMetrics": transactionMetrics,
  "1.0/auditLog": () => Promise.resolve("null"),
};

/** The `Convex` global of modules that the test runner evaluates. */
export const testConvex = {
  syscall(op: string, jsonArgs: string): string {
    const frame = frameFor(op);
    if (op === "1.0/getSnapshotTs" && frame.time === null) {
      throw new Error("getSnapshotTs() can only be called from a query or mutation.");
    }
    return asHost(frame, () => {
      try {
        const answer = convexGlobal.syscall(op, jsonArgs);
        // The host has checked the search by now.
        const byWords = op === "1.0/queryStream" ? wordSearch(frame, jsonArgs) : null;
        return byWords === null ? answer : convexGlobal.syscall(op, byWords);
      } catch (error) {
        throw inTestWords(error);
      }
    });
  },

  asyncSyscall(op: string, jsonArgs: string): Promise<string> {
    const frame = frameFor(op);
    return asHost(frame, async () => {
      const own = Object.hasOwn(asyncOps, op) ? asyncOps[op] : undefined;
      const forward = async (json: string) => await convexGlobal.asyncSyscall(op, json).catch(rethrowInTestWords);
      if (own === undefined) return await forward(jsonArgs);
      const args = JSON.parse(jsonArgs) as Args;
      return await own(frame, args, (changed = args) => forward(JSON.stringify(changed)));
    });
  },

  jsSyscall(op: string, args: { readonly [name: string]: unknown }): unknown {
    const frame = frameFor(op);
    const transaction = frame.time === null ? liveTransaction(frame.backend, frame.outer) : frame;
    if (transaction !== null) return blobInTransaction(transaction, op, args);
    return asHost(frame, async () => await convexGlobal.jsSyscall(op, await withContent(args)));
  },
};

function wordSearch(frame: Frame, jsonArgs: string): string | null {
  const args = JSON.parse(jsonArgs) as { query: QueryJson };
  const { transaction } = frame.execution.syscalls as Partial<UdfContext>;
  if (transaction === undefined || args.query.source.type !== "Search") return null;
  return JSON.stringify({ ...args, query: searchedByWords(transaction.tx, frame.component, args.query) });
}

function frameFor(op: string): Frame {
  const frame = currentFrame();
  if (frame === undefined) throw new Error(`${op} was called outside of a Convex function of a test.`);
  return frame;
}

/** Each call of an action is a transaction of its own, unless the test called the action within one. */
async function transact(
  frame: Frame,
  args: Args,
  kind: "query" | "mutation",
  forward: (args: Args) => Promise<string>,
): Promise<string> {
  const address = target(frame, args);
  await frame.backend.app.load(address, kind);
  const transaction = liveTransaction(frame.backend, frame.outer);
  if (transaction !== null) {
    return await inTransaction(transaction, "1.0/runUdf", { udfType: kind, ...byHandle(address), args: args["args"] });
  }
  if (kind === "query") await frame.backend.settled();
  return await forward({ ...withoutAddress(args), ...byHandle(address) });
}

async function inOwnOr(
  frame: Frame,
  op: string,
  args: Args,
  forward: (args: Args) => Promise<string>,
): Promise<string> {
  const transaction = frame.time === null ? liveTransaction(frame.backend, frame.outer) : null;
  return transaction === null ? await forward(args) : await inTransaction(transaction, op, args);
}

/** Makes the call as the handler of a transaction. */
export function inTransaction(frame: Frame, op: string, args: Args): Promise<string> {
  return asHost(frame, () => frame.execution.run(() => convexGlobal.asyncSyscall(op, JSON.stringify(args))));
}

/** Calls are made by handle: the host and the test mean the same function then. */
async function loaded(
  frame: Frame,
  args: Args,
  kind: CallKind,
  forward: (args: Args) => Promise<string>,
): Promise<string> {
  const address = target(frame, args);
  await frame.backend.app.load(address, kind);
  return await forward({ ...withoutAddress(args), ...byHandle(address) });
}

async function schedule(frame: Frame, args: Args, forward: (args: Args) => Promise<string>): Promise<string> {
  if (JSON.stringify(args["args"]).includes('{"$commitTs":null}')) {
    const { path } = target(frame, args);
    throw new Error(
      `Invalid arguments for "${path}": a scheduled function cannot take an unresolved placeholder value.`,
    );
  }
  return await forward({ ...withoutAddress(args), ...byHandle(target(frame, args)) });
}

export function byHandle(address: FunctionAddress): Args {
  return { functionHandle: functionHandle(address) };
}

function withoutAddress({ name: _name, reference: _reference, ...rest }: Args): Args {
  return rest;
}

function target({ component }: Frame, args: Args): FunctionAddress {
  return addressIn(args, component);
}

export interface AddressArgs {
  readonly name?: string;
  readonly reference?: string;
  readonly functionHandle?: string;
}

/** A path, a handle, or a reference into a component that the test registers under its parent's path and this name. */
export function addressIn(
  { name, reference, functionHandle: handle }: AddressArgs,
  component: string,
): FunctionAddress {
  if (handle !== undefined) {
    const [of = "", path = ""] = handle.slice("function://".length).split(";");
    return { component: of, path: withExport(path) };
  }
  if (name !== undefined) return { component, path: withExport(name) };
  if (reference === undefined) throw new Error("Function address not supported");
  const [, , child = "", ...rest] = reference.split("/");
  const last = rest.pop();
  return { component: component === "" ? child : `${component}/${child}`, path: `${rest.join("/")}:${last}` };
}

function withExport(path: string): string {
  return path.includes(":") ? path : `${path}:default`;
}

/** A table without a schema takes a whole document, and gives it a new id. */
async function insert(frame: Frame, args: Args, forward: (args: Args) => Promise<string>): Promise<string> {
  const { table, value } = args as { table: string; value: { [field: string]: JSONValue } };
  if (frame.backend.hasTable(frame.component, table)) return await forward(args);
  const { _id, _creationTime, ...fields } = value;
  return await forward({ ...args, value: fields });
}

/** Convex names the file of a scheduled function ("rooms.js:sweep"), convex-test does not. */
async function namedJobs(frame: Frame, args: Args, forward: (args: Args) => Promise<string>): Promise<string> {
  const json = await forward(args);
  if (!json.includes(".js:")) return json;
  return JSON.stringify(JSON.parse(json), (_key, value: JSONValue) => {
    if (typeof value !== "object" || value === null || !("scheduledTime" in value)) return value;
    const { _id, name } = value as { _id: string; name: string };
    return frame.backend.isJob(frame.component, _id)
      ? { ...value, name: name.replace(/\.js(:default$|(?=:))/, "") }
      : value;
  });
}

async function queryPage(frame: Frame, args: Args, forward: (args: Args) => Promise<string>): Promise<string> {
  const inHostCursors = { ...args, cursor: hostCursor(args["cursor"]), endCursor: hostCursor(args["endCursor"]) };
  const page = JSON.parse(await namedJobs(frame, inHostCursors, () => forward(inHostCursors))) as Page;
  const { transaction } = frame.execution.syscalls as UdfContext;
  const query = args["query"] as unknown as QueryJson;
  return JSON.stringify({ ...page, continueCursor: testCursor(transaction.tx, frame.component, query, page) });
}

async function vectorSearch(frame: Frame, args: Args, forward: () => Promise<string>): Promise<string> {
  try {
    return await forward();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("Expected a vector with dimensions")) throw error;
    const query = args["query"] as unknown as VectorQueryJson;
    return JSON.stringify({ results: frame.backend.searchShortVectors(frame.component, query) });
  }
}

async function requestMetadata(frame: Frame, _args: Args, forward: () => Promise<string>): Promise<string> {
  if (frame.kind === "query") {
    throw new Error(
      "getRequestMetadata() can only be called from a mutation, action or HTTP action. It is not available in queries.",
    );
  }
  const metadata = JSON.parse(await forward()) as { requestId: string; authToken: string | null };
  const { requests } = frame.backend;
  const { requestId, authToken } = metadata;
  return JSON.stringify({
    ...metadata,
    requestId: requests.nameOf(requestId),
    authToken: requests.tokenOf(requestId) ?? authToken,
  });
}

async function transactionMetrics(frame: Frame, _args: Args, forward: () => Promise<string>): Promise<string> {
  if (frame.time !== null) return reportedMetrics(await forward());
  throw new Error(
    "getTransactionMetrics() can only be called from a query or mutation. " +
      "It is not available in actions or outside of a Convex function.",
  );
}

/** What a test checks for is convex-test's text. */
function inTestWords(error: unknown): unknown {
  if (error instanceof LimitError) return new Error(limitText(error));
  if (!(error instanceof Error) || !error.message.includes("ran multiple paginated queries")) return error;
  return new Error(
    "Only a single paginated query (`.paginate()`) is allowed per function execution. Calling `.paginate()` more than " +
      "once in a single Convex function fails at runtime in a deployed backend. " +
      "This is a Convex limit: https://docs.convex.dev/database/pagination",
  );
}

function rethrowInTestWords(error: unknown): never {
  throw inTestWords(error);
}

/** What `ctx.storage` of an action does, as part of a transaction. */
async function blobInTransaction(
  frame: Frame,
  op: string,
  args: { readonly [name: string]: unknown },
): Promise<unknown> {
  if (op === "storage/storeBlob") {
    const { blob, options } = args as { blob: Blob; options?: { sha256?: string } };
    const bytes = Buffer.from(await blob.arrayBuffer()).toString("base64");
    const type = blob.type === "" ? {} : { contentType: blob.type };
    const sha256 = options?.sha256 === undefined ? {} : { sha256: options.sha256 };
    return JSON.parse(await inTransaction(frame, "1.0/storageStore", { blob: bytes, ...type, ...sha256 }));
  }
  const json = await inTransaction(frame, "1.0/storageGet", args as Args);
  const stored = JSON.parse(json) as { blob: string; contentType: string | null } | null;
  return stored && new Blob([Buffer.from(stored.blob, "base64")], { type: stored.contentType ?? "" });
}

/** As convex-test reads a blob, which may be one of the test's own making. */
async function withContent(args: { readonly [name: string]: unknown }): Promise<{ readonly [name: string]: unknown }> {
  const { blob } = args;
  return blob instanceof Blob ? { ...args, blob: new Blob([await blob.arrayBuffer()], { type: blob.type }) } : args;
}
