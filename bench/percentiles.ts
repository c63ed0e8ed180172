/** The value at quantile `q` (0..1) of `samples`, by nearest rank; NaN for none. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** "110 / 230 ms": the samples at these quantiles. */
export const quantiles = (samples: readonly number[], ...at: number[]): string =>
  `${at.map((q) => quantile(samples, q).toFixed(0)).join(" / ")} ms`;

/** "2.4x" */
export function ratio(value: number, of: number): string {
  const times = value / of;
  return `${times < 100 ? times.toPrecision(2) : times.toFixed(0)}x`;
}
