import CalendarClock from "lucide-react/icons/calendar-clock";
import { clock } from "../../lib/format";
import { useCountdown } from "./use-countdown";

/** When a battle starts by itself, in the viewer's own time, and how long that is from now. */
export function StartCountdown({ startAt }: { startAt: number }) {
  const seconds = useCountdown(startAt);
  return (
    <p className="tabular inline-flex flex-wrap items-center justify-center gap-x-2.5 gap-y-1 text-ink-soft">
      <CalendarClock aria-hidden size={18} className="shrink-0 text-gold" />
      <span role="timer" className="font-display text-xl font-bold text-ink">
        {seconds > 0 ? `Starts in ${clock(seconds * 1000)}` : "Starting now"}
      </span>
      <time dateTime={new Date(startAt).toISOString()} className="text-[0.9375rem]">
        {AT.format(startAt)}
      </time>
    </p>
  );
}

const AT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
