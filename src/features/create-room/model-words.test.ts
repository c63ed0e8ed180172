import { expect, test } from "vitest";
import { modelInList, pickerModel } from "../../testing/fixtures";
import { contextWords, expiryWords, modelFigures, priceWords, syncWords } from "./model-words";

// A price is one figure: its spaces do not break.
const words = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

const DAY = 24 * 3_600_000;
const NOW = new Date(2026, 10, 27, 14, 2).getTime();

test("a price is told per million tokens, in and out, and a made-up one as such", () => {
  expect(words(priceWords(pickerModel({ promptPrice: 0.15e-6, completionPrice: 0.6e-6 })))).toBe("$0.15 / $0.60 per M");
  expect(words(priceWords(modelInList("Socrates")))).toBe("$1.00 / $4.00 per M, simulated");
  expect(words(priceWords(pickerModel({ promptPrice: 0, completionPrice: 0 })))).toBe("free");
  expect(priceWords(pickerModel({ promptPrice: null }))).toBeNull();
});

test.each([
  [8192, "8K context"],
  [128_000, "128K context"],
  [1_048_576, "1M context"],
  [900, "900 context"],
  [null, null],
])("%o tokens are %o", (contextLength, said) => {
  expect(contextWords({ contextLength })).toBe(said);
});

test("an end within a month is warned of, and one that has come is told", () => {
  expect(expiryWords({ expiresAt: NOW + 40 * DAY }, NOW)).toBeNull();
  expect(expiryWords({ expiresAt: null }, NOW)).toBeNull();
  expect(expiryWords({ expiresAt: NOW + 5 * DAY }, NOW)).toBe("Its provider takes it away on Dec 2, 2026");
  expect(expiryWords({ expiresAt: NOW - DAY }, NOW)).toBe("Taken away by its provider on Nov 26, 2026");
});

test("figures say what is not known", () => {
  expect(modelFigures(pickerModel({ promptPrice: null, contextLength: null }), NOW)).toBe("price unknown");
  expect(words(modelFigures(pickerModel(), NOW))).toBe("$1.00 / $4.00 per M · 128K context");
});

test("a good list tells its age; a failed update tells why, when, and what is shown instead", () => {
  const good = { triedAt: NOW, succeededAt: NOW, count: 400, error: null };
  expect(syncWords(good)).toEqual({ failed: false, text: "Prices of Nov 27, 14:02." });
  expect(syncWords({ ...good, triedAt: NOW + 6 * 3_600_000, error: "unreachable" })).toEqual({
    failed: true,
    text: "The last update, Nov 27, 20:02, failed: the provider did not answer. Until it works prices are of Nov 27, 14:02.",
  });
  expect(syncWords({ ...good, succeededAt: null, error: "unauthorized" }).text).toMatch(
    /refused the API key.*short list without prices/,
  );
  expect(syncWords({ ...good, error: "constructor" }).text).toMatch(/could not be had/);
});
