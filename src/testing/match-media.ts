import { vi } from "vitest";

/** jsdom has no matchMedia: every query answers whether it is in `matching`. */
export function stubMatchMedia(...matching: string[]): void {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: matching.includes(query),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
}
