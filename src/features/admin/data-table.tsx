interface DataTableProps {
  caption: string;
  /** What a row is of. */
  first: string;
  columns: readonly string[];
  rows: readonly { name: string; cells: readonly string[] }[];
}

/** Numbers to be read one by one; scrolls in its own box. */
export function DataTable({ caption, first, columns, rows }: DataTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reachable by keyboard
    <section aria-label={`${caption}, table`} tabIndex={0} className="max-h-80 overflow-auto">
      <table className="tabular w-full text-[0.9375rem] whitespace-nowrap">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-[0.8125rem] text-ink-faint">
            {[first, ...columns].map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`sticky top-0 bg-surface py-1.5 font-normal ${index === 0 ? "text-left" : "pl-5 text-right"}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-2 text-left font-normal">
                {name}
              </th>
              {cells.map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a cell is its column
                <td key={index} className="py-2 pl-5 text-right text-ink-soft last:text-ink">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
