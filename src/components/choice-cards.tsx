import { clsx } from "clsx";
import type { ReactNode } from "react";

interface ChoiceCardsProps<Value extends string> {
  name: string;
  legend: ReactNode;
  options: readonly { value: Value; label: ReactNode; note: ReactNode }[];
  value: Value;
  /** Side by side where there is room. */
  row?: boolean;
  onChange: (value: Value) => void;
}

/** A few answers with a sentence each, one below the other; the whole card is the target. */
export function ChoiceCards<Value extends string>({
  name,
  legend,
  options,
  value,
  row = false,
  onChange,
}: ChoiceCardsProps<Value>) {
  return (
    <fieldset className={clsx("flex min-w-0 flex-col gap-2", row && "md:grid md:grid-cols-3 md:gap-3")}>
      <legend className="mb-2 text-[0.9375rem] font-semibold">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-11 cursor-pointer items-start gap-3 rounded-lg border border-line bg-raised px-4 py-3 hover:border-line-strong has-checked:border-gold has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            aria-labelledby={`${name}-${option.value}`}
            aria-describedby={`${name}-${option.value}-note`}
            onChange={() => onChange(option.value)}
            className="mt-1 size-4.5 shrink-0 accent-(--color-gold-fill) outline-hidden"
          />
          <span className="min-w-0">
            <span id={`${name}-${option.value}`} className="block font-semibold">
              {option.label}
            </span>
            <span id={`${name}-${option.value}-note`} className="block text-sm text-pretty text-ink-faint">
              {option.note}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
