import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  note?: ReactNode;
  /** Beside the title: a search field, a range. */
  tools?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** One section of the page. */
export function Panel({ title, note, tools, busy = false, children }: PanelProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} aria-busy={busy} className="min-w-0">
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <h2 id={heading} className="font-display text-xl leading-7 font-bold">
            {title}
          </h2>
          {note && <p className="mt-1 max-w-[64ch] text-[0.9375rem] text-pretty text-ink-soft">{note}</p>}
        </div>
        {tools}
      </div>
      {children}
    </section>
  );
}

/** A line that stands where a list would, or its first item. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="rounded-xl border border-dashed border-line-strong px-5 py-8 text-ink-faint">{children}</p>;
}

export function Skeletons({ count, className }: { count: number; className: string }) {
  return (
    <>
      <output className="sr-only">Loading</output>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} aria-hidden className={`skeleton block ${className}`} />
      ))}
    </>
  );
}
