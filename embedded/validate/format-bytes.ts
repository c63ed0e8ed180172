const UNITS = ["B", "KiB", "MiB", "GiB"];

/** "16 MiB", "8.58 MiB", "1001 B", as Convex prints sizes. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${Number(value.toFixed(2))} ${UNITS[unit]}`;
}
