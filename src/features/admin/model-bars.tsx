import { scaleLinear } from "d3-scale";
import { plural } from "../../lib/format";
import { ChartCard } from "./chart-card";
import { DataTable } from "./data-table";
import { countWords } from "./usage-words";

interface ModelBar {
  modelId: string;
  value: number;
  calls: number;
}

interface ModelBarsProps {
  title: string;
  /** Largest first. */
  bars: readonly ModelBar[];
  format: (value: number) => string;
  empty: string;
  /** There are more models than were added up. */
  partial: boolean;
}

const SHOWN = 8;

/** What each model makes of a sum. Each bar has its own row of words, so that long ids fit on a phone. */
export function ModelBars({ title, bars, format, empty, partial }: ModelBarsProps) {
  const sum = bars.reduce((all, { value }) => all + value, 0);
  const length = scaleLinear([0, bars[0]?.value || 1], [0, 100]);
  const shown = bars.slice(0, SHOWN);
  return (
    <ChartCard
      title={title}
      note={partial ? "Of the models with the most calls only." : undefined}
      figure={format(sum)}
      empty={sum === 0 ? empty : null}
      table={
        <DataTable
          caption={title}
          first="Model"
          columns={["Calls", "Cost"]}
          rows={bars.map(({ modelId, value, calls }) => ({ name: modelId, cells: [countWords(calls), format(value)] }))}
        />
      }
    >
      <ol className="flex flex-col gap-3">
        {shown.map(({ modelId, value, calls }) => (
          <li key={modelId} className="min-w-0">
            <p className="flex items-baseline gap-3 text-[0.9375rem]">
              <span className="min-w-0 flex-1 truncate" title={modelId}>
                <bdi>{modelId}</bdi>
              </span>
              <span className="tabular text-sm text-ink-faint">{plural(calls, "call")}</span>
              <span className="tabular min-w-16 text-right font-display font-bold">{format(value)}</span>
            </p>
            <svg aria-hidden width="100%" height="10" className="mt-1 block">
              <rect width="100%" height="10" rx="3" fill="var(--color-raised)" />
              <rect
                width={`${Math.max(0.5, length(value))}%`}
                height="10"
                rx="3"
                fill="var(--color-a-fill)"
                stroke="var(--color-a)"
              />
            </svg>
          </li>
        ))}
      </ol>
      {bars.length > SHOWN && <p className="mt-3 text-sm text-ink-faint">{bars.length - SHOWN} more in the table.</p>}
    </ChartCard>
  );
}
