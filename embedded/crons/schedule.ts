import type { CronSchedule } from "../modules/types";
import { parseCron } from "./cron-expression";
import { nextTime, type CronFields } from "./cron-fields";

/**
 * When a cron runs next, strictly after `now`; runs that were missed are skipped. `previous` is when it last was to run,
 * which keeps intervals on their beat; null before the first run. Null if it will never run.
 */
export function nextRun(name: string, schedule: CronSchedule, now: number, previous: number | null): number | null {
  if (schedule.type !== "interval") return nextTime(cronFields(name, schedule), now);
  // An interval begins when it is first deployed.
  if (previous === null) return now;
  const period = intervalMs(schedule);
  return previous + period * Math.max(1, Math.floor((now - previous) / period) + 1);
}

type Interval = Extract<CronSchedule, { type: "interval" }>;

export function intervalMs({ seconds = 0, minutes = 0, hours = 0 }: Interval): number {
  return 1000 * (seconds + 60 * minutes + 3600 * hours);
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function cronFields(name: string, schedule: Exclude<CronSchedule, Interval>): CronFields {
  if (schedule.type === "cron") return parseCron(schedule.cron);
  const minute = schedule.minuteUTC ?? spreadMinute(name);
  switch (schedule.type) {
    case "hourly":
      return parseCron(`${minute} * * * *`);
    case "daily":
      return parseCron(`${minute} ${schedule.hourUTC} * * *`);
    case "weekly":
      return parseCron(`${minute} ${schedule.hourUTC} * * ${WEEKDAYS.indexOf(schedule.dayOfWeek)}`);
    case "monthly":
      return parseCron(`${minute} ${schedule.hourUTC} ${schedule.day} * *`);
  }
}

/** Jobs without a minute are spread over the hour, each always at the same one. */
function spreadMinute(name: string): number {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return hash % 60;
}
