import { clsx } from "clsx";
import Loader from "lucide-react/icons/loader";
import type { ComponentProps, ReactNode } from "react";

interface HostToolProps extends ComponentProps<"button"> {
  icon: ReactNode;
  pending?: boolean;
  danger?: boolean;
  /** Pressed anywhere on the page outside a text field, it presses this button. */
  shortcut?: string;
}

/** One of the host's acts. Side by side on a wide screen, one below the other in the sheet of a phone. */
export function HostTool({
  icon,
  pending = false,
  danger = false,
  shortcut,
  className,
  children,
  onClick,
  ...rest
}: HostToolProps) {
  return (
    <button
      type="button"
      className={clsx(
        "inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-2.5 font-display text-[0.9375rem] font-semibold whitespace-nowrap select-none",
        "hover:bg-raised aria-disabled:cursor-progress aria-disabled:opacity-60 data-popup-open:bg-raised",
        "in-data-[layout=sheet]:min-h-13 in-data-[layout=sheet]:w-full in-data-[layout=sheet]:gap-3.5 in-data-[layout=sheet]:px-3 in-data-[layout=sheet]:text-base",
        danger ? "text-danger" : "text-ink-soft hover:text-ink",
        className,
      )}
      {...rest}
      aria-keyshortcuts={shortcut}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className="shrink-0">{pending ? <Loader aria-hidden size={18} className="animate-spin" /> : icon}</span>
      {children && <span className="truncate">{children}</span>}
    </button>
  );
}
