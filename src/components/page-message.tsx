import type { ReactNode } from "react";

/** A page that has nothing else to show: not found, broken, or not set up. Says what happened and what to do. */
export function PageMessage({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <main
      id="main"
      className="mx-auto flex min-h-[70dvh] max-w-lg flex-col items-center justify-center gap-4 px-5 text-center"
    >
      <h1 className="font-display text-3xl font-bold">{title}</h1>
      <div className="text-ink-soft text-balance">{children}</div>
      {action && <div className="mt-3 flex flex-wrap justify-center gap-4">{action}</div>}
    </main>
  );
}
