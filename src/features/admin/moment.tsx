import { useNow } from "../../hooks/use-now";
import { ago } from "../../lib/format";

const FULL = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** When something was, coarsely; in full on hover. */
export function Moment({ at }: { at: number }) {
  const now = useNow(60_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={FULL.format(at)}>
      {ago(at, now)}
    </time>
  );
}

/** A moment that lies ahead, in full. */
export function fullTime(at: number): string {
  return FULL.format(at);
}
