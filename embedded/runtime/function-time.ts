import { MAX_ACTION_STRETCH_MS, MAX_SYSCALL_MS, MAX_USER_MS } from "../validate/limits";
import { cpuTime, eventLoopTurn } from "./clock";

/** From this part of its limit on, the time of a function is compared with the process's CPU time. */
const SUSPICIOUS = 0.25;

let limited = true;

/** Whether functions may run out of time. */
export function isTimeLimited(): boolean {
  return limited;
}

/** For processes in which the test runner bounds time, and a debugger may stop a function at will. */
export function liftTimeLimits(): void {
  limited = false;
}

/** A count of milliseconds with a limit. */
class Stopwatch {
  #elapsed = 0;
  #suspected: { readonly elapsed: number; readonly cpu: number } | null = null;

  constructor(private readonly limit: number) {}

  /** True once the limit is passed. Time in which the process did not run does not count. */
  add(milliseconds: number): boolean {
    this.#elapsed += milliseconds;
    if (this.#elapsed < this.limit * SUSPICIOUS) return false;
    this.#suspected ??= { elapsed: this.#elapsed, cpu: cpuTime() };
    if (this.#elapsed <= this.limit || !limited) return false;
    const { elapsed, cpu } = this.#suspected;
    this.#elapsed = Math.min(this.#elapsed, elapsed + cpuTime() - cpu);
    return this.#elapsed > this.limit;
  }
}

/** How the time of a function is measured and bounded. Both return what it is to fail with once it is over. */
export interface FunctionTime {
  /** Its own code ran. */
  user(milliseconds: number): Error | null;
  /** The host ran for it. */
  syscall(milliseconds: number): Error | null;
}

/** Of a query or mutation, with all that is nested in it: user code and syscalls are bounded apart, as in Convex. */
export class TransactionTime implements FunctionTime {
  readonly #user = new Stopwatch(MAX_USER_MS);
  readonly #syscalls = new Stopwatch(MAX_SYSCALL_MS);

  user(milliseconds: number): Error | null {
    if (!this.#user.add(milliseconds)) return null;
    return new Error(`Function execution timed out (maximum duration: ${MAX_USER_MS / 1000}s)`);
  }

  syscall(milliseconds: number): Error | null {
    if (!this.#syscalls.add(milliseconds)) return null;
    return new Error("Your request timed out performing too many system operations.");
  }
}

/** Of an action, or of modules being evaluated: it may take its time, but not keep the event loop from turning. */
export class StretchTime implements FunctionTime {
  #stretch = new Stopwatch(MAX_ACTION_STRETCH_MS);
  #turn = -1;

  user(milliseconds: number): Error | null {
    const turn = eventLoopTurn();
    if (turn !== this.#turn) {
      this.#turn = turn;
      this.#stretch = new Stopwatch(MAX_ACTION_STRETCH_MS);
      // Nothing tells when a native promise resumed it, so this slice holds the wait before, for a response's next part.
      return null;
    }
    if (!this.#stretch.add(milliseconds)) return null;
    const limit = `${MAX_ACTION_STRETCH_MS / 1000}s`;
    return new Error(`Function execution timed out (maximum duration: ${limit} without returning to the event loop)`);
  }

  syscall(): null {
    return null;
  }
}
