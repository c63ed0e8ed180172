import { lazy, useSyncExternalStore } from "react";

/** So often a part is asked for before the page says that it is missing. */
const TRIES = 3;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 16_000;

let missing = 0;
const listeners = new Set<() => void>();

/**
 * Loads a chunk of the page and goes on asking while the network is away: a part that comes late must not bring down the page that
 * it belongs to. Never rejects. Some browsers remember a failed import until the page is loaded anew, and a newer build may have
 * taken the chunk's place, which is why the page also says that something is missing.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let tries = 1; ; tries++) {
    try {
      const part = await load();
      if (tries > TRIES) countMissing(-1);
      return part;
    } catch (error) {
      if (tries === TRIES) {
        countMissing(1);
        console.error(error);
      }
      await onlineAgain(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
    }
  }
}

/** React's `lazy`, of a part that is waited for by `loadPart`: its `Suspense` shows the fallback for so long. */
export const lazyPart: typeof lazy = (load) => lazy(() => loadPart(load));

/** Whether a part of this page has been asked for in vain, and still is. */
export function useMissingPart(): boolean {
  return useSyncExternalStore(subscribe, () => missing > 0);
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => void listeners.delete(changed);
}

function countMissing(by: number): void {
  missing += by;
  for (const changed of listeners) changed();
}

/** Resolves when the browser is online again, or after `ms`. */
function onlineAgain(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}
