import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { Side } from "../../../convex/model/validators";
import type { DockWords } from "./words";

interface DockProps {
  side: Side | null;
  /** A row of its own above the words. */
  above?: ReactNode;
  /** On the right. They outlast the words: what is pressed while a vote opens is the same button after that. */
  controls?: ReactNode;
  /** A `DockText`. */
  children: ReactNode;
}

/** Always in the same place: what is happening, and on the right the one thing to do about it. */
export function Dock({ side, above, controls, children }: DockProps) {
  return (
    <section
      aria-label="What is happening"
      data-dock
      data-side={side ?? undefined}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-canvas/94 pb-[env(safe-area-inset-bottom)] backdrop-blur-md"
    >
      <div className="mx-auto max-w-[80rem] px-4 py-3 md:px-8">
        {above && <div className="mb-3">{above}</div>}
        <div className="flex min-h-12 flex-wrap items-center gap-x-5 gap-y-3">
          {children}
          <div className="flex shrink-0 items-center gap-4 empty:hidden">{controls}</div>
        </div>
      </div>
    </section>
  );
}

interface DockTextProps {
  words: DockWords;
  side?: Side | null;
  /** `words.detail` is about something that went wrong. */
  problem?: boolean;
  /** What everybody may choose from; below the words on a narrow screen. */
  choices?: ReactNode;
}

export function DockText({ words, side = null, problem = false, choices }: DockTextProps) {
  return (
    <>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2.5 font-display text-[1.0625rem] leading-6 font-bold">
          {side && <span aria-hidden className="h-4 w-1.5 shrink-0 -skew-x-12 rounded-[1px] bg-(--side-fill)" />}
          <bdi className="truncate">{words.title}</bdi>
        </p>
        <p
          role={problem ? "alert" : undefined}
          className={clsx("tabular text-sm leading-5", problem ? "text-danger" : "text-ink-faint")}
        >
          <bdi>{words.detail}</bdi>
        </p>
      </div>
      {choices && <div className="order-last w-full lg:order-none lg:w-auto">{choices}</div>}
    </>
  );
}
