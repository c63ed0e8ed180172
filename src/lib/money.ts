const format = (maximumSignificantDigits: number) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumSignificantDigits });
/** Prices are read at a glance; sums are compared with one another. */
const FORMATS = { 3: format(3), 4: format(4) };

/** US dollars to three (or four) significant digits and at least cents: `$0.00312`, `$0.50`, `$12.40`. */
export function usd(amount: number, digits: 3 | 4 = 3): string {
  if (amount >= 100) return `$${Math.round(amount).toLocaleString("en-US")}`;
  const text = FORMATS[digits].format(amount);
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals >= 2 ? text : `$${amount.toFixed(2)}`;
}

/** US dollars as a person types them: `1.50`, `$1.50`, `0,5`. Null when it is no such number. */
export function parseUsd(typed: string): number | null {
  const text = typed
    .trim()
    .replace(/^\$\s*/, "")
    .replace(",", ".");
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}
