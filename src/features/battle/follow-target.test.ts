import { expect, test } from "vitest";
import { followDelta } from "./follow-target";

const view = { top: 110, bottom: 800 };

test("words in view move nothing", () => {
  expect(followDelta(view, { top: 200, bottom: 900 }, 500)).toBe(0);
});

test("words below the view are scrolled up to it, with room for the next lines", () => {
  expect(followDelta(view, { top: 200, bottom: 1200 }, 900)).toBe(220);
});

test("room below the words is not asked for past the end of their card", () => {
  expect(followDelta(view, { top: 200, bottom: 810 }, 780)).toBe(10);
});

test("an answer that begins beside a long argument brings its card back into view", () => {
  expect(followDelta(view, { top: -400, bottom: 780 }, -330)).toBe(-510);
});
