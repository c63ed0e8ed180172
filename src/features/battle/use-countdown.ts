import { useNow } from "../../hooks/use-now";

/** Whole seconds until `at`, never below zero; keep it in a leaf. */
export function useCountdown(at: number): number {
  return Math.max(0, Math.ceil((at - useNow(250)) / 1000));
}
