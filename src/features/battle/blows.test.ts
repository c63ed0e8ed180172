import { expect, test } from "vitest";
import { hit, slash } from "../../testing/fixtures";
import { newBlows } from "./blows";

test("a hit that was not there before strikes the other side", () => {
  expect(newBlows([], [hit()])).toEqual([{ key: "turn1", struck: "B", name: "Fire slash", damage: 20 }]);
  expect(newBlows([hit()], [hit()])).toEqual([]);
});

test("what the crowd adds is a blow of its own, once", () => {
  const more = hit({ judgement: { ...slash, bonus: 4 } });
  expect(newBlows([hit()], [more])).toEqual([{ key: "turn1 4", struck: "B", name: "Crowd bonus", damage: 4 }]);
  expect(newBlows([more], [more])).toEqual([]);
});

test("an unjudged argument strikes nobody", () => {
  expect(newBlows([], [hit({ judgement: { kind: "unjudged", cause: "error" } })])).toEqual([]);
});
