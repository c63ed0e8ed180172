interface SwitchRowProps {
  id: string;
  label: string;
  note: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** One rule that is on or off; the whole row is its target. The knob's place says it without colour. */
export function SwitchRow({ id, label, note, checked, onChange }: SwitchRowProps) {
  return (
    <label
      htmlFor={id}
      className="flex min-h-11 cursor-pointer items-center gap-4 rounded-lg border border-line bg-raised px-4 py-3 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus"
    >
      <span className="min-w-0 flex-1">
        <span id={`${id}-label`} className="block font-semibold">
          {label}
        </span>
        <span id={`${id}-note`} className="block text-sm text-pretty text-ink-faint">
          {note}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden
        className="relative h-6 w-11 shrink-0 rounded-full border border-line-strong bg-canvas transition-colors duration-100 peer-checked:border-gold-fill peer-checked:bg-gold-fill after:absolute after:top-1/2 after:left-0.5 after:size-[1.125rem] after:-translate-y-1/2 after:rounded-full after:bg-ink-faint after:transition-[left] after:duration-100 peer-checked:after:left-[1.375rem] peer-checked:after:bg-gold-ink"
      />
    </label>
  );
}
