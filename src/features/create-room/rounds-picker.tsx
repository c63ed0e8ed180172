import { clsx } from "clsx";
import { ROUNDS } from "../../../convex/model/limits";

const CHOICES = Array.from({ length: ROUNDS.max - ROUNDS.min + 1 }, (_, index) => ROUNDS.min + index);

export function RoundsPicker({ value, onChange }: { value: number; onChange: (rounds: number) => void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-[0.9375rem] font-semibold">Rounds</legend>
      <div className="flex gap-2">
        {CHOICES.map((rounds) => (
          <label
            key={rounds}
            className={clsx(
              "tabular flex size-12 cursor-pointer items-center justify-center rounded-lg border font-display text-lg font-bold",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus",
              rounds === value
                ? "border-gold-fill bg-gold-fill text-gold-ink"
                : "border-line-strong bg-raised text-ink-soft hover:border-ink-faint hover:text-ink",
            )}
          >
            <input
              type="radio"
              name="rounds"
              value={rounds}
              checked={rounds === value}
              onChange={() => onChange(rounds)}
              className="sr-only"
            />
            {rounds}
          </label>
        ))}
      </div>
      <p className="mt-1.5 text-sm text-ink-faint">Each fighter speaks once a round.</p>
    </fieldset>
  );
}
