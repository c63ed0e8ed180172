import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { Format } from "../../../convex/model/validators";
import { EarlierAttempts } from "./earlier-attempts";
import type { Slot } from "./rounds";

interface EmptyPlaceProps {
  slot: Slot;
  format: Format;
  /** Whose place it is, for the menus of what was said in it before. */
  label: string;
  text: ReactNode;
}

/** Where a turn will stand, or would have stood. */
export function EmptyPlace({ slot, format, label, text }: EmptyPlaceProps) {
  return (
    <div
      data-side={slot.side}
      data-place={slot.kind}
      className={clsx(
        "flex flex-col rounded-xl border border-dashed border-line p-6 text-center text-ink-faint",
        format === "chat" ? "min-h-20" : "min-h-56",
        slot.kind === "awaiting" && "border-(--side) bg-(--side-tint)/40 text-ink-soft",
      )}
    >
      <p className="m-auto wrap-anywhere">{text}</p>
      <EarlierAttempts attempts={slot.earlier} of={label} />
    </div>
  );
}
