import { afterKey } from "../keys/key";
import type { ReadTransaction, StoredDocument } from "../store/types";
import { decodeCursor, encodeCursor, fingerprintOf, type Position } from "./cursor";
import { IndexScan } from "./index-scan";
import { Pipeline } from "./pipeline";
import type { QueryJson } from "./query-json";
import { resolveSource, type Source } from "./source";

/** Arguments of the syscall "1.0/queryPage". */
export interface PageArgs {
  readonly query: QueryJson;
  readonly cursor: string | null;
  /** Ends the page exactly here, however many documents that is; `pageSize` and the maxima are then ignored. */
  readonly endCursor: string | null;
  readonly pageSize: number;
  /** Documents read, before filters. */
  readonly maximumRowsRead?: number | null;
  readonly maximumBytesRead?: number | null;
}

export interface Page {
  readonly page: readonly StoredDocument[];
  readonly isDone: boolean;
  readonly continueCursor: string;
  /** In the middle of what was read, if that was at least two documents. */
  readonly splitCursor: string | null;
  readonly pageStatus: "SplitRecommended" | "SplitRequired" | null;
}

/** A page beyond three quarters of what a transaction may read, or an array may hold, should be split. */
const SOFT_MAXIMUM = { rows: 24_000, bytes: 12 * 2 ** 20, documents: 6144 };

/**
 * Pages have no gaps: each starts right after its cursor and ends right at its continueCursor, whatever is written
 * meanwhile. A page that is full is done as well if nothing follows it.
 */
export function runPage(tx: ReadTransaction, component: string, args: PageArgs): Page {
  checkArgs(args);
  const source = resolveSource(tx, component, args.query);
  const fingerprint = fingerprintOf(args.query, source.index.fields);
  const start = args.cursor === null ? null : decodeCursor(args.cursor, fingerprint);
  const end = args.endCursor === null ? null : decodeCursor(args.endCursor, fingerprint);
  const read = readPage(tx, between(source, start, end), args, end !== null);
  const position = end ?? read.position;
  return {
    page: read.page,
    isDone: position === "end",
    continueCursor: encodeCursor(position, fingerprint),
    splitCursor: read.middle === null ? null : encodeCursor({ after: read.middle }, fingerprint),
    pageStatus: read.status,
  };
}

function checkArgs({ pageSize, maximumRowsRead, maximumBytesRead }: PageArgs): void {
  if (pageSize < 1) throw new Error("Must request at least 1 document while paginating");
  if (maximumRowsRead === 0 || maximumBytesRead === 0) {
    throw new Error("maximumRowsRead and maximumBytesRead must be greater than 0");
  }
}

/** The part of a source after `start` and up to and including `end`. */
function between({ index, order, range }: Source, start: Position | null, end: Position | null): Source {
  let { lo, hi } = range;
  if (start === "end") hi = lo;
  else if (start !== null && order === "asc") lo = later(lo, afterKey(start.after));
  else if (start !== null) hi = earlier(hi, start.after);
  if (end !== null && end !== "end") {
    if (order === "asc") hi = earlier(hi, afterKey(end.after));
    else lo = later(lo, end.after);
  }
  return { index, order, range: { lo, hi } };
}

function readPage(tx: ReadTransaction, source: Source, args: PageArgs, isBounded: boolean) {
  const scan = new IndexScan(tx, source);
  const pipeline = new Pipeline(args.query.operators);
  const budget = new ReadBudget(args);
  const page: StoredDocument[] = [];
  const keys: string[] = [];
  let position: Position = "end";
  while (!pipeline.isFull) {
    const entry = scan.next();
    if (entry === null) break;
    // A full page has looked at the entry after it only to know whether it is the last one.
    if (!isBounded && page.length >= args.pageSize) {
      position = { after: keys.at(-1)! };
      break;
    }
    keys.push(entry.key);
    budget.spend(entry.document);
    if (pipeline.passes(entry.document)) page.push(entry.document);
    if (!isBounded && budget.isSpent) {
      position = { after: entry.key };
      break;
    }
  }
  const middle = keys.length < 2 ? null : keys[(keys.length - 1) >> 1]!;
  return { page, position, middle, status: statusOf(budget, page.length, isBounded) };
}

/** How much a page may read: at least one document, so that every page makes progress. */
class ReadBudget {
  #rows = 0;
  #bytes = 0;
  constructor(private readonly maximum: Pick<PageArgs, "maximumRowsRead" | "maximumBytesRead">) {}

  spend(document: StoredDocument): void {
    this.#rows += 1;
    this.#bytes += document.size;
  }

  get isSpent(): boolean {
    const { maximumRowsRead, maximumBytesRead } = this.maximum;
    return this.#rows >= (maximumRowsRead ?? Infinity) || this.#bytes >= (maximumBytesRead ?? Infinity);
  }

  get isNearlySpent(): boolean {
    return this.#rows > SOFT_MAXIMUM.rows || this.#bytes > SOFT_MAXIMUM.bytes;
  }
}

function statusOf(budget: ReadBudget, documents: number, isBounded: boolean): Page["pageStatus"] {
  if (!isBounded && budget.isSpent) return "SplitRequired";
  return budget.isNearlySpent || documents > SOFT_MAXIMUM.documents ? "SplitRecommended" : null;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
