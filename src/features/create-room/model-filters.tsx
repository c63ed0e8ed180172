import { clsx } from "clsx";
import { useId } from "react";
import { INPUT } from "../../components/input-style";
import { MAX_PRICES, MIN_CONTEXTS, type ModelFilter, type ModelSort } from "./model-list";
import { tokensShort } from "./model-words";

interface ModelFiltersProps {
  filter: ModelFilter;
  onChange: (filter: ModelFilter) => void;
}

const SORTS: Record<ModelSort, string> = { listed: "As listed", cheapest: "Cheapest first", dearest: "Dearest first" };
const numberOrNull = (value: string) => (value === "" ? null : Number(value));

/** Narrows both pickers at once. */
export function ModelFilters({ filter, onChange }: ModelFiltersProps) {
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-[repeat(3,minmax(0,11rem))]">
      <Choice
        label="Price, at most"
        value={filter.maxPrice ?? ""}
        onChange={(value) => onChange({ ...filter, maxPrice: numberOrNull(value) })}
      >
        <option value="">Any</option>
        {MAX_PRICES.map((price) => (
          <option key={price} value={price}>
            ${price} per M tokens
          </option>
        ))}
      </Choice>
      <Choice
        label="Context, at least"
        value={filter.minContext ?? ""}
        onChange={(value) => onChange({ ...filter, minContext: numberOrNull(value) })}
      >
        <option value="">Any</option>
        {MIN_CONTEXTS.map((tokens) => (
          <option key={tokens} value={tokens}>
            {tokensShort(tokens)} tokens
          </option>
        ))}
      </Choice>
      <Choice label="Order" value={filter.sort} onChange={(value) => onChange({ ...filter, sort: value as ModelSort })}>
        {Object.entries(SORTS).map(([sort, words]) => (
          <option key={sort} value={sort}>
            {words}
          </option>
        ))}
      </Choice>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  children: React.ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1 max-sm:last:col-span-2">
      <label htmlFor={id} className="text-sm font-semibold text-ink-soft">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={clsx(INPUT, "min-h-11 cursor-pointer")}
      >
        {children}
      </select>
    </div>
  );
}
