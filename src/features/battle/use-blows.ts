import { useEffect, useState } from "react";
import type { Hit } from "../../../convex/model/battleValidators";
import { type Blow, newBlows } from "./blows";

/** Long enough to read a name and a number; the flash and the drain are over well before. */
const SHOWN_MS = 2600;

/** The blows of the last moments. What is there at the first value has landed before this viewer came: it plays nothing. */
export function useBlows(hits: readonly Hit[] | undefined): readonly Blow[] {
  const [seen, setSeen] = useState(hits);
  const [blows, setBlows] = useState<readonly Blow[]>([]);
  if (hits !== seen) {
    setSeen(hits);
    // After a lost connection `hits` never becomes undefined, so what was missed plays once.
    const fresh = seen && hits ? newBlows(seen, hits) : [];
    if (fresh.length > 0) setBlows([...blows.filter((blow) => !fresh.some((f) => f.struck === blow.struck)), ...fresh]);
  }

  useEffect(() => {
    if (blows.length === 0) return;
    const timer = setTimeout(() => setBlows((now) => now.filter((blow) => !blows.includes(blow))), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [blows]);
  return blows;
}
