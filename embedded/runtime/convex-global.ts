import { currentExecution, type Execution, type SyscallArgs } from "./execution";

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
    return target(op).syscalls.sync(op, parseArgs(jsonArgs));
  },
  async asyncSyscall(op: string, jsonArgs: string): Promise<string> {
    return await target(op).syscalls.async(op, parseArgs(jsonArgs));
  },
  jsSyscall(op: string, args: { readonly [name: string]: unknown }): unknown {
    return target(op).syscalls.js(op, args);
  },
};

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
  return JSON.parse(json) as SyscallArgs;
}
