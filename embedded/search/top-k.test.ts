import * as fc from "fast-check";
import { expect, test } from "vitest";
import { TopK } from "./top-k";

test("keeps the best items, best first", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat({ max: 12 }), (items, capacity) => {
      const top = new TopK<number>(capacity, (a, b) => a - b);
      for (const item of items) top.push(item);
      expect(top.sorted()).toEqual(items.toSorted((a, b) => a - b).slice(0, capacity));
    }),
  );
});
