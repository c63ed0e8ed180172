/** The parts of the page, in the order of their links; the key stands in the address. */
export const SECTIONS = {
  overview: "Overview",
  people: "People",
  rooms: "Rooms",
  battles: "Live battles",
  reports: "Reports",
  limits: "Limits",
  usage: "Usage and cost",
  audit: "Audit log",
} as const;

export type Section = keyof typeof SECTIONS;

export function isSection(value: unknown): value is Section {
  return typeof value === "string" && Object.hasOwn(SECTIONS, value);
}

/** How many days back the charts go. */
export const RANGES = [7, 30, 90] as const;
export type Range = (typeof RANGES)[number];

export function isRange(value: unknown): value is Range {
  return RANGES.some((range) => range === value);
}
