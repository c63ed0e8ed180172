import { useId, useMemo } from "react";
import type { Side } from "../../convex/model/validators";
import { HEXAGON, sigilFacets } from "../lib/sigil";

interface SigilProps {
  name: string;
  side: Side;
  /** The persona's colour, as a second rim inside the side's own. */
  rim?: string | undefined;
  className?: string;
}

/** A fighter's emblem, made from name and side. Decoration: the name always stands beside it. */
export function Sigil({ name, side, rim, className }: SigilProps) {
  const gradient = useId();
  const facets = useMemo(() => sigilFacets(name), [name]);
  return (
    <svg viewBox="0 0 100 100" className={className} data-side={side} aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--side-deep)" />
          <stop offset="1" stopColor="var(--side-fill)" />
        </linearGradient>
      </defs>
      <polygon points={HEXAGON} fill={`url(#${gradient})`} />
      {facets.map(({ points, tone }) => (
        <polygon key={points} points={points} fill="#05070c" opacity={tone} />
      ))}
      {rim && (
        <polygon points={HEXAGON} fill="none" stroke={rim} strokeWidth="6" transform="translate(7.5 7.5) scale(0.85)" />
      )}
      <polygon points={HEXAGON} fill="none" stroke="var(--side-fill)" strokeWidth="3" strokeLinejoin="round" />
      <text
        x="50"
        y="52"
        dominantBaseline="central"
        textAnchor="middle"
        fontSize="46"
        fontWeight="700"
        fontFamily="var(--font-display)"
        fill="#fff"
        stroke="#05070c"
        strokeWidth="9"
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {initial(name)}
      </text>
    </svg>
  );
}

function initial(name: string): string {
  return (name.trim().match(/[\p{L}\p{N}]/u)?.[0] ?? "?").toUpperCase();
}
