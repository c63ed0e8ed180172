import { useId, useState } from "react";
import { ChartCard } from "./chart-card";
import { DayPlot, type DayPlotProps } from "./day-plot";
import { DataTable } from "./data-table";
import { Hatches, Swatch } from "./paints";
import { dayTotals, type Series, total } from "./usage-series";
import { dayWords } from "./usage-words";

interface DayChartProps extends Pick<DayPlotProps, "title" | "days" | "series" | "form" | "tick"> {
  note?: string | undefined;
  /** A value in full. */
  format: (value: number) => string;
  /** What to say when there is nothing on any day. */
  empty: string;
}

/** Sums of each day: a picture, what it says of one day in words, and the same as a table. */
export function DayChart({ title, note, days, series, form, tick, format, empty }: DayChartProps) {
  const [picked, setPicked] = useState<string | null>(null);
  const totals = dayTotals(series, days);
  const sum = total(totals);
  // Today, until a day is picked that is in the range.
  const found = picked === null ? -1 : days.indexOf(picked);
  const at = found === -1 ? days.length - 1 : found;
  const used = series.filter(({ values }) => values.some((value) => value > 0));
  const rows = days.map((name, index) => ({
    name: dayWords(name),
    cells: [
      ...(used.length > 1 ? used.map(({ values }) => format(values[index] ?? 0)) : []),
      format(totals[index] ?? 0),
    ],
  }));
  return (
    <ChartCard
      title={title}
      note={note}
      figure={format(sum)}
      empty={sum === 0 ? empty : null}
      table={
        <DataTable
          caption={title}
          first="Day"
          columns={used.length > 1 ? [...used.map(({ label }) => label), "Together"] : used.map(({ label }) => label)}
          rows={rows.toReversed()}
        />
      }
    >
      <DayPlot
        title={title}
        description={descriptionOf(days, totals, format)}
        days={days}
        series={series}
        form={form}
        tick={tick}
        day={at}
        dayText={dayText(days[at]!, at, series, totals, format)}
        onDay={(index) => setPicked(days[index] ?? null)}
      />
      <Reading day={days[at]!} index={at} series={series} total={format(totals[at] ?? 0)} format={format} />
    </ChartCard>
  );
}

function descriptionOf(days: readonly string[], totals: readonly number[], format: (value: number) => string): string {
  const most = totals.indexOf(Math.max(...totals));
  return `${days.length} days, ${format(total(totals))} together. The most was ${format(totals[most] ?? 0)} on ${dayWords(days[most]!)}.`;
}

function dayText(
  day: string,
  index: number,
  series: readonly Series[],
  totals: readonly number[],
  format: (value: number) => string,
): string {
  const parts = series.filter(({ values }) => (values[index] ?? 0) > 0);
  const named = series.length > 1 ? parts.map(({ label, values }) => `, ${label} ${format(values[index] ?? 0)}`) : [];
  return `${dayWords(day)}: ${format(totals[index] ?? 0)}${named.join("")}`;
}

interface ReadingProps {
  day: string;
  index: number;
  series: readonly Series[];
  total: string;
  format: (value: number) => string;
}

/** The legend, which also says what each series was on the day that is looked at. */
function Reading({ day, index, series, total: sum, format }: ReadingProps) {
  const id = useId();
  return (
    <div className="mt-3 border-t border-line pt-3 text-[0.9375rem]">
      <svg aria-hidden width="0" height="0" className="absolute">
        <Hatches prefix={id} />
      </svg>
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-semibold">{dayWords(day)}</span>
        <span className="tabular font-display font-bold">{sum}</span>
      </p>
      {series.length > 1 && (
        <ul className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-6 gap-y-1 text-ink-soft">
          {series.map(({ key, label, paint, values }) => (
            <li key={key} className="flex items-center gap-2">
              <Swatch prefix={id} index={paint} />
              <span className="flex-1">{label}</span>
              <span className="tabular text-ink">{format(values[index] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
