import type { OptimisticLocalStore } from "convex/browser";
import { getFunctionName } from "convex/server";
import { expect, test } from "vitest";
import { battle, finishedTurn } from "../../testing/fixtures";
import { showSending, withEdit } from "./composer-actions";
import { isSending } from "./composer-state";

/** What the page has subscribed to, by the function's name. */
function storeOf(values: Record<string, unknown>): OptimisticLocalStore {
  const store: Pick<OptimisticLocalStore, "getQuery" | "setQuery"> = {
    getQuery: ((reference: Parameters<typeof getFunctionName>[0]) =>
      values[getFunctionName(reference)]) as OptimisticLocalStore["getQuery"],
    setQuery: (reference, _args, value) => {
      values[getFunctionName(reference)] = value;
    },
  };
  return store as OptimisticLocalStore;
}

const said = finishedTurn("Hi");

test("a message stands at the end of the list at once, marked as on its way", () => {
  const values = { "turns:list": [said], "battles:get": { ...battle, state: { kind: "awaiting", round: 2 } } };
  showSending(storeOf(values), { battleId: battle._id, text: "More" });
  const [first, last] = values["turns:list"];
  expect(first).toBe(said);
  expect(last).toMatchObject({ text: "More", length: 4, round: 2, side: "A", role: "person" });
  expect(isSending(last!)).toBe(true);
});

test("nothing is shown that the server is going to refuse", () => {
  const values = { "turns:list": [said], "battles:get": battle };
  showSending(storeOf(values), { battleId: battle._id, text: "More" });
  expect(values["turns:list"]).toEqual([said]);
});

test("changed words are a new attempt with a length and hash of its own", () => {
  const [changed, other] = withEdit([said, finishedTurn("Yes", { turnId: "b1" as never })], said.turnId, "Hello");
  expect(changed).toMatchObject({ text: "Hello", length: 5, epoch: 2 });
  expect(changed!.hash).not.toBe(said.hash);
  expect(other!.text).toBe("Yes");
});
