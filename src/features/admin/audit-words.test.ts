import { expect, test } from "vitest";
import { actWords, detailWords } from "./audit-words";

test("limits are read as words, one that the environment decides again too", () => {
  expect(detailWords("setLimits", '{"maxLiveTurns":4,"hostDailyUsd":null}')).toBe(
    "turns live at once: 4, each host's dollars per day: as the environment says",
  );
});

test("what cannot be read is shown as it is stored", () => {
  expect(detailWords("setLimits", "{cut")).toBe("{cut");
  expect(detailWords("ban", "Rude: 24 h")).toBe("Rude: 24 h");
  expect(actWords("constructor")).toBe("constructor");
});
