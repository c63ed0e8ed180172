import { getConvexSize, jsonToConvex, type JSONValue } from "convex/values";
import type { SyscallArgs } from "../../runtime/execution";
import type { WriteTransaction } from "../../store/types";
import type { Request } from "../requests";
import { addressOf } from "../resolve";
import { schedulablePath, scheduledTime } from "../jobs/schedulable";
import { cancelJob, insertJob } from "../jobs/scheduled-functions";
import type { ScheduledJob } from "../transaction";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { writerOf } from "./write";

export const schedule: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/schedule", scheduleFunction],
  ["1.0/cancel_job", cancel],
];

function scheduleFunction(context: UdfContext, args: SyscallArgs): string {
  const { transaction, component } = context;
  transaction.tx.metrics.schedule(getConvexSize(jsonToConvex([args["args"] ?? {}])));
  const job = insertScheduled(transaction.request, writerOf(context), component, args);
  transaction.scheduled.push(job);
  return JSON.stringify(job.id);
}

function cancel(context: UdfContext, args: SyscallArgs): string {
  const self = context.transaction.request.scheduledMutation;
  cancelJob(writerOf(context), context.component, args["id"] as string, { now: Date.now(), self });
  return "{}";
}

/** `ts` is in seconds. */
export function insertScheduled(
  request: Request,
  tx: WriteTransaction,
  component: string,
  args: SyscallArgs,
): ScheduledJob {
  const { ts, args: callArgs } = args as { ts: number | null; args: JSONValue };
  const time = scheduledTime(ts, Date.now());
  const address = addressOf(args, component, request.app);
  const path = schedulablePath(request.app, address);
  const job = { path, target: address.component, args: callArgs, scheduledTime: time };
  const id = insertJob(tx, component, job, request.scheduledFunctionId);
  return { component, id, time };
}
