import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { ReadTransaction, SystemTables, WriteTransaction } from "../store/types";
import { scanBelow, scanPrefix } from "./system-table";
import type { ScheduledJob } from "./transaction";

const SCHEDULED_FUNCTIONS = "_scheduled_functions";

/** Lets the scheduler find what to run at a start, and what to forget, without a scan. */
export const scheduledFunctionsTable: SystemTables = {
  [SCHEDULED_FUNCTIONS]: { by_state: ["state.kind", "scheduledTime"], by_completedTime: ["completedTime"] },
};

const BY_STATE = { table: SCHEDULED_FUNCTIONS, index: "by_state" };
/** Seven days, as Convex. */
const KEPT_MS = 7 * 24 * 3_600_000;
const PRUNED_PER_COMPLETION = 2;

export type JobState = { kind: "pending" | "inProgress" | "success" | "canceled" } | { kind: "failed"; error: string };

/** What functions see through `ctx.db.system`. */
export interface JobDocument {
  readonly id: string;
  /** "rooms:sweep" */
  readonly name: string;
  readonly args: [Value];
  readonly scheduledTime: number;
  readonly completedTime?: number;
  readonly state: JobState;
}

export function insertJob(
  tx: WriteTransaction,
  component: string,
  job: { readonly name: string; readonly args: JSONValue; readonly scheduledTime: number },
): string {
  return tx.insert(component, SCHEDULED_FUNCTIONS, {
    name: job.name,
    args: [jsonToConvex(job.args)],
    scheduledTime: job.scheduledTime,
    state: { kind: "pending" },
  });
}

/** Null if it was removed, or its transaction rolled back. */
export function readJob(tx: ReadTransaction, component: string, id: string): JobDocument | null {
  if (tx.tableOfId(component, id) !== SCHEDULED_FUNCTIONS) return null;
  const document = tx.get(component, id);
  return document === null ? null : ({ ...document.value, id } as unknown as JobDocument);
}

export function startJob(tx: WriteTransaction, component: string, id: string): void {
  tx.patch(component, id, { state: { kind: "inProgress" } });
}

export function completeJob(tx: WriteTransaction, component: string, id: string, state: JobState, now: number): void {
  tx.patch(component, id, { state: { ...state }, completedTime: now });
  prune(tx, component, now);
}

/** Ends a job that has not ended. One in progress runs on, but is not retried and keeps this state. */
export function cancelJob(tx: WriteTransaction, component: string, id: string, now: number): void {
  const job = readJob(tx, component, id);
  if (job === null) throw new Error(`Scheduled function ${id} not found`);
  if (job.state.kind !== "pending" && job.state.kind !== "inProgress") return;
  completeJob(tx, component, id, { kind: "canceled" }, now);
}

export function pendingJobs(tx: ReadTransaction, component: string): ScheduledJob[] {
  return Array.from(scanPrefix(tx, { component, ...BY_STATE }, ["pending"]), ({ id, value }) => {
    return { component, id, time: value["scheduledTime"] as number };
  });
}

/** Ids of actions in progress. */
export function startedJobs(tx: ReadTransaction, component: string): string[] {
  return Array.from(scanPrefix(tx, { component, ...BY_STATE }, ["inProgress"]), ({ id }) => id);
}

/** Removes results that are older than Convex keeps them, more than come in. */
function prune(tx: WriteTransaction, component: string, now: number): void {
  let pruned = 0;
  const old = { component, table: SCHEDULED_FUNCTIONS, index: "by_completedTime" };
  for (const { id } of scanBelow(tx, old, now - KEPT_MS)) {
    tx.remove(component, id);
    pruned += 1;
    if (pruned === PRUNED_PER_COMPLETION) return;
  }
}
