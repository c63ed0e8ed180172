import type { JSONValue } from "convex/values";
import type { SyscallArgs } from "../../runtime/execution";
import type { WriteTransaction } from "../../store/types";
import type { Request } from "../requests";
import { addressOf, resolveFunction } from "../resolve";
import { cancelJob, insertJob } from "../scheduled-functions";
import type { ScheduledJob } from "../transaction";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { writerOf } from "./write";

export const schedule: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/schedule", scheduleFunction],
  ["1.0/cancel_job", cancel],
];

function scheduleFunction(context: UdfContext, args: SyscallArgs): string {
  const { transaction, component } = context;
  const job = insertScheduled(transaction.request, writerOf(context), component, args);
  transaction.scheduled.push(job);
  return JSON.stringify(job.id);
}

function cancel(context: UdfContext, args: SyscallArgs): string {
  cancelJob(writerOf(context), context.component, args["id"] as string, Date.now());
  return "{}";
}

/** Five years, as Convex: anything beyond is a unit mix-up. */
const MAX_DELAY_MS = 5 * 365 * 24 * 3_600_000;

/** `ts` is in seconds. */
export function insertScheduled(
  request: Request,
  tx: WriteTransaction,
  component: string,
  args: SyscallArgs,
): ScheduledJob {
  const { ts, args: callArgs } = args as { ts: number; args: JSONValue };
  const address = addressOf(args, component);
  const target = resolveFunction(request.app, address, { visibility: "any" });
  if (target.kind !== "mutation" && target.kind !== "action") {
    throw new Error(`Only mutations and actions can be scheduled, but ${address.path} is a ${target.kind}.`);
  }
  if (address.component !== component) {
    throw new Error("not supported by the embedded host: scheduling functions of another component");
  }
  // Seconds times 1000 is not always the number of milliseconds it came from.
  const time = Math.round(ts * 1_000_000) / 1000;
  if (time > Date.now() + MAX_DELAY_MS) throw new Error("Functions can be scheduled at most 5 years ahead.");
  const id = insertJob(tx, component, { name: address.path, args: callArgs, scheduledTime: time });
  return { component, id, time };
}
