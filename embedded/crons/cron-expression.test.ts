import { describe, expect, it } from "vitest";
import { parseCron } from "./cron-expression";
import { nextTime } from "./cron-fields";

const utc = (text: string) => Date.parse(`${text}Z`);

/** Times at which the expression fires after `from`. */
function times(expression: string, from: string, count = 3): string[] {
  const fields = parseCron(expression);
  const found: string[] = [];
  for (let time: number | null = utc(from); found.length < count;) {
    time = nextTime(fields, time);
    if (time === null) break;
    found.push(new Date(time).toISOString().slice(0, 16));
  }
  return found;
}

describe("cron expressions", () => {
  it.each([
    ["* * * * *", "2024-05-01T10:00:30", ["2024-05-01T10:01", "2024-05-01T10:02", "2024-05-01T10:03"]],
    ["15 7 * * *", "2024-05-01T07:15:00", ["2024-05-02T07:15", "2024-05-03T07:15", "2024-05-04T07:15"]],
    ["*/20 8-9 * * *", "2024-05-01T08:30:00", ["2024-05-01T08:40", "2024-05-01T09:00", "2024-05-01T09:20"]],
    ["50/5 * * * *", "2024-05-01T08:52:00", ["2024-05-01T08:55", "2024-05-01T09:50", "2024-05-01T09:55"]],
    ["0 0 1,15 * *", "2024-12-20T00:00:00", ["2025-01-01T00:00", "2025-01-15T00:00", "2025-02-01T00:00"]],
    ["0 12 * * MON-WED", "2024-05-01T13:00:00", ["2024-05-06T12:00", "2024-05-07T12:00", "2024-05-08T12:00"]],
    ["0 0 * jan,Mar 7", "2024-01-22T00:00:00", ["2024-01-28T00:00", "2024-03-03T00:00", "2024-03-10T00:00"]],
    ["0 0 31 * *", "2024-03-31T00:00:00", ["2024-05-31T00:00", "2024-07-31T00:00", "2024-08-31T00:00"]],
    ["0 0 29 2 *", "2024-03-01T00:00:00", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]],
    ["0 0 13 * 5", "2024-05-01T00:00:00", ["2024-05-03T00:00", "2024-05-10T00:00", "2024-05-13T00:00"]],
  ])("%s after %s", (expression, from, expected) => {
    expect(times(expression, from)).toEqual(expected);
  });

  it("that name a day that never comes have no time", () => {
    expect(times("0 0 31 2 *", "2024-01-01T00:00:00")).toEqual([]);
  });

  it.each([
    "* * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "*/0 * * * *",
    "5-1 * * * *",
  ])("%s is refused", (expression) => {
    expect(() => parseCron(expression)).toThrow(/five fields|is no valid/);
  });

  it.each(["a * * * *", "1-2-3 * * * *", "1,,2 * * * *", "1.5 * * * *", "- * * * *"])(
    "%s is no field",
    (expression) => {
      expect(() => parseCron(expression)).toThrow("is no valid minute");
    },
  );
});
