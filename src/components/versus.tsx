import { clsx } from "clsx";

/** Gold with a dark rim, as on an arcade screen: it stands on any half, in both themes. Drawn, so it is no text to read. */
export function Versus({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 100 60" aria-hidden="true" className={clsx("pointer-events-none overflow-visible", className)}>
      <text
        x="50"
        y="32"
        dominantBaseline="central"
        textAnchor="middle"
        transform="skewX(-12)"
        fontSize="60"
        fontWeight="700"
        fontFamily="var(--font-display)"
        fill="var(--color-gold-fill)"
        stroke="#0b0d14"
        strokeWidth="10"
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        VS
      </text>
    </svg>
  );
}
