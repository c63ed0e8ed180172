import { useId, useMemo } from "react";
import { HEXAGON, sigilFacets } from "../lib/sigil";

/** A persona's emblem, or that of a fighter whose side is not known yet: made from the name, in one colour. Decoration. */
export function PersonaSigil({ name, colour, className }: { name: string; colour: string; className?: string }) {
  const gradient = useId();
  const facets = useMemo(() => sigilFacets(name), [name]);
  return (
    <svg viewBox="0 0 100 100" className={className} aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={`color-mix(in oklab, ${colour} 55%, #05070c)`} />
          <stop offset="1" stopColor={colour} />
        </linearGradient>
      </defs>
      <polygon points={HEXAGON} fill={`url(#${gradient})`} />
      {facets.map(({ points, tone }) => (
        <polygon key={points} points={points} fill="#05070c" opacity={tone * 0.7} />
      ))}
      <polygon points={HEXAGON} fill="none" stroke={colour} strokeWidth="4" strokeLinejoin="round" />
    </svg>
  );
}
