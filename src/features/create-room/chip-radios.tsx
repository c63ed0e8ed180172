import { clsx } from "clsx";
import type { ReactNode } from "react";
import { FieldNote } from "../../components/field";

interface ChipRadiosProps {
  id: string;
  legend: string;
  options: readonly { value: number; label: string }[];
  value: number;
  hint?: ReactNode;
  error?: string | undefined;
  onChange: (value: number) => void;
}

/** A handful of numbers to choose from, thumb-sized, side by side. */
export function ChipRadios({ id, legend, options, value, hint, error, onChange }: ChipRadiosProps) {
  return (
    <fieldset aria-describedby={`${id}-note`} className="min-w-0">
      <legend className="mb-1.5 text-[0.9375rem] font-semibold">{legend}</legend>
      <div className="mb-1.5 flex flex-wrap gap-2 max-sm:gap-1.5">
        {options.map((option, index) => (
          <label
            key={option.value}
            className={clsx(
              "tabular flex h-12 min-w-12 cursor-pointer items-center justify-center rounded-lg border px-3 font-display text-[1.0625rem] max-sm:px-2 max-sm:text-base font-bold",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus",
              option.value === value
                ? "border-gold-fill bg-gold-fill text-gold-ink"
                : "border-line-strong bg-raised text-ink-soft hover:border-ink-faint hover:text-ink",
            )}
          >
            <input
              type="radio"
              // An error takes the reader here.
              id={index === 0 ? id : undefined}
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
      <FieldNote id={id} hint={hint} error={error} />
    </fieldset>
  );
}
