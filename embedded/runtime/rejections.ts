import { currentExecution } from "./execution";

let guards = 0;

/**
 * Keeps promises that user code neither awaits nor catches from ending the process, which is Node's default: Node reports
 * a rejection in the async context it arose in, so it can be charged to its function. Others are as fatal as ever.
 */
export function guardRejections(): () => void {
  guards += 1;
  if (guards === 1) process.on("unhandledRejection", onUnhandledRejection);
  return () => {
    guards -= 1;
    if (guards === 0) process.off("unhandledRejection", onUnhandledRejection);
  };
}

function onUnhandledRejection(reason: unknown): void {
  const execution = currentExecution();
  if (execution !== undefined) return execution.fail(reason);
  if (process.listenerCount("unhandledRejection") === 1) throw reason;
}
