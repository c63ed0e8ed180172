import type { ReactNode } from "react";

/** One matter of the account page. */
export function Section({
  id,
  title,
  text,
  children,
}: {
  id: string;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="rounded-xl border border-line bg-surface p-5 shadow-lift md:p-6"
    >
      <h2 id={`${id}-title`} className="font-display text-xl leading-7 font-bold">
        {title}
      </h2>
      {text && <p className="mt-1 max-w-[60ch] text-[0.9375rem] text-ink-soft">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
