import type { LogLine } from "../engine/types";

/** Executions kept for a CLI that connects later. */
const KEPT = 1000;
/** A poll without news is answered after this, before proxies give up on it. */
const POLL_MS = 30_000;

/** An execution as `npx convex logs` prints it; times in seconds. */
interface LogEntry {
  readonly kind: "Completion";
  readonly udfType: string;
  readonly componentPath: string | null;
  readonly identifier: string;
  readonly timestamp: number;
  readonly executionTime: number;
  readonly logLines: readonly string[];
  readonly success: null;
  readonly error: string | null;
  readonly requestId: string;
  readonly executionId: string;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Pass it on to get what comes after. */
  readonly newCursor: number;
}

/** The latest executions, for long polls. */
export class FunctionLogs {
  #kept: { readonly cursor: number; readonly entry: LogEntry }[] = [];
  readonly #waiting = new Set<() => void>();
  /** Milliseconds, made strictly increasing, so that cursors of an earlier run of the host stay behind. */
  #cursor = Date.now();

  readonly record = (line: LogLine): void => {
    if (line.kind !== "completion") return;
    this.#cursor = Math.max(this.#cursor + 1, Date.now());
    this.#kept.push({ cursor: this.#cursor, entry: entryOf(line) });
    if (this.#kept.length > 2 * KEPT) this.#kept = this.#kept.slice(-KEPT);
    for (const wake of this.#waiting) wake();
  };

  /** Executions after the cursor; waits for one, unless the cursor is 0. */
  async after(cursor: number, gone: AbortSignal): Promise<LogPage> {
    const head = this.#after(cursor);
    if (cursor === 0 || head.entries.length > 0) return head;
    await this.#news(gone);
    return this.#after(cursor);
  }

  #after(cursor: number): LogPage {
    const entries = this.#kept.filter((kept) => kept.cursor > cursor).map(({ entry }) => entry);
    return { entries, newCursor: this.#cursor };
  }

  async #news(gone: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS).unref();
      this.#waiting.add(wake);
      gone.addEventListener("abort", wake, { once: true });
    });
  }
}

function entryOf(line: Extract<LogLine, { kind: "completion" }>): LogEntry {
  return {
    kind: "Completion",
    udfType: line.udfType,
    componentPath: line.component || null,
    identifier: line.path,
    timestamp: line.timestamp / 1000,
    executionTime: line.executionMs / 1000,
    logLines: line.logLines,
    success: null,
    error: line.error,
    requestId: line.requestId,
    executionId: line.requestId,
  };
}
