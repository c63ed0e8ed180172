import type { CSSProperties } from "react";
import { FULL_HP } from "../../../convex/model/limits";
import type { Blow } from "./blows";

interface HpBarProps {
  name: string;
  hp: number;
  /** Damage that has just been done to this side. */
  blow: Blow | undefined;
}

/** Drains toward the middle; the ghost of what was just taken follows a moment later. The number beside it says the same. */
export function HpBar({ name, hp, blow }: HpBarProps) {
  return (
    <>
      <meter className="sr-only" aria-label={`HP of ${name}`} min={0} max={FULL_HP} value={hp}>
        {hp}
      </meter>
      <div aria-hidden="true" className="hp" style={{ "--hp": `${(hp / FULL_HP) * 100}%` } as CSSProperties}>
        <span className="hp-ghost" />
        <span className="hp-fill" />
        {blow && <span key={blow.key} className="hp-flash" />}
      </div>
    </>
  );
}
