import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubMatchMedia } from "../testing/match-media";
import { setTheme, storedTheme, visibleTheme } from "./theme";

beforeEach(() => {
  localStorage.clear();
  stubMatchMedia();
});
afterEach(() => {
  setTheme("system");
  vi.unstubAllGlobals();
});

test("the device decides until somebody chooses", () => {
  expect(visibleTheme()).toBe("dark");
  stubMatchMedia("(prefers-color-scheme: light)");
  expect(visibleTheme()).toBe("light");
});

test("a choice is shown, kept, and wins over the device", () => {
  setTheme("light");
  expect([storedTheme(), visibleTheme(), document.documentElement.dataset.theme]).toEqual(["light", "light", "light"]);
  setTheme("system");
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test("blocked storage does not break the page", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new Error("blocked");
    },
    setItem: () => {
      throw new Error("blocked");
    },
    removeItem: () => undefined,
  });
  setTheme("dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(storedTheme()).toBe("system");
});
