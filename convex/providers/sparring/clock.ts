/** Time, injected so that tests need not wait for it. Milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `ms` or as soon as the signal aborts; never rejects. Infinity waits for the signal alone. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = ms === Infinity ? undefined : setTimeout(wake, ms);
      signal.addEventListener("abort", wake, { once: true });
    }),
};
