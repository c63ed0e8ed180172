import { expect, test } from "vitest";
import { startsText } from "./start-words";

const noon = new Date(2025, 5, 10, 12).getTime();
const text = (ms: number) => startsText(noon + ms, noon, "en-GB");

test("near starts are counted down, far ones have a time", () => {
  expect([text(-5), text(42_000), text(12 * 60_000)]).toEqual(["starting now", "starts in 42 s", "starts in 12 min"]);
  expect(text(9 * 3_600_000)).toBe("today 21:00");
  expect(text(30 * 3_600_000)).toMatch(/^starts 11 Jun.*18:00$/);
});
