import type { LogLevel } from "../engine/types";
import { SystemMessage } from "./system-message";

const DOC = "https://docs.convex.dev/functions/actions#dangling-promises";

/** Operations of one function that have begun and not ended. */
export class PendingOperations {
  readonly #counts = new Map<string, number>();
  #total = 0;
  #failed = 0;

  get total(): number {
    return this.#total;
  }

  /** How many ended with an error, which somebody may not have awaited. */
  get failed(): number {
    return this.#failed;
  }

  /** Settles as `promise` does. */
  async track<T>(name: string, promise: Promise<T>): Promise<T> {
    this.#total += 1;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    try {
      return await promise;
    } catch (error) {
      this.#failed += 1;
      throw error;
    } finally {
      this.#total -= 1;
      this.#counts.set(name, this.#counts.get(name)! - 1);
    }
  }

  /** Counts an operation that failed at once. */
  fail(): void {
    this.#failed += 1;
  }

  /** Convex's words for what an action left behind when it returned. */
  warn(log: (level: LogLevel, args: readonly unknown[]) => void): void {
    if (this.#total === 0) return;
    const names = [...this.#counts].filter(([, count]) => count > 0).map(([name]) => name);
    const operations = `${this.#total} unawaited operation${this.#total === 1 ? "" : "s"}: [${names.toSorted().join(", ")}]`;
    const advice = `Async operations should be awaited or they might not run. See ${DOC} for more information.`;
    log("WARN", [new SystemMessage(`${operations}. ${advice}`)]);
  }
}

/** "1.0/actions/query" as Convex calls it in warnings: "query". */
export function operationName(op: string): string {
  return op.slice(op.lastIndexOf("/") + 1);
}
