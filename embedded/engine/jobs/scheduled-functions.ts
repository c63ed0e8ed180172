import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { ReadTransaction, SystemTables, WriteTransaction } from "../../store/types";
import { scanBelow, scanPrefix } from "../system-table";
import type { ScheduledJob } from "../transaction";

/** What functions see through `ctx.db.system`. */
const SCHEDULED_FUNCTIONS = "_scheduled_functions";
/** The same documents for runs of crons, which functions do not see. */
const CRON_RUNS = "_cron_runs";
/** The component of a job's function, where it is another one than that of the job. */
const JOB_TARGETS = "_job_targets";
const JOB_TABLES = [SCHEDULED_FUNCTIONS, CRON_RUNS] as const;

const JOB_INDEXES = { by_state: ["state.kind", "scheduledTime"], by_completedTime: ["completedTime"] };

/** Lets the scheduler find what to run at a start, and what to forget, without a scan. */
export const scheduledFunctionsTable: SystemTables = {
  [SCHEDULED_FUNCTIONS]: JOB_INDEXES,
  [CRON_RUNS]: JOB_INDEXES,
  [JOB_TARGETS]: { by_job: ["job"] },
};

/** Seven days, as Convex (SCHEDULED_JOB_RETENTION). */
const KEPT_MS = 7 * 24 * 3_600_000;

export type JobState = { kind: "pending" | "inProgress" | "success" | "canceled" } | { kind: "failed"; error: string };

export interface JobDocument {
  readonly id: string;
  /** "rooms.js:sweep" */
  readonly name: string;
  readonly args: [Value];
  readonly scheduledTime: number;
  readonly completedTime?: number;
  readonly state: JobState;
}

export interface NewJob {
  /** "rooms:sweep" */
  readonly path: string;
  /** Component of the function. */
  readonly target: string;
  readonly args: JSONValue;
  readonly scheduledTime: number;
}

function insert(tx: WriteTransaction, table: string, component: string, job: NewJob, ended: object): string {
  const id = tx.insert(component, table, {
    name: job.path.replace(/:(?=[^:]*$)/, ".js:"),
    args: [jsonToConvex(job.args)],
    scheduledTime: job.scheduledTime,
    state: { kind: "pending" },
    ...ended,
  });
  if (job.target !== component) tx.insert(component, JOB_TARGETS, { job: id, component: job.target });
  return id;
}

/** `caller` is the scheduled function that schedules this one; what a cancelled one still schedules never runs. */
export function insertJob(tx: WriteTransaction, component: string, job: NewJob, caller: string | null): string {
  const orphaned = caller !== null && readJob(tx, component, caller)?.state.kind === "canceled";
  const ended = orphaned ? { state: { kind: "canceled" }, completedTime: Date.now() } : {};
  return insert(tx, SCHEDULED_FUNCTIONS, component, job, ended);
}

export function insertCronRun(tx: WriteTransaction, component: string, job: NewJob): string {
  return insert(tx, CRON_RUNS, component, job, {});
}

/** Null if it was removed, or its transaction rolled back. */
export function readJob(tx: ReadTransaction, component: string, id: string): JobDocument | null {
  const table = tx.tableOfId(component, id);
  if (table !== SCHEDULED_FUNCTIONS && table !== CRON_RUNS) return null;
  const document = tx.get(component, id);
  return document === null ? null : ({ ...document.value, id } as unknown as JobDocument);
}

export function isCronRun(tx: ReadTransaction, component: string, id: string): boolean {
  return tx.tableOfId(component, id) === CRON_RUNS;
}

/** The component of the function that a job runs. */
export function jobTarget(tx: ReadTransaction, component: string, id: string): string {
  for (const { value } of targetsOf(tx, component, id)) return value["component"] as string;
  return component;
}

function targetsOf(tx: ReadTransaction, component: string, id: string) {
  return scanPrefix(tx, { component, table: JOB_TARGETS, index: "by_job" }, [id]);
}

export function startJob(tx: WriteTransaction, component: string, id: string): void {
  tx.patch(component, id, { state: { kind: "inProgress" } });
}

export function completeJob(tx: WriteTransaction, component: string, id: string, state: JobState, now: number): void {
  tx.patch(component, id, { state: { ...state }, completedTime: now });
}

/**
 * Ends a job that has not ended; one that has, or is forgotten, is left alone. An action in progress runs on, but keeps
 * this state. `self` is the scheduled mutation that asks, if one does.
 */
export function cancelJob(
  tx: WriteTransaction,
  component: string,
  id: string,
  { now, self }: { now: number; self: string | null },
): void {
  const table = tx.tableOfId(component, id);
  if (table === null) throw new Error(`Invalid argument \`id\` for \`db.cancel_job\`: Unable to decode ID: ${id}`);
  if (table !== SCHEDULED_FUNCTIONS) {
    throw new Error(`Invalid scheduled function ID. The ID must be an ID on the '${SCHEDULED_FUNCTIONS}' table.`);
  }
  if (id === self) throw new Error("A mutation cannot cancel itself");
  const kind = readJob(tx, component, id)?.state.kind;
  if (kind === "pending" || kind === "inProgress") completeJob(tx, component, id, { kind: "canceled" }, now);
}

/** In the order they are due. */
export function pendingJobs(tx: ReadTransaction, component: string): ScheduledJob[] {
  return jobsInState(tx, component, "pending");
}

/** Actions in progress. */
export function startedJobs(tx: ReadTransaction, component: string): ScheduledJob[] {
  return jobsInState(tx, component, "inProgress");
}

function jobsInState(tx: ReadTransaction, component: string, kind: JobState["kind"]): ScheduledJob[] {
  return JOB_TABLES.flatMap((table) =>
    Array.from(scanPrefix(tx, { component, table, index: "by_state" }, [kind]), ({ id, value }) => {
      return { component, id, time: value["scheduledTime"] as number };
    }),
  );
}

/** Ids of at most `limit` jobs that ended longer ago than Convex keeps them. */
export function forgottenJobs(tx: ReadTransaction, component: string, now: number, limit: number): string[] {
  const ids: string[] = [];
  for (const table of JOB_TABLES) {
    for (const { id } of scanBelow(tx, { component, table, index: "by_completedTime" }, now - KEPT_MS)) {
      if (ids.length === limit) return ids;
      ids.push(id);
    }
  }
  return ids;
}

export function removeJob(tx: WriteTransaction, component: string, id: string): void {
  for (const target of Array.from(targetsOf(tx, component, id))) tx.remove(component, target.id);
  tx.remove(component, id);
}
