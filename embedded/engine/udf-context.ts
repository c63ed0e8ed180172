import type { Execution, SyscallArgs, Syscalls } from "../runtime/execution";
import type { Identity } from "./types";
import { QueryStreams } from "./query-streams";
import type { Transaction } from "./transaction";

export type SyncSyscall = (context: UdfContext, args: SyscallArgs) => string;
export type AsyncSyscall = (context: UdfContext, args: SyscallArgs) => string | Promise<string>;

export interface SyscallTables {
  readonly sync: ReadonlyMap<string, SyncSyscall>;
  readonly async: ReadonlyMap<string, AsyncSyscall>;
}

export interface UdfContextOptions {
  readonly transaction: Transaction;
  readonly kind: "query" | "mutation";
  readonly component: string;
  readonly path: string;
  readonly identity: Identity;
  readonly tables: SyscallTables;
}

/** Where the syscalls of one query or mutation go, nested ones having a context each. */
export class UdfContext implements Syscalls {
  readonly transaction: Transaction;
  readonly kind: "query" | "mutation";
  readonly component: string;
  readonly path: string;
  readonly identity: Identity;
  readonly streams: QueryStreams;
  /** Set before user code starts. */
  execution: Execution | null = null;
  /** Convex allows one `.paginate()` per function. */
  paginated = false;
  readonly #tables: SyscallTables;
  #nested: Promise<unknown> | null = null;

  constructor(options: UdfContextOptions) {
    this.transaction = options.transaction;
    this.kind = options.kind;
    this.component = options.component;
    this.path = options.path;
    this.identity = options.identity;
    this.#tables = options.tables;
    this.streams = new QueryStreams(options.transaction.tx, options.component);
  }

  sync(op: string, args: SyscallArgs): string {
    const syscall = this.#tables.sync.get(op);
    if (syscall === undefined) throw new Error(`Unknown operation ${op}`);
    return syscall(this, args);
  }

  async(op: string, args: SyscallArgs): string | Promise<string> {
    const syscall = this.#tables.async.get(op);
    if (syscall === undefined) throw new Error(`Unknown async operation ${op}`);
    if (op !== "1.0/runUdf" && this.#nested === null) return syscall(this, args);
    return this.#afterNested(() => syscall(this, args));
  }

  js(op: string): never {
    throw new Error(`${op} is only available in actions`);
  }

  /**
   * While a nested function runs, its caller's other syscalls wait: a savepoint undoes whatever was written since, so
   * writes of `Promise.all([ctx.runMutation(...), ctx.db.insert(...)])` must not mix.
   */
  #afterNested(start: () => string | Promise<string>): Promise<string> {
    const result = (this.#nested ?? Promise.resolve()).then(start);
    const settled: Promise<unknown> = result.then(
      () => this.#release(settled),
      () => this.#release(settled),
    );
    this.#nested = settled;
    return result;
  }

  #release(settled: Promise<unknown>): void {
    if (this.#nested === settled) this.#nested = null;
  }
}
