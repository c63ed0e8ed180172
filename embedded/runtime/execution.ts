import { AsyncLocalStorage } from "node:async_hooks";
import type { JSONValue } from "convex/values";
import type { LogLevel } from "../engine/types";
import { nextSlice } from "./clock";
import { StretchTime, TransactionTime, type FunctionTime } from "./function-time";
import { PendingOperations } from "./pending-operations";
import { randomSeed, seededRandom, type Random } from "./random";
import { functionId, setNothingRunning, setRunning } from "./running";

export type ExecutionKind = "query" | "mutation" | "action" | "httpAction" | "import";

export type SyscallArgs = { readonly [name: string]: JSONValue | undefined };

/** What `Convex.syscall`, `.asyncSyscall` and `.jsSyscall` reach. Answers are JSON text, so documents are not reparsed. */
export interface Syscalls {
  sync(op: string, args: SyscallArgs): string;
  async(op: string, args: SyscallArgs): string | Promise<string>;
  js(op: string, args: { readonly [name: string]: unknown }): unknown;
}

export interface ExecutionOptions {
  readonly kind: ExecutionKind;
  /** For messages: "rooms:list". */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly syscalls: Syscalls;
  readonly log: (level: LogLevel, args: readonly unknown[]) => void;
  readonly seed?: Uint32Array;
  /** The function that calls this one in the same transaction; both share one limit of time. */
  readonly parent?: Execution | null;
}

/**
 * One run of user code: the sandbox asks it what time it is, what is random, and where syscalls go. It is found by
 * AsyncLocalStorage, which costs a third of a vm context per function and throws no cross-realm errors.
 */
export class Execution {
  readonly kind: ExecutionKind;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly syscalls: Syscalls;
  readonly log: ExecutionOptions["log"];
  /** What time it is in a query or mutation, and in all that it calls. */
  readonly startedAt: number;
  /** How many functions of the same transaction call this one. */
  readonly depth: number;
  readonly pending = new PendingOperations();
  readonly #time: FunctionTime;
  readonly #parent: Execution | null;
  readonly #functionId: number;
  readonly #seed: Uint32Array | undefined;
  #random: Random | undefined;
  #abort: AbortController | undefined;
  #ended = false;
  #failure: unknown = null;
  readonly #cleanups = new Set<() => void>();

  constructor(options: ExecutionOptions) {
    this.kind = options.kind;
    this.name = options.name;
    this.env = options.env;
    this.syscalls = options.syscalls;
    this.log = options.log;
    this.#seed = options.seed;
    const { parent } = options;
    this.startedAt = parent ? parent.startedAt : Date.now();
    this.depth = parent ? parent.depth + 1 : 0;
    this.#parent = parent ?? null;
    if (parent) this.#time = parent.#time;
    else this.#time = this.#isTransaction ? new TransactionTime() : new StretchTime();
    this.#functionId = functionId(options.name);
  }

  /** Clock, randomness and I/O are fixed or refused: the same inputs must give the same result. */
  get deterministic(): boolean {
    return this.kind !== "action" && this.kind !== "httpAction";
  }

  get #isTransaction(): boolean {
    return this.kind === "query" || this.kind === "mutation";
  }

  /** What the function fails with whatever it returns: it was out of time, or a promise that nobody awaits rejected. */
  get failure(): unknown {
    return this.#failure;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get random(): Random {
    return (this.#random ??= seededRandom(this.#seed ?? randomSeed()));
  }

  /** Aborts when the execution ends or is cancelled. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#ended && !this.#abort.signal.aborted) this.#abort.abort();
    return this.#abort.signal;
  }

  /** Runs `cleanup` when the execution ends, unless the returned function is called before. */
  onEnd(cleanup: () => void): () => void {
    this.#cleanups.add(cleanup);
    return () => this.#cleanups.delete(cleanup);
  }

  run<T>(body: () => T): T {
    this.resume();
    return storage.run(this, body);
  }

  /** Its code is about to run again: what happened since is not its time. */
  resume(): void {
    nextSlice();
    setRunning(this.#functionId);
  }

  /** User code ran for this long. Throws once that is too much, or the function has ended. */
  spend(milliseconds: number): void {
    setRunning(this.#functionId);
    if (this.#ended) throw this.#failure ?? new Error(`${this.name} has returned, but goes on running.`);
    if (this.#failure !== null) this.#failIfOver(this.#failure);
    else this.#failAllIfOver(this.#time.user(milliseconds));
  }

  /** The host has worked for it this long, and hands back to user code. */
  spendOnSyscall(milliseconds: number): void {
    setRunning(this.#functionId);
    this.#failAllIfOver(this.#time.syscall(milliseconds));
  }

  /** The time is also that of the callers: none of them goes on, whatever it makes of the error. */
  #failAllIfOver(error: Error | null): void {
    if (error === null) return;
    for (let caller = this.#parent; caller !== null; caller = caller.#parent) caller.#failure ??= error;
    this.#failIfOver(error);
  }

  #failIfOver(error: unknown): void {
    if (error === null) return;
    this.#failure ??= error;
    if (!this.deterministic) this.end(error);
    throw error;
  }

  /** For errors that no caller awaits: they fail the function that still runs, and are logged otherwise. */
  fail(error: unknown): void {
    if (this.#ended && error === this.#abort?.signal.reason) return;
    if (this.#isTransaction && !this.#ended) {
      this.#failure ??= error;
      return;
    }
    this.log("ERROR", ["Uncaught (in promise)", error]);
    if (!this.deterministic) this.end(error);
  }

  /** Timers and requests of user code stop, later syscalls are refused. */
  end(reason?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    setNothingRunning();
    if (!this.deterministic && reason === undefined) this.pending.warn(this.log);
    this.#abort?.abort(reason);
    for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups.clear();
  }
}

const storage = new AsyncLocalStorage<Execution>();

export function currentExecution(): Execution | undefined {
  return storage.getStore();
}

/** Leaves the execution, so that what is started here does not run as part of it. */
export function outsideExecution<T>(body: () => T): T {
  return storage.exit(body);
}
