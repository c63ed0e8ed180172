import { TRANSACTION_LIMITS } from "../validate/limits";
import type { ReadSet } from "./read-set";

export type UsageLimits = { readonly [Name in keyof typeof TRANSACTION_LIMITS]: number };

const HELP =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective " +
  "index range expressions.";

/** The host's own transactions are not limited. */
const UNLIMITED = Object.fromEntries(Object.keys(TRANSACTION_LIMITS).map((name) => [name, Infinity])) as UsageLimits;

/** A read or write beyond what one transaction may do. A page ends there instead of failing. */
export class LimitError extends Error {
  override readonly name = "Error";
  /** Convex's short code: "TooManyDocumentsRead". */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * What a transaction has used so far, counted as it happens. Everything throws a LimitError when it goes beyond `limits`,
 * after counting, so that what was used shows in the metrics.
 */
export class Usage {
  documentsRead = 0;
  bytesRead = 0;
  /** Index ranges and point reads opened; the limit is on distinct ones. */
  rangesRead = 0;
  documentsWritten = 0;
  bytesWritten = 0;
  functionsScheduled = 0;
  scheduledFunctionArgsBytes = 0;
  filesRead = 0;
  fileReadBytes = 0;
  filesWritten = 0;
  fileWriteBytes = 0;
  limits: UsageLimits = UNLIMITED;
  /** Below this the number of distinct ranges need not be known: it is never greater than `rangesRead`. */
  #rangesUnchecked = Infinity;

  setLimits(limits: UsageLimits): void {
    this.limits = limits;
    this.#rangesUnchecked = limits.databaseQueries;
  }

  readDocument(bytes: number): void {
    this.documentsRead += 1;
    this.bytesRead += bytes;
    const { limits } = this;
    if (this.documentsRead > limits.documentsRead) {
      throw tooMany("TooManyDocumentsRead", "documents read", `limit: ${limits.documentsRead}`, HELP);
    }
    if (this.bytesRead > limits.bytesRead) {
      throw tooMany("TooManyBytesRead", "bytes read", `limit: ${limits.bytesRead} bytes`, HELP);
    }
  }

  /** `reads` holds the range already, or will hold `pending` more once it is read. */
  readRange(reads: ReadSet, pending: 0 | 1): void {
    this.rangesRead += 1;
    if (this.rangesRead <= this.#rangesUnchecked) return;
    const { databaseQueries } = this.limits;
    const distinct = distinctRanges(reads) + pending;
    if (distinct > databaseQueries) throw tooMany("TooManyReads", "reads", `limit: ${databaseQueries}`, HELP);
    this.#rangesUnchecked = this.rangesRead + databaseQueries - distinct;
  }

  writeDocument(bytes: number): void {
    this.documentsWritten += 1;
    this.bytesWritten += bytes;
    const { limits } = this;
    if (this.documentsWritten > limits.documentsWritten) {
      throw tooMany("TooManyWrites", "writes", `limit: ${limits.documentsWritten}`);
    }
    if (this.bytesWritten > limits.bytesWritten) {
      throw tooMany("TooManyBytesWritten", "bytes written", `limit: ${limits.bytesWritten} bytes`);
    }
  }

  readFile(bytes: number): void {
    this.filesRead += 1;
    this.fileReadBytes += bytes;
    const { limits } = this;
    if (this.filesRead > limits.filesRead) {
      throw tooMany("TooManyFilesRead", "files read", `limit: ${limits.filesRead}`);
    }
    if (this.fileReadBytes > limits.fileReadBytes) {
      throw tooMany("TooManyFileBytesRead", "bytes read from files", `limit: ${limits.fileReadBytes} bytes`);
    }
  }

  writeFile(bytes: number): void {
    this.filesWritten += 1;
    this.fileWriteBytes += bytes;
    const { limits } = this;
    if (this.filesWritten > limits.filesWritten) {
      throw tooMany("TooManyFilesWritten", "files written", `limit: ${limits.filesWritten}`);
    }
    if (this.fileWriteBytes > limits.fileWriteBytes) {
      throw tooMany("TooManyFileBytesWritten", "bytes written to files", `limit: ${limits.fileWriteBytes} bytes`);
    }
  }

  schedule(argumentBytes: number): void {
    const { functionsScheduled, scheduledFunctionArgsBytes } = this.limits;
    if (this.functionsScheduled >= functionsScheduled) {
      const message = `Too many functions scheduled by this mutation (limit: ${functionsScheduled})`;
      throw new LimitError("TooManyFunctionsScheduled", message);
    }
    this.functionsScheduled += 1;
    if (this.scheduledFunctionArgsBytes + argumentBytes > scheduledFunctionArgsBytes) {
      throw new LimitError(
        "ScheduledFunctionsArgumentsTooLarge",
        "Too large total size of the arguments of scheduled functions from this mutation " +
          `(limit: ${scheduledFunctionArgsBytes} bytes)`,
      );
    }
    this.scheduledFunctionArgsBytes += argumentBytes;
  }

  /** The returned function takes back the writes since, for a rollback. Reads and schedules count on, as in Convex. */
  checkpoint(): () => void {
    const { documentsWritten, bytesWritten } = this;
    return () => void Object.assign(this, { documentsWritten, bytesWritten });
  }
}

/** Of tables that functions can read; the host's own are none of their business. */
export function distinctRanges(reads: ReadSet): number {
  let count = 0;
  for (const { index } of reads.ranges) if (!HOST_TABLE.test(index)) count += 1;
  return count;
}

const HOST_TABLE = /\/_(?!storage\.|scheduled_functions\.)[^/]*$/;

function tooMany(code: string, what: string, limit: string, help?: string): LimitError {
  const message = `Too many ${what} in a single function execution (${limit})`;
  return new LimitError(code, help === undefined ? message : `${message}. ${help}`);
}
