import type { ReactNode } from "react";

interface PersonRowProps {
  name: string;
  /** What they are, or since when. */
  note: ReactNode;
  children?: ReactNode;
}

export function PersonRow({ name, note, children }: PersonRowProps) {
  return (
    <li className="flex min-h-14 items-center gap-3 py-1.5">
      <span className="min-w-0 flex-1">
        {/* Whichever way it is read, it stands above the note. */}
        <bdi className="block truncate text-left font-semibold">{name}</bdi>
        <span className="block text-sm text-ink-faint">{note}</span>
      </span>
      {children}
    </li>
  );
}

export function PersonList({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string;
  children: ReactNode[] | undefined;
}) {
  return (
    <section aria-label={title}>
      <h3 className="label mb-1 text-ink-soft">{title}</h3>
      {children === undefined && <span aria-hidden className="skeleton block h-14" />}
      {children?.length === 0 && <p className="text-ink-faint">{empty}</p>}
      {children && children.length > 0 && <ul className="divide-y divide-line">{children}</ul>}
    </section>
  );
}
