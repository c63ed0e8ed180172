import { clsx } from "clsx";
import { useId } from "react";

interface ChoiceChipsProps<Value extends string | number> {
  legend: string;
  /** Only for screen readers: what is seen says it without. */
  quiet?: boolean;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a handful, side by side. */
export function ChoiceChips<Value extends string | number>(props: ChoiceChipsProps<Value>) {
  const { legend, quiet = false, options, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={quiet ? "sr-only" : "mb-1.5 text-[0.9375rem] font-semibold"}>{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              "tabular flex h-11 min-w-11 cursor-pointer items-center justify-center rounded-lg border px-3.5 font-display font-bold",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus",
              option.value === value
                ? "border-gold-fill bg-gold-fill text-gold-ink"
                : "border-line-strong bg-raised text-ink-soft hover:border-ink-faint hover:text-ink",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
