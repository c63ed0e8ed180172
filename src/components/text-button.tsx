import { clsx } from "clsx";
import type { ComponentProps } from "react";

const TEXT_LINK =
  "inline-flex min-h-11 cursor-pointer items-center rounded-lg font-semibold text-gold underline-offset-4 hover:underline";

/** A small act in the middle of text or of a form. */
export function TextButton({ className, ...rest }: ComponentProps<"button">) {
  return (
    <button
      type="button"
      {...rest}
      className={clsx(TEXT_LINK, "disabled:cursor-not-allowed disabled:opacity-60", className)}
    />
  );
}
