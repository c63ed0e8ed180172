import { hasLoneSurrogate } from "../validate/json-shape";
import { nextSlice } from "./clock";
import { currentExecution, type Execution, type SyscallArgs } from "./execution";
import { operationName } from "./pending-operations";

/** Carries ConvexError data out of a syscall as JSON: `performAsyncSyscall` of convex/server rebuilds the error. */
export class SyscallError extends Error {
  readonly data: unknown;

  constructor(message: string, data?: unknown) {
    super(message);
    this.name = "SyscallError";
    this.data = data;
  }
}

/** The `Convex` global that convex/server calls, for whichever execution is running. */
export const convexGlobal = {
  syscall(op: string, jsonArgs: string): string {
    const execution = enter(op);
    try {
      return execution.syscalls.sync(op, parseArgs(jsonArgs));
    } finally {
      execution.spendOnSyscall(nextSlice());
    }
  },
  /** Most operations end at once; only those that do not are worth keeping track of. */
  async asyncSyscall(op: string, jsonArgs: string): Promise<string> {
    const execution = enter(op);
    let result: string | Promise<string>;
    try {
      result = execution.syscalls.async(op, parseArgs(jsonArgs));
    } catch (error) {
      execution.pending.fail();
      throw error;
    } finally {
      execution.spendOnSyscall(nextSlice());
    }
    if (typeof result === "string") return result;
    const answer = await execution.pending.track(operationName(op), result);
    execution.resume();
    return answer;
  },
  jsSyscall(op: string, args: { readonly [name: string]: unknown }): unknown {
    const execution = enter(op);
    const result = execution.syscalls.js(op, args);
    return result instanceof Promise ? execution.pending.track(storageOperation(op), result) : result;
  },
};

/** The clock of user code stops while the host works for it. */
function enter(op: string): Execution {
  const execution = target(op);
  execution.spend(nextSlice());
  return execution;
}

/** "storage/storeBlob" is called "storage.store" in warnings. */
function storageOperation(op: string): string {
  return op.replace("/", ".").replace(/Blob$/, "");
}

function target(op: string): Execution {
  const execution = currentExecution();
  if (execution === undefined) {
    throw new Error(`Syscall ${op} was made outside of a Convex function.`);
  }
  if (execution.ended) {
    throw new Error(
      `Syscall ${op} was made after ${execution.name} returned. Await every promise before returning from a function.`,
    );
  }
  return execution;
}

function parseArgs(json: string): SyscallArgs {
  if (hasLoneSurrogate(json)) throw new Error("lone leading surrogate in hex escape");
  return JSON.parse(json) as SyscallArgs;
}
