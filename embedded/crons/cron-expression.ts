import type { CronFields } from "./cron-fields";

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Three-letter names, the first for `min`. */
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: "minute", min: 0, max: 59 };
const HOUR: Field = { name: "hour", min: 0, max: 23 };
const DAY: Field = { name: "day of month", min: 1, max: 31 };
const MONTH: Field = {
  name: "month",
  min: 1,
  max: 12,
  names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
/** 7 is Sunday as well. */
const WEEKDAY: Field = {
  name: "day of week",
  min: 0,
  max: 7,
  names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

/** Parses `minute hour day-of-month month day-of-week` with `*`, lists, ranges, steps and names. */
export function parseCron(expression: string): CronFields {
  const parts = expression.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = parts;
  if (parts.length !== 5 || !minute || !hour || !day || !month || !weekday) {
    throw new Error(`Cron expression "${expression}" must have five fields, it has ${parts.length}.`);
  }
  const weekdays = parseField(WEEKDAY, weekday);
  return {
    minutes: parseField(MINUTE, minute),
    hours: parseField(HOUR, hour),
    days: parseField(DAY, day),
    months: parseField(MONTH, month),
    weekdays: new Set([...weekdays].map((value) => value % 7)),
    eitherDay: !day.startsWith("*") && !weekday.startsWith("*"),
  };
}

function parseField(field: Field, text: string): Set<number> {
  return new Set(text.split(",").flatMap((part) => parsePart(field, part)));
}

function parsePart(field: Field, part: string): number[] {
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const [from, to] = bounds(field, range, step !== undefined);
  const by = step === undefined ? 1 : Number(step);
  if (range === "" || by < 1 || from > to) throw invalid(field, part);
  const values: number[] = [];
  for (let value = from; value <= to; value += by) values.push(value);
  return values;
}

function bounds(field: Field, range: string, stepped: boolean): [number, number] {
  if (range === "*") return [field.min, field === WEEKDAY ? 6 : field.max];
  const [first = "", last, ...rest] = range.split("-");
  if (rest.length > 0) throw invalid(field, range);
  const from = parseValue(field, first);
  // "5/15" means from 5 on.
  const end = stepped ? field.max : from;
  return [from, last === undefined ? end : parseValue(field, last)];
}

function parseValue(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named !== -1) return named + field.min;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < field.min || value > field.max) throw invalid(field, text);
  return value;
}

function invalid(field: Field, text: string): Error {
  return new Error(`"${text}" is no valid ${field.name} of a cron expression (${field.min} to ${field.max}).`);
}
