/** The time that a datetime-local field names, in this browser's time zone; null when it is empty or no time. */
export function startTime(typed: string): number | null {
  if (typed === "") return null;
  const at = new Date(typed).getTime();
  return Number.isNaN(at) ? null : at;
}

/** A time as a datetime-local field writes it. */
export function localField(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** `Europe/Berlin (GMT+2)`: the offset may be another one at the time of the start. */
export function timeZoneWords(at: number): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const parts = new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value;
  return offset && offset !== zone ? `${zone} (${offset})` : zone;
}
