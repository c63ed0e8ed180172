import { stack, stackOrderNone } from "d3-shape";
import type { UsageOverview } from "../../../convex/model/adminValidators";
import type { Totals } from "../../../convex/model/ledgerValidators";
import { FEATURE_NAMES } from "./usage-words";

/** One kind of thing that is counted per day, such as the referee's calls; `values` has one number for each day. */
export interface Series {
  key: string;
  label: string;
  /** Which of the paints it has. */
  paint: number;
  values: readonly number[];
}

/** Where a day's part of a series begins and ends on top of the series before it. */
export interface Layer {
  key: string;
  paint: number;
  spans: readonly (readonly [from: number, to: number])[];
}

/** The last `count` UTC days, today last, as `2026-11-27`. */
export function lastDays(count: number, now: number): string[] {
  const day = (back: number) => new Date(now - back * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: count }, (_, index) => day(count - 1 - index));
}

/** One number for each of `days`, in their order; a day that is not among the rows counts nothing. */
export function perDay<Row extends { day: string }>(
  rows: readonly Row[],
  days: readonly string[],
  value: (row: Row) => number,
): number[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.day, (sums.get(row.day) ?? 0) + value(row));
  return days.map((day) => sums.get(day) ?? 0);
}

/** What calls were for, each that occurs as a series; its paint is the same in every chart. */
export function featureSeries(
  rows: UsageOverview["days"],
  days: readonly string[],
  value: (sums: Totals) => number,
): Series[] {
  const flat = rows.flatMap(({ day, byFeature }) => byFeature.map((sums) => ({ day, ...sums })));
  return Object.entries(FEATURE_NAMES).flatMap(([key, label], paint) => {
    const own = flat.filter((row) => row.key === key);
    return own.length === 0 ? [] : [{ key, label, paint, values: perDay(own, days, value) }];
  });
}

export function layersOf(series: readonly Series[], days: readonly string[]): Layer[] {
  const rows = days.map((_, index) => Object.fromEntries(series.map(({ key, values }) => [key, values[index] ?? 0])));
  const stacked = stack<Record<string, number>>()
    .keys(series.map(({ key }) => key))
    .order(stackOrderNone)(rows);
  return stacked.map((layer, index) => ({
    key: layer.key,
    paint: series[index]!.paint,
    spans: layer.map(([from, to]) => [from, to] as const),
  }));
}

/** What all series make together on each day. */
export function dayTotals(series: readonly Series[], days: readonly string[]): number[] {
  return days.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The days that get a label: today's always, then back in even steps, as many as fit. */
export function labelledDays(days: readonly string[], fit: number): string[] {
  const step = Math.ceil(days.length / Math.max(1, fit));
  return days.filter((_, index) => (days.length - 1 - index) % step === 0);
}
