import { clsx } from "clsx";
import Loader from "lucide-react/icons/loader";
import type { ComponentProps, CSSProperties, ReactNode } from "react";

type Look = "gold" | "quiet" | "danger";

const PLATES: Record<Look, CSSProperties> = {
  gold: plate("var(--color-gold-fill)", "color-mix(in oklab, var(--color-gold-fill) 82%, white)", "transparent"),
  quiet: plate("var(--color-raised)", "var(--color-line)", "var(--color-line-strong)"),
  danger: plate("transparent", "color-mix(in oklab, var(--color-danger) 14%, transparent)", "var(--color-danger)"),
};

const INKS: Record<Look, string> = { gold: "text-gold-ink", quiet: "text-ink", danger: "text-danger" };

/** The slanted plate shared by buttons and by links that act like one. */
export function plateProps(look: Look, className?: string) {
  return {
    style: PLATES[look],
    className: clsx(
      "plate inline-flex min-h-11 items-center justify-center gap-2 px-5 font-display text-[0.9375rem] font-bold",
      "whitespace-nowrap select-none disabled:cursor-not-allowed disabled:opacity-60",
      INKS[look],
      className,
    ),
  };
}

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  /** Shows a spinner and ignores presses, but keeps focus: `disabled` would drop it. */
  pending?: boolean;
  icon?: ReactNode;
}

export function Button({ look = "quiet", pending = false, icon, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...plateProps(look, clsx("cursor-pointer", className))}
      {...rest}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {pending ? <Loader aria-hidden size={18} className="animate-spin" /> : icon}
      {children}
    </button>
  );
}

function plate(background: string, hover: string, line: string): CSSProperties {
  return { "--plate": background, "--plate-hover": hover, "--plate-line": line } as CSSProperties;
}
