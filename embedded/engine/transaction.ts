import type { JSONValue } from "convex/values";
import type { ReadTransaction, WriteTransaction } from "../store/types";
import type { Execution } from "../runtime/execution";
import type { Request } from "./requests";
import type { Identity } from "./types";
import type { FileStorage } from "./storage/storage";

/** One top-level query or mutation with everything that runs nested in it. */
export interface Transaction {
  readonly request: Request;
  readonly tx: ReadTransaction;
  /** The same transaction, if it may write. */
  readonly writer: WriteTransaction | null;
  readonly runUdf: RunUdf;
  readonly storage: FileStorage;
  /** Opens the last durable state, for `runQuery` with `useStaleSnapshot`. */
  readonly openSnapshot: () => Transaction;
  /** True once anything has asked who is calling. */
  readIdentity: boolean;
  /** Where a paginated query ended: given by the caller, or set by this run. */
  journal: string | null;
  /** The journal belongs to the first paginated query, wherever it is nested. */
  paginated: boolean;
  /** The outermost function; ending it ends all that run nested in it. */
  root: Execution | null;
  /** Jobs inserted, rolled back ones included. */
  readonly scheduled: ScheduledJob[];
}

export interface ScheduledJob {
  readonly component: string;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface UdfCall {
  readonly kind: "query" | "mutation";
  readonly component: string;
  readonly path: string;
  /** JSON of the argument object. */
  readonly args: JSONValue;
  readonly visibility: "public" | "any";
  /** Who calls; that of the request without it. */
  readonly identity?: Identity;
}

/** Runs one function inside a transaction, nested in `parent` if there is one. Resolves to the result as JSON text. */
export type RunUdf = (transaction: Transaction, call: UdfCall, parent: Execution | null) => Promise<string>;
