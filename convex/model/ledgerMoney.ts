/** Real and simulated money side by side, in whole nano-dollars. They are never added to each other. */
export interface Amounts {
  real: number;
  simulated: number;
}

const NANO = 1e9;

/** US dollars to the nearest nano-dollar. */
export function toNano(usd: number): number {
  return Math.round(usd * NANO);
}

/** Nano-dollars to US dollars. */
export function toUsd(nano: number): number {
  return nano / NANO;
}

/** Both kinds in US dollars. */
export function amountsInUsd({ real, simulated }: Amounts): Amounts {
  return { real: toUsd(real), simulated: toUsd(simulated) };
}

/** The UTC day of a time, as `2026-11-27`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
