/** WCAG 2: how well a colour stands out, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** `#rrggbb` */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

const PAGES = { light: "#ffffff", dark: "#0e111a" };
/** What WCAG asks of graphics. */
const ENOUGH = 3;

/** Says on which theme an emblem of this colour is hard to see; null when on neither. */
export function faintOn(colour: string): string | null {
  const faint = (["light", "dark"] as const).filter((theme) => contrast(colour, PAGES[theme]) < ENOUGH);
  return faint.length === 0 ? null : `Hard to see on the ${faint.join(" and the ")} theme.`;
}
