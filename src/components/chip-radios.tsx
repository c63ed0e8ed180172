import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { FieldNote } from "./field";

interface ChipRadiosProps<Value extends string | number> {
  /** Where an error takes the reader. */
  id?: string;
  legend: string;
  /** Only for screen readers: what is seen says it without. */
  quiet?: boolean;
  options: readonly { value: Value; label: string }[];
  value: Value;
  hint?: ReactNode;
  error?: string | undefined;
  onChange: (value: Value) => void;
}

/** One of a handful, thumb-sized, side by side. */
export function ChipRadios<Value extends string | number>(props: ChipRadiosProps<Value>) {
  const own = useId();
  const { id = own, legend, quiet = false, options, value, hint, error, onChange } = props;
  const noted = Boolean(hint ?? error);
  return (
    <fieldset aria-describedby={noted ? `${id}-note` : undefined} className="min-w-0">
      <legend className={quiet ? "sr-only" : "mb-1.5 text-[0.9375rem] font-semibold"}>{legend}</legend>
      <div className={clsx("flex flex-wrap gap-2 max-sm:gap-1.5", noted && "mb-1.5")}>
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
