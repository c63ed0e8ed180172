import { expect, test } from "vitest";
import { localField, startTime, timeZoneWords } from "./start-time";

test("a field's time is local, and comes back as it went in", () => {
  const at = new Date(2026, 10, 27, 20, 15).getTime();
  expect(localField(at)).toBe("2026-11-27T20:15");
  expect(startTime("2026-11-27T20:15")).toBe(at);
});

test("an empty field and no time at all name no start", () => {
  expect(startTime("")).toBeNull();
  expect(startTime("soon")).toBeNull();
});

test("the time zone is named", () => {
  expect(timeZoneWords(Date.now())).toContain(Intl.DateTimeFormat().resolvedOptions().timeZone);
});
