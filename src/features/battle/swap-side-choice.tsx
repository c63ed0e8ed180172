import type { Battle } from "../../../convex/model/battleValidators";
import type { Side } from "../../../convex/model/validators";
import { sideWords } from "./swap-choice";

interface SideChoiceProps {
  battle: Battle;
  sides: readonly Side[];
  value: Side;
  onChange: (side: Side) => void;
}

const nameOf = (battle: Battle, side: Side) => battle.fighters[side === "A" ? 0 : 1].name;

/** Who leaves; where only one side is a model's there is nothing to choose. */
export function SideChoice({ battle, sides, value, onChange }: SideChoiceProps) {
  if (sides.length < 2)
    return <p className="text-ink-soft">{nameOf(battle, value)} leaves, and another model answers.</p>;
  return (
    <fieldset>
      <legend className="mb-1.5 text-[0.9375rem] font-semibold">Who leaves?</legend>
      <div className="grid grid-cols-2 gap-3">
        {sides.map((side) => (
          <label
            key={side}
            data-side={side}
            className="grid min-h-13 min-w-0 cursor-pointer grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 rounded-lg border border-line-strong bg-raised px-3.5 py-2 has-checked:border-(--side) has-checked:shadow-[inset_0_0_0_1px_var(--side)] has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="swap-side"
              checked={side === value}
              onChange={() => onChange(side)}
              className="row-span-2 size-4 accent-(--side-fill)"
            />
            <span className="truncate font-display leading-5 font-bold">{nameOf(battle, side)}</span>
            <span className="text-[0.8125rem] leading-5 text-(--side)">{sideWords(battle, side)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
