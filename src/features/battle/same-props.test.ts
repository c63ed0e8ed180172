import { expect, test } from "vitest";
import { finishedTurn } from "../../testing/fixtures";
import { sameProps } from "./same-props";

test("a slot made anew of the same turn is the same; another text, turn or list is not", () => {
  const turn = finishedTurn("a");
  const props = (slot: object) => ({ round: 1, slot: { turn, text: "a", earlier: [turn], ...slot } });
  expect(sameProps(props({}), props({}))).toBe(true);
  expect(sameProps(props({}), props({ text: "ab" }))).toBe(false);
  expect(sameProps(props({}), props({ turn: finishedTurn("b") }))).toBe(false);
  expect(sameProps(props({}), props({ earlier: [] }))).toBe(false);
  expect(sameProps({ a: null }, { a: {} })).toBe(false);
});
