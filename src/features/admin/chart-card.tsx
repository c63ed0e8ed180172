import ChartColumn from "lucide-react/icons/chart-column";
import Table from "lucide-react/icons/table";
import { type ReactNode, useId, useState } from "react";

interface ChartCardProps {
  title: string;
  note?: string | undefined;
  /** The one number that it comes down to. */
  figure: string;
  /** What to say instead of an empty picture; null when there is something to show. */
  empty: string | null;
  table: ReactNode;
  children: ReactNode;
}

/** A chart under its name, and the way to read the same as a table. */
export function ChartCard({ title, note, figure, empty, table, children }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  const Icon = asTable ? ChartColumn : Table;
  return (
    <section aria-labelledby={heading} className="min-w-0 rounded-xl border border-line bg-surface p-5 shadow-lift">
      <div className="mb-4 flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={heading} className="text-[0.9375rem] font-semibold text-ink-soft">
            {title}
          </h3>
          <p className="tabular font-display text-2xl leading-8 font-bold">{figure}</p>
          {note && <p className="mt-1 text-sm text-pretty text-ink-faint">{note}</p>}
        </div>
        {empty === null && (
          <button
            type="button"
            aria-pressed={asTable}
            aria-label={`${title} as a table`}
            title={asTable ? "Show the chart" : "Show as a table"}
            onClick={() => setAsTable(!asTable)}
            className="-mt-1.5 -mr-1.5 inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-lg text-ink-faint hover:bg-raised hover:text-ink"
          >
            <Icon aria-hidden size={20} />
          </button>
        )}
      </div>
      {empty === null ? asTable ? table : children : <p className="py-6 text-ink-faint">{empty}</p>}
    </section>
  );
}
