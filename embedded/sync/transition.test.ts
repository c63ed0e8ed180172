import { expect, test } from "vitest";
import { chunksOf, transitionMessages, transitionText } from "./transition";

const zero = { querySet: 0, identity: 0, ts: 0n };

test("a Transition carries versions and modifications as JSON", () => {
  const text = transitionText(zero, { querySet: 1, identity: 2, ts: 258n }, ['{"a":1}', '{"b":2}']);
  expect(JSON.parse(text)).toEqual({
    type: "Transition",
    startVersion: { querySet: 0, identity: 0, ts: "AAAAAAAAAAA=" },
    endVersion: { querySet: 1, identity: 2, ts: "AgEAAAAAAAA=" },
    modifications: [{ a: 1 }, { b: 2 }],
  });
});

test("a Transition that fits is one message", () => {
  expect(transitionMessages("x".repeat(10), "id", 10)).toEqual(["x".repeat(10)]);
});

test("a larger one is sent in parts that join to the same text", () => {
  const messages = transitionMessages("0123456789", "id", 4).map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(messages.map(({ chunk }) => chunk)).toEqual(["0123", "4567", "89"]);
  expect(messages.map(({ partNumber }) => partNumber)).toEqual([0, 1, 2]);
  expect(messages.every((m) => m.type === "TransitionChunk" && m.totalParts === 3 && m.transitionId === "id")).toBe(
    true,
  );
});

test("a cut never falls inside a surrogate pair", () => {
  const text = "ab😀c😀";
  const chunks = chunksOf(text, 3);
  expect(chunks.join("")).toBe(text);
  expect(chunks).toEqual(["ab", "😀c", "😀"]);
  for (const chunk of chunks) expect(Buffer.from(chunk, "utf8").toString("utf8")).toBe(chunk);
});
