import { useEffect, useState } from "react";

/** The time, renewed every `everyMs` while `ticking`. Keep it in a leaf: each tick renders its component. */
export function useNow(everyMs: number, ticking = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, ticking]);
  return now;
}
