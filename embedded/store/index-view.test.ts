import { describe, expect, test } from "vitest";
import { encodeKey, MAX_KEY, MIN_KEY } from "../keys/key";
import { openStore } from "./store";
import type { IndexCursor, Order, WriteTransaction } from "./types";

const SYSTEM_TABLES = { _numbers: { by_n: ["n"] } };

function begin(...numbers: number[]): WriteTransaction {
  const store = openStore({ path: null, systemTables: SYSTEM_TABLES });
  const tx = store.begin();
  for (const n of numbers) tx.insert("", "_numbers", { n });
  store.commit(tx);
  return store.begin();
}

const scan = (tx: WriteTransaction, order: Order, lo = MIN_KEY, hi = MAX_KEY) =>
  tx.index("", "_numbers", "by_n")!.scan(lo, hi, order);

const next = (cursor: IndexCursor) => cursor.next()?.document.value["n"] ?? null;

const rest = (cursor: IndexCursor): unknown[] => {
  const value = next(cursor);
  return value === null ? [] : [value, ...rest(cursor)];
};

describe("a cursor", () => {
  test("reads a range, lower bound included and upper excluded, in both directions", () => {
    const tx = begin(...Array.from({ length: 200 }, (_, n) => n));
    const [lo, hi] = [encodeKey([50]), encodeKey([60])];
    const expected = Array.from({ length: 10 }, (_, n) => 50 + n);
    expect(rest(scan(tx, "asc", lo, hi))).toEqual(expected);
    expect(rest(scan(tx, "desc", lo, hi))).toEqual(expected.toReversed());
    expect(rest(scan(tx, "asc", hi, lo))).toEqual([]);
    expect(rest(scan(tx, "desc", hi, lo))).toEqual([]);
  });

  test.each<[Order, number[], unknown[]]>([
    ["asc", [1, 2, 3], [2.5, 3, 9]],
    ["desc", [3, 2, 1], [1, 0]],
  ])("going %s sees writes ahead of it and none behind", (order, [first, second], expected) => {
    const tx = begin(1, 2, 3);
    const cursor = scan(tx, order);
    expect([next(cursor), next(cursor)]).toEqual([first, second]);
    for (const n of [0, 2.5, 9]) tx.insert("", "_numbers", { n });
    expect(rest(cursor)).toEqual(expected);
  });

  test("survives the removal of where it stands, of what is next, and a rollback of both", () => {
    const tx = begin(1, 2, 3, 4);
    const cursor = scan(tx, "asc");
    const first = cursor.next()!.document.id;
    const savepoint = tx.savepoint();
    tx.remove("", first);
    tx.remove("", scan(tx, "asc").next()!.document.id);
    expect(next(cursor)).toBe(3);
    tx.rollback(savepoint);
    expect(rest(cursor)).toEqual([4]);
    expect(rest(scan(tx, "asc"))).toEqual([1, 2, 3, 4]);
  });

  test("over a document that moves ahead of it reads it again, as Convex does", () => {
    const tx = begin(1, 2);
    const cursor = scan(tx, "asc");
    tx.patch("", cursor.next()!.document.id, { n: 3 });
    expect(rest(cursor)).toEqual([2, 3]);
  });

  test("of a table that is created while it is open finds its documents", () => {
    const tx = begin();
    const cursor = scan(tx, "asc");
    tx.insert("", "_numbers", { n: 7 });
    expect(rest(cursor)).toEqual([7]);
  });

  test("stays at its end", () => {
    const tx = begin(1);
    const cursor = scan(tx, "asc");
    expect(rest(cursor)).toEqual([1]);
    tx.insert("", "_numbers", { n: 2 });
    expect(next(cursor)).toBeNull();
  });
});

test("an index knows its size and its fields", () => {
  const index = begin(1, 2, 3).index("", "_numbers", "by_n")!;
  expect(index).toMatchObject({ name: "/_numbers.by_n", size: 3, fields: ["n", "_creationTime", "_id"] });
  expect(begin().index("", "later", "by_id")).toMatchObject({ size: 0, fields: ["_id"] });
});
