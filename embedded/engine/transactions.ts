import type { JSONValue } from "convex/values";
import type { ReadTransaction, Store, WriteTransaction } from "../store/types";
import { TRANSACTION_LIMITS } from "../validate/limits";
import { resolveCommitTs } from "./commit-ts";
import { findResult, storeResult } from "./mutation-results";
import type { Request } from "./requests";
import { runUdf } from "./run-udf";
import type { FileStorage } from "./storage/storage";
import type { ScheduledJob, Transaction, UdfCall } from "./transaction";
import type { DatabaseUsage, DedupeKey } from "./types";
import type { Watchdog } from "./watchdog";
import type { Writer } from "./writer";

export interface MutationResult {
  /** JSON text. */
  readonly json: string;
  readonly ts: bigint;
}

/** Runs top-level queries and mutations. Both reject with what user code threw. */
export class Transactions {
  /** Of all transactions so far, failed ones included, since they did the work too. */
  readonly usage: { -readonly [Name in keyof DatabaseUsage]: number } = { bytesRead: 0, bytesWritten: 0 };
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #watchdog: Watchdog;
  readonly #storage: FileStorage;
  readonly #onScheduled: (jobs: readonly ScheduledJob[]) => void;

  constructor(options: {
    store: Store;
    writer: Writer;
    watchdog: Watchdog;
    storage: FileStorage;
    /** Called with jobs that are durable. */
    onScheduled: (jobs: readonly ScheduledJob[]) => void;
  }) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#watchdog = options.watchdog;
    this.#storage = options.storage;
    this.#onScheduled = options.onScheduled;
  }

  get lastTs(): bigint {
    return this.#store.lastTs;
  }

  /** A read transaction on what is on disk, to be run by `query`: what a client saw must survive. */
  open(request: Request, journal: string | null = null): Transaction {
    return this.#transaction(request, this.#store.durable(), null, journal);
  }

  query(transaction: Transaction, call: UdfCall): Promise<string> {
    return this.#guarded(transaction, call);
  }

  /** With a dedupe key that was seen before, answers the stored result and runs nothing. */
  async mutation(request: Request, call: UdfCall, dedupe?: DedupeKey): Promise<MutationResult> {
    const { value, ts } = await this.#writer.transact(async (tx) => {
      const stored = dedupe === undefined ? null : findResult(tx, dedupe);
      if (stored !== null) return { ...stored, scheduled: [] };
      const result = await this.runIn(tx, request, call);
      if (dedupe !== undefined) storeResult(tx, dedupe, result.json);
      return { ...result, ts: null };
    });
    this.#onScheduled(value.scheduled);
    return { json: resolveCommitTs(value.json, value.ts ?? ts), ts: value.ts ?? ts };
  }

  /** Runs the mutation as part of a transaction that the caller commits; the caller announces its jobs. */
  async runIn(tx: WriteTransaction, request: Request, call: UdfCall) {
    const transaction = this.#transaction(request, tx, tx, null);
    const json = await this.#guarded(transaction, call);
    return { json, scheduled: transaction.scheduled };
  }

  async #guarded(transaction: Transaction, call: UdfCall): Promise<string> {
    const run = () => transaction.runUdf(transaction, call, null);
    try {
      return await this.#watchdog.guard(run, () => transaction.root?.end());
    } finally {
      this.usage.bytesRead += transaction.tx.metrics.bytesRead;
      this.usage.bytesWritten += transaction.tx.metrics.bytesWritten;
    }
  }

  #transaction(
    request: Request,
    tx: ReadTransaction,
    writer: WriteTransaction | null,
    journal: string | null,
  ): Transaction {
    tx.metrics.setLimits(TRANSACTION_LIMITS);
    return {
      request,
      tx,
      writer,
      runUdf,
      storage: this.#storage,
      openSnapshot: () => this.open(request),
      readIdentity: false,
      journal,
      paginated: false,
      root: null,
      scheduled: [],
    };
  }
}

export function udfCall(
  request: Request,
  kind: "query" | "mutation",
  args: JSONValue,
  visibility: "public" | "any",
): UdfCall {
  return { kind, component: request.component, path: request.path, args, visibility };
}
