import { clsx } from "clsx";

/** What a text field, a select and a textarea look like. */
export const INPUT = clsx(
  "w-full rounded-lg border border-line-strong bg-raised px-3.5 py-2.5 text-base text-ink placeholder:text-ink-faint",
  "hover:border-ink-faint aria-invalid:border-danger",
);
