import type { ReactNode } from "react";

interface RowProps {
  title: ReactNode;
  /** Beside the title. */
  badges?: ReactNode;
  /** Under it, each apart. */
  facts: readonly ReactNode[];
  /** Right on a wide screen, below on a phone. */
  acts?: ReactNode;
  children?: ReactNode;
}

/** One person, room, battle or report, with what can be done about it. */
export function Row({ title, badges, facts, acts, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-xl border border-line bg-surface px-5 py-4 shadow-lift">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <span className="min-w-0 font-semibold wrap-anywhere">{title}</span>
          {badges}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm wrap-anywhere text-ink-faint">
          {facts.map((fact, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- facts are told apart by their place
            <span key={index}>{fact}</span>
          ))}
        </p>
        {children}
      </div>
      {acts && <div className="flex flex-wrap gap-3">{acts}</div>}
    </li>
  );
}

export function Tag({ look = "quiet", children }: { look?: "quiet" | "gold" | "danger"; children: ReactNode }) {
  return (
    <span className={`rounded-[5px] border px-1.5 text-[0.8125rem] leading-5 font-semibold ${LOOKS[look]}`}>
      {children}
    </span>
  );
}

const LOOKS = {
  quiet: "border-line-strong text-ink-soft",
  gold: "border-gold text-gold",
  danger: "border-danger text-danger",
};
