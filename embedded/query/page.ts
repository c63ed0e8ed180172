import { afterKey } from "../keys/key";
import type { IndexEntry, ReadTransaction, StoredDocument } from "../store/types";
import { LimitError } from "../store/usage";
import { CursorCodec, fingerprintOf, type Position } from "./cursor";
import { Pipeline } from "./pipeline";
import type { QueryJson } from "./query-json";
import { openScan, type Scan } from "./scan";
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
const SOFT_MAXIMUM = { rows: 24_000, hits: 768, bytes: 12 * 2 ** 20, documents: 6144 };

/**
 * Pages have no gaps: each starts right after its cursor and ends right at its continueCursor, whatever is written
 * meanwhile. A page that is full is done as well if nothing follows it.
 */
export function runPage(tx: ReadTransaction, component: string, args: PageArgs): Page {
  checkArgs(args);
  const source = resolveSource(tx, component, args.query);
  const fields = source.type === "index" ? source.index.fields : [];
  const cursors = new CursorCodec(tx.cursorKey, fingerprintOf(args.query, fields));
  const start = args.cursor === null ? null : cursors.decode(args.cursor);
  const end = args.endCursor === null ? null : cursors.decode(args.endCursor);
  const bounded = between(source, start, end);
  const read = readPage(openScan(tx, component, bounded), new ReadBudget(bounded, args), args, end !== null);
  const position = end ?? read.position;
  return {
    page: read.page,
    isDone: position === "end",
    continueCursor: cursors.encode(position),
    // Half of a search is not cheaper than all of it.
    splitCursor: read.middle === null || source.type === "search" ? null : cursors.encode({ after: read.middle }),
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
function between(source: Source, start: Position | null, end: Position | null): Source {
  const order = source.type === "index" ? source.order : "asc";
  let { lo, hi } = source.range;
  if (start === "end") hi = lo;
  else if (start !== null && order === "asc") lo = later(lo, afterKey(start.after));
  else if (start !== null) hi = earlier(hi, start.after);
  if (end !== null && end !== "end") {
    if (order === "asc") hi = earlier(hi, afterKey(end.after));
    else lo = later(lo, end.after);
  }
  return { ...source, range: { lo, hi } };
}

function readPage(scan: Scan, budget: ReadBudget, args: PageArgs, isBounded: boolean) {
  const pipeline = new Pipeline(args.query.operators);
  const page: StoredDocument[] = [];
  const keys: string[] = [];
  let position: Position = "end";
  let isCut = false;
  while (!pipeline.isFull) {
    const isFull = !isBounded && page.length >= args.pageSize;
    if (isFull && scan.isSpent) {
      position = { after: keys.at(-1)! };
      break;
    }
    const entry = nextWithinLimits(scan, keys.length > 0);
    if (entry === null) break;
    if (entry === "beyond limits") {
      isCut = true;
      if (!isBounded) position = { after: keys.at(-1)! };
      break;
    }
    // A full page has looked at the entry after it only to know whether it is the last one.
    if (isFull) {
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
  return { page, position, middle, status: statusOf(budget, page.length, isBounded, isCut) };
}

/** A page that reaches what a transaction may read ends there, if it has made any progress. */
function nextWithinLimits(scan: Scan, hasProgressed: boolean): IndexEntry | "beyond limits" | null {
  try {
    return scan.next();
  } catch (error) {
    if (hasProgressed && error instanceof LimitError) return "beyond limits";
    throw error;
  }
}

/** How much a page may read: at least one document, so that every page makes progress. */
class ReadBudget {
  #rows = 0;
  #bytes = 0;

  constructor(
    private readonly source: Source,
    private readonly maximum: Pick<PageArgs, "maximumRowsRead" | "maximumBytesRead">,
  ) {}

  spend(document: StoredDocument): void {
    this.#rows += 1;
    this.#bytes += document.size;
  }

  get isSpent(): boolean {
    // As in Convex, these do not apply to a search, which reads everything it finds at once.
    if (this.source.type === "search") return false;
    const { maximumRowsRead, maximumBytesRead } = this.maximum;
    return this.#rows >= (maximumRowsRead ?? Infinity) || this.#bytes >= (maximumBytesRead ?? Infinity);
  }

  get isNearlySpent(): boolean {
    const rows = this.source.type === "search" ? SOFT_MAXIMUM.hits : SOFT_MAXIMUM.rows;
    return this.#rows > rows || this.#bytes > SOFT_MAXIMUM.bytes;
  }
}

function statusOf(budget: ReadBudget, documents: number, isBounded: boolean, isCut: boolean): Page["pageStatus"] {
  // A bounded page lacks documents now; an open one only ended early.
  if (isCut) return isBounded ? "SplitRequired" : "SplitRecommended";
  if (!isBounded && budget.isSpent) return "SplitRequired";
  return budget.isNearlySpent || documents > SOFT_MAXIMUM.documents ? "SplitRecommended" : null;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
