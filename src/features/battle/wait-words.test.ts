import { expect, test } from "vitest";
import { slotText, waitReason, waitText } from "./wait-words";

test("the place in the queue, as far as it is known", () => {
  expect(slotText(2)).toBe("Waiting for a slot, 2 ahead");
  expect(slotText(99)).toBe("Waiting for a slot, 99 or more ahead");
  expect([slotText(0), slotText(undefined), slotText(null)]).toEqual(
    Array.from({ length: 3 }, () => "Waiting for a slot, next in line"),
  );
});

test("a pause counts down in whole seconds, and never below zero", () => {
  const wait = { kind: "provider", until: 12_400 } as const;
  expect(waitText(wait, 500)).toBe("Resuming in 12 s: the model's provider asked for a pause");
  expect(waitText(wait, 20_000)).toBe("Resuming now: the model's provider asked for a pause");
});

test("our own limits are not blamed on a provider, and what is read aloud does not count", () => {
  expect(waitText({ kind: "host_limit", until: 1000 }, 0)).toBe(
    "Resuming in 1 s: the host's limit per minute is reached",
  );
  expect(waitReason({ kind: "model_limit", until: 1000 })).toBe("Waiting: this model's limit per minute is reached");
});
