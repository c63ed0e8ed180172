import type { JSONValue } from "convex/values";
import type { App, AppBundle } from "../modules/types";
import type { ReadSet } from "../store/read-set";
import type { Commit } from "../store/types";
import type { FileStorage } from "./storage/storage";

/** What `ctx.auth.getUserIdentity()` answers: token claims, already verified. */
export interface UserIdentityJson {
  readonly tokenIdentifier: string;
  readonly subject: string;
  readonly issuer: string;
  readonly [claim: string]: JSONValue | undefined;
}

export type Identity =
  | { readonly kind: "none" }
  | { readonly kind: "user"; readonly attributes: UserIdentityJson; readonly token?: string }
  | { readonly kind: "admin"; readonly actingAs?: UserIdentityJson };

/** Who sent a request. Read by `ctx.meta.getRequestMetadata()` only. */
export interface RequestOrigin {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface FunctionCall {
  /** Component path, "" is the app itself. */
  readonly component: string;
  /** "rooms:list", "a/b:fn"; a module's default export is "rooms:default" or "rooms". */
  readonly path: string;
  /** The one argument object, as `convexToJson` writes it. */
  readonly args: JSONValue;
  readonly identity: Identity;
  /** "public" refuses internal functions, as for clients; "any" is for administrators. */
  readonly visibility: "public" | "any";
  /** Queries only: what an earlier run of the same query answered as `journal`. */
  readonly journal?: string | null;
  readonly origin?: RequestOrigin;
}

export interface FunctionError {
  /** What the client may see. `"[Request ID: ...] Server Error"` first, details only in development. */
  readonly message: string;
  /** The data of a ConvexError, as `convexToJson` writes it; absent for every other error. */
  readonly data?: JSONValue;
}

export type Outcome<T = unknown> =
  | ({ readonly ok: true; readonly value: JSONValue } & T)
  | ({ readonly ok: false; readonly error: FunctionError } & T);

interface QueryFacts {
  /** The snapshot that was read; the answer is never ahead of what is on disk. */
  readonly ts: bigint;
  readonly reads: ReadSet;
  /** True if the answer may differ for another identity. */
  readonly readIdentity: boolean;
  /** Pins the end of a paginated query; pass it to the next run. */
  readonly journal: string | null;
  /** `[LOG] 'text'`, as the client's `logForFunction` reads them; empty in production. */
  readonly logLines: string[];
}

interface MutationFacts {
  /** A snapshot at or after this shows the mutation's writes. */
  readonly ts: bigint;
  readonly logLines: string[];
}

export interface ActionFacts {
  readonly logLines: string[];
}

export type QueryOutcome = Outcome<QueryFacts>;
export type MutationOutcome = Outcome<MutationFacts>;
export type ActionOutcome = Outcome<ActionFacts>;

/** One client's mutation, wherever it is sent from and however often. */
export interface DedupeKey {
  readonly sessionId: string;
  readonly requestId: number;
}

export type UdfType = "Query" | "Mutation" | "Action" | "HttpAction";
export type LogLevel = "DEBUG" | "INFO" | "LOG" | "WARN" | "ERROR";

/** One execution's facts, shared by its console lines and by its completion. */
interface LogSource {
  readonly udfType: UdfType;
  readonly component: string;
  /** "rooms:list", or "GET /path" for an HTTP action. */
  readonly path: string;
  readonly requestId: string;
  /** The scheduled function it is, or was called by. */
  readonly scheduledFunctionId: string | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

export type LogLine =
  | (LogSource & { readonly kind: "console"; readonly level: LogLevel; readonly messages: readonly string[] })
  | (LogSource & {
      readonly kind: "completion";
      readonly executionMs: number;
      /** Console lines of the execution, formatted as `logLines`. */
      readonly logLines: readonly string[];
      /** "Uncaught Error: ..." with its stack, never hidden here; null when it returned. */
      readonly error: string | null;
    });

/** A function as `convex function-spec` lists it. */
export interface FunctionSpec {
  readonly component: string;
  /** "rooms.js:list", the CLI's form; "GET /path" for HTTP actions. */
  readonly identifier: string;
  readonly functionType: UdfType;
  readonly visibility: "public" | "internal";
  /** Validator JSON; null for HTTP actions, and for functions without a `returns`. */
  readonly args: JSONValue;
  readonly returns: JSONValue;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

/** The deployment's variables. Durable; reads see the last committed state. */
export interface Environment {
  get(name: string): string | undefined;
  list(): EnvironmentVariable[];
  /** `null` removes. Resolves when durable; refuses the whole change on an invalid name or value. */
  set(changes: readonly { readonly name: string; readonly value: string | null }[]): Promise<void>;
}

/** Bytes of documents, by Convex's size rules, that functions have read and written since the engine was made. */
export interface DatabaseUsage {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

export interface Engine {
  /** The code that new executions run; its `authConfig` follows the environment. Throws before the first `load`. */
  readonly app: App;
  readonly environment: Environment;
  /** Files of all components. */
  readonly storage: FileStorage;
  readonly databaseUsage: DatabaseUsage;
  query(call: FunctionCall): Promise<QueryOutcome>;
  /** Resolves only when durable. A repeated dedupe key answers the stored result without running. */
  mutation(call: FunctionCall, dedupe?: DedupeKey): Promise<MutationOutcome>;
  action(call: FunctionCall): Promise<ActionOutcome>;
  /** Calls a function of whatever kind it is, as POST /api/function and `convex run` do. */
  run(call: FunctionCall): Promise<Outcome<ActionFacts>>;
  /** Routes of convex/http.ts. Never rejects: an error is a response with status 500. */
  httpAction(request: Request, identity?: Identity, origin?: RequestOrigin): Promise<Response>;
  /** After the durable flush, once per turn of the writer, before the mutations' promises resolve. */
  onCommit(listener: (commits: readonly Commit[]) => void): () => void;
  onLog(listener: (line: LogLine) => void): () => void;
  /** The code or an environment variable changed: any query may now answer differently. */
  onReload(listener: () => void): () => void;
  /** Of every loaded component. */
  functions(): FunctionSpec[];
  /**
   * Swaps the code between two mutations; what runs now finishes on the old code.
   * Rejects and keeps the old code if documents do not fit the new schema.
   */
  load(bundle: AppBundle): Promise<void>;
  /** Starts due jobs and crons. Called once, after the first `load`. */
  start(): Promise<void>;
  /** Stops timers, aborts running actions, ends queued mutations, flushes. */
  close(): Promise<void>;
}
