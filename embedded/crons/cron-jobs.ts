import type { JSONValue } from "convex/values";
import { scanPrefix } from "../engine/system-table";
import { insertCronRun, readJob } from "../engine/jobs/scheduled-functions";
import type { ScheduledJob } from "../engine/transaction";
import type { CronSpec, LoadedComponent } from "../modules/types";
import type { ReadTransaction, SystemTables, WriteTransaction } from "../store/types";
import { intervalMs, nextRun } from "./schedule";

const TABLE = "_cron_jobs";
export const cronJobsTable: SystemTables = { [TABLE]: { by_name: ["name"] } };

/** Where a cron stands, durable: a restart neither repeats nor forgets a run. */
export interface CronJob {
  readonly component: string;
  readonly id: string;
  readonly name: string;
  /** The JSON it was last deployed with. */
  readonly spec: string;
  /** Milliseconds since the epoch; null if the schedule has no further time. */
  readonly nextRun: number | null;
  /** When the last run was to begin. */
  readonly lastRun: number | null;
  /** The scheduled function of the last run. */
  readonly lastJob: string | null;
}

export function cronJobs(tx: ReadTransaction, component: string): CronJob[] {
  const rows = scanPrefix(tx, { component, table: TABLE, index: "by_name" }, []);
  return Array.from(rows, (row) => ({
    ...(row.value as unknown as Omit<CronJob, "component" | "id">),
    component,
    id: row.id,
  }));
}

/** Makes the table say what the code says. Crons whose schedule did not change keep their beat. */
export function deployCrons(
  tx: WriteTransaction,
  component: Pick<LoadedComponent, "path" | "crons">,
  now: number,
): void {
  const deployed = new Map(cronJobs(tx, component.path).map((job) => [job.name, job]));
  for (const [name, spec] of component.crons) {
    const old = deployed.get(name);
    deployed.delete(name);
    const json = JSON.stringify(spec);
    if (old === undefined) {
      const first = nextRun(name, spec.schedule, now, null);
      tx.insert(component.path, TABLE, { name, spec: json, nextRun: first, lastRun: null, lastJob: null });
    } else if (old.spec !== json) {
      tx.patch(component.path, old.id, { spec: json, nextRun: rescheduled(old, spec, now) });
    }
  }
  for (const { id } of deployed.values()) tx.remove(component.path, id);
}

/** A new interval counts from the last run, and may be over already. */
function rescheduled(old: CronJob, { schedule }: CronSpec, now: number): number | null {
  const { schedule: before } = JSON.parse(old.spec) as CronSpec;
  if (JSON.stringify(before) === JSON.stringify(schedule)) return old.nextRun;
  if (schedule.type !== "interval" || old.lastRun === null) return nextRun(old.name, schedule, now, null);
  return old.lastRun + intervalMs(schedule);
}

/**
 * Schedules a due cron's function and moves the cron on, in one transaction. A run is skipped while the one before is
 * still going. Null if it was not due, or skipped.
 */
export function runCron(tx: WriteTransaction, job: CronJob, now: number): ScheduledJob | null {
  const current = cronJobs(tx, job.component).find(({ id }) => id === job.id);
  if (current?.nextRun == null || current.nextRun > now) return null;
  const spec = JSON.parse(current.spec) as CronSpec;
  const next = nextRun(current.name, spec.schedule, now, current.nextRun);
  if (isRunning(tx, current)) {
    tx.patch(job.component, job.id, { nextRun: next });
    return null;
  }
  const args = (spec.args as JSONValue[])[0] ?? {};
  const run = { path: spec.name, target: job.component, args, scheduledTime: now };
  const id = insertCronRun(tx, job.component, run);
  tx.patch(job.component, job.id, { nextRun: next, lastRun: current.nextRun, lastJob: id });
  return { component: job.component, id, time: now };
}

function isRunning(tx: ReadTransaction, job: CronJob): boolean {
  const state = job.lastJob === null ? undefined : readJob(tx, job.component, job.lastJob)?.state.kind;
  return state === "pending" || state === "inProgress";
}
