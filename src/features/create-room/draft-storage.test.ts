import { afterEach, expect, test, vi } from "vitest";
import { dropDraft, readDraft, storeDraft, storedDraft } from "./draft-storage";
import { EMPTY_DRAFT } from "./room-draft";

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

test("what was typed is there again, until the room is made", () => {
  const draft = { ...EMPTY_DRAFT, topic: "Tabs?", rounds: 5, referee: false };
  storeDraft(draft);
  expect(storedDraft()).toEqual(draft);
  dropDraft();
  expect(storedDraft()).toEqual(EMPTY_DRAFT);
});

test.each([
  null,
  "text",
  5,
  [],
  { topic: 7, rounds: "3" },
  { format: "quiz" },
  { fighters: { A: null, B: { model: 1 } } },
])("%j is no draft to trust", (stored) => {
  expect(readDraft(stored)).toEqual(EMPTY_DRAFT);
});

test("of an older draft everything that still fits is kept", () => {
  const read = readDraft({ topic: "Old", fighters: { B: { model: "Jester", persona: 9 } }, gone: true });
  expect(read).toEqual({
    ...EMPTY_DRAFT,
    topic: "Old",
    fighters: { ...EMPTY_DRAFT.fighters, B: { ...EMPTY_DRAFT.fighters.B, model: "Jester" } },
  });
});

test("damaged or blocked storage costs the draft, not the form", () => {
  sessionStorage.setItem("arena-room-draft", "{");
  expect(storedDraft()).toEqual(EMPTY_DRAFT);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("blocked");
  });
  expect(() => storeDraft(EMPTY_DRAFT)).not.toThrow();
});
