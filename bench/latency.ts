import type { SentToken } from "../tests/support/token-server";

/** From `at` (milliseconds since the epoch) on, a viewer could show `length` characters. */
export interface Shown {
  length: number;
  at: number;
}

/**
 * For each of the provider's chunks, the milliseconds until a viewer could show all of it; Infinity if it never could.
 * Chunks that wait in a batch count with their wait. `shown` grows.
 */
export function chunkLatencies(sent: readonly SentToken[], shown: readonly Shown[]): number[] {
  let next = 0;
  return sent.map(({ length, at }) => {
    while (next < shown.length && (shown[next]?.length ?? 0) < length) next += 1;
    return (shown[next]?.at ?? Number.POSITIVE_INFINITY) - at;
  });
}
