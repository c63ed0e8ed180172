/** How a series is filled: by a colour and by a texture, so that nobody needs to tell colours apart. */
export interface Paint {
  fill: string;
  line: string;
  hatched?: boolean;
}

const BLUE = { fill: "var(--color-a-fill)", line: "var(--color-a)" };
const GOLD = { fill: "var(--color-gold-fill)", line: "var(--color-gold)" };
const RED = { fill: "var(--color-b-fill)", line: "var(--color-b)" };

const PAINTS: readonly Paint[] = [
  BLUE,
  GOLD,
  RED,
  { ...BLUE, hatched: true },
  { ...RED, hatched: true },
  { ...GOLD, hatched: true },
];

export function paintOf(index: number): Paint {
  return PAINTS[index % PAINTS.length]!;
}

interface HatchProps {
  id: string;
  paint: Paint;
}

function Hatch({ id, paint }: HatchProps) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="var(--color-surface)" />
      <rect width="3" height="6" fill={paint.fill} />
    </pattern>
  );
}

const hatchId = (prefix: string, index: number) => `${prefix}-hatch-${index}`;

export function fillOf(prefix: string, index: number): string {
  const paint = paintOf(index);
  return paint.hatched ? `url(#${hatchId(prefix, index)})` : paint.fill;
}

/** Stands once in each picture that fills with `fillOf`. */
export function Hatches({ prefix }: { prefix: string }) {
  return (
    <defs>
      {PAINTS.map(
        (paint, index) =>
          paint.hatched && <Hatch key={hatchId(prefix, index)} id={hatchId(prefix, index)} paint={paint} />,
      )}
    </defs>
  );
}

/** The sample beside a name. */
export function Swatch({ prefix, index }: { prefix: string; index: number }) {
  return (
    <svg aria-hidden width="14" height="14" className="shrink-0">
      <rect x="0.5" y="0.5" width="13" height="13" rx="2.5" fill={fillOf(prefix, index)} stroke={paintOf(index).line} />
    </svg>
  );
}
