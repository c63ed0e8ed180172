const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When a battle starts by itself: seconds and minutes while it is near, a time of the viewer's own day or date beyond. */
export function startsText(at: number, now: number, locale?: string): string {
  const left = at - now;
  if (left <= 0) return "starting now";
  if (left < 2 * MINUTE) return `starts in ${Math.ceil(left / 1000)} s`;
  if (left < HOUR) return `starts in ${Math.ceil(left / MINUTE)} min`;
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const format = new Intl.DateTimeFormat(locale, {
    hour: "numeric",
    minute: "2-digit",
    ...(!sameDay && { day: "numeric", month: "short" }),
  });
  return `${sameDay ? "today" : "starts"} ${format.format(at)}`;
}
