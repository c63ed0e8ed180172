/** The minutes, hours, ... at which a cron fires. All UTC. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** A day must be in both sets if one of them is `*`, else in either, as cron has always done. */
  readonly eitherDay: boolean;
}

/** Leap days on a given weekday are at most 40 years apart. */
const MAX_YEARS = 41;
const MINUTE = 60_000;

/** The first minute after `after` (milliseconds since the epoch) at which the cron fires; null if it never does. */
export function nextTime(fields: CronFields, after: number): number | null {
  const time = new Date(Math.floor(after / MINUTE) * MINUTE + MINUTE);
  const lastYear = time.getUTCFullYear() + MAX_YEARS;
  while (time.getUTCFullYear() <= lastYear) {
    if (!fields.months.has(time.getUTCMonth() + 1)) startOfMonth(time, time.getUTCMonth() + 1);
    else if (!isDay(fields, time)) startOfDay(time, time.getUTCDate() + 1);
    else if (!fields.hours.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0);
    else if (!fields.minutes.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1);
    else return time.getTime();
  }
  return null;
}

function isDay(fields: CronFields, time: Date): boolean {
  const byDay = fields.days.has(time.getUTCDate());
  const byWeekday = fields.weekdays.has(time.getUTCDay());
  return fields.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

function startOfMonth(time: Date, month: number): void {
  time.setUTCMonth(month, 1);
  time.setUTCHours(0, 0);
}

function startOfDay(time: Date, day: number): void {
  time.setUTCDate(day);
  time.setUTCHours(0, 0);
}
