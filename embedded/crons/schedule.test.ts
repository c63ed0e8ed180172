import { expect, it } from "vitest";
import type { CronSchedule } from "../modules/types";
import { nextRun } from "./schedule";

const at = (text: string) => Date.parse(`${text}Z`);
const next = (schedule: CronSchedule, now: string, previous: string | null = null) => {
  const time = nextRun("job", schedule, at(now), previous === null ? null : at(previous));
  return time === null ? null : new Date(time).toISOString().slice(0, 19);
};

it.each<[CronSchedule, string, string]>([
  [{ type: "hourly", minuteUTC: 30 }, "2024-05-01T10:30:00", "2024-05-01T11:30:00"],
  [{ type: "daily", hourUTC: 17, minuteUTC: 5 }, "2024-05-01T17:04:59", "2024-05-01T17:05:00"],
  [{ type: "weekly", dayOfWeek: "sunday", hourUTC: 0, minuteUTC: 0 }, "2024-05-05T00:00:00", "2024-05-12T00:00:00"],
  [{ type: "monthly", day: 30, hourUTC: 1, minuteUTC: 0 }, "2024-01-30T02:00:00", "2024-03-30T01:00:00"],
  [{ type: "cron", cron: "0 6 * * *" }, "2024-05-01T07:00:00", "2024-05-02T06:00:00"],
])("%o after %s", (schedule, now, expected) => {
  expect(next(schedule, now)).toBe(expected);
});

it("an interval begins at once and then keeps its beat, without making up for missed runs", () => {
  const schedule: CronSchedule = { type: "interval", minutes: 10 };
  expect(next(schedule, "2024-05-01T10:03:00")).toBe("2024-05-01T10:03:00");
  expect(next(schedule, "2024-05-01T10:03:00", "2024-05-01T10:03:00")).toBe("2024-05-01T10:13:00");
  expect(next(schedule, "2024-05-01T10:58:30", "2024-05-01T10:03:00")).toBe("2024-05-01T11:03:00");
});

it("a job without a minute always runs at the same one, another job at another", () => {
  const hourly: CronSchedule = { type: "hourly" };
  const minute = (name: string) => new Date(nextRun(name, hourly, 0, null) ?? 0).getUTCMinutes();
  expect(minute("clean up")).toBe(minute("clean up"));
  expect(minute("clean up")).not.toBe(minute("send mail"));
});
