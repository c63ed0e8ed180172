import type { ReactNode } from "react";
import type { DockWords } from "./words";

/** Always in the same place: what is happening, and on the right the one thing to do about it. */
export function Dock({ words, side, children }: { words: DockWords; side: "A" | "B" | null; children?: ReactNode }) {
  return (
    <section
      aria-label="What is happening"
      data-side={side ?? undefined}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-canvas/94 pb-[env(safe-area-inset-bottom)] backdrop-blur-md"
    >
      <div className="mx-auto flex min-h-18 max-w-[80rem] items-center justify-between gap-4 px-4 py-3 md:px-8">
        <div className="min-w-0">
          <p className="flex items-center gap-2.5 font-display text-[1.0625rem] leading-6 font-bold">
            {side && <span aria-hidden className="h-4 w-1.5 shrink-0 -skew-x-12 rounded-[1px] bg-(--side-fill)" />}
            <span className="truncate">{words.title}</span>
          </p>
          <p className="text-sm leading-5 text-ink-faint">{words.detail}</p>
        </div>
        <div className="flex shrink-0 items-center gap-4">{children}</div>
      </div>
    </section>
  );
}
