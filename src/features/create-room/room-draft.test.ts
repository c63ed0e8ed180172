import { expect, test } from "vitest";
import { modelInList } from "../../testing/fixtures";
import { OWN_WORDS } from "./personas-list";
import { EMPTY_DRAFT, type FighterDraft, type RoomDraft, roomArgs } from "./room-draft";
import { localField } from "../../lib/start-time";

const models = [modelInList("Socrates"), modelInList("Firebrand")];
const draft: RoomDraft = { ...EMPTY_DRAFT, topic: "  Tabs or spaces?  " };
const withB = (part: Partial<FighterDraft>): RoomDraft => ({
  ...draft,
  fighters: { ...draft.fighters, B: { ...draft.fighters.B, ...part } },
});

test("a fresh form with a topic asks for the defaults, ids in place of names, everything trimmed", () => {
  expect(roomArgs(draft, models)).toEqual({
    topic: "Tabs or spaces?",
    format: "debate",
    fighters: [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }],
    rounds: 3,
    settings: {
      maxWords: 220,
      referee: true,
      commentator: true,
      tools: true,
      votingSeconds: 20,
      fallbackModelId: null,
    },
    budgets: { battleUsd: null, dailyUsd: null },
    visibility: "public",
  });
});

const second = (part: Partial<FighterDraft>) => roomArgs(withB(part), models).fighters[1];

test("a persona is sent by its id, own words as text, and the model's own not at all", () => {
  expect(second({ persona: "builtin/stoic", words: "kept" })).toEqual({
    modelId: "sparring/firebrand",
    personaId: "builtin/stoic",
  });
  expect(second({ persona: OWN_WORDS, words: " Loud " })).toEqual({ modelId: "sparring/firebrand", persona: "Loud" });
  expect(second({ words: "left over" })).toEqual({ modelId: "sparring/firebrand" });
  expect(second({ model: " vendor/other " })).toEqual({ modelId: "vendor/other" });
});

test.each(["challenge", "chat"] as const)("a %s has one fighter, the model opposite", (format) => {
  expect(roomArgs({ ...draft, format }, models).fighters).toEqual([{ modelId: "sparring/firebrand" }]);
});

test("a chat says nothing of rounds, referee, commentator and votes", () => {
  const args = roomArgs({ ...draft, format: "chat" }, models);
  expect(args).not.toHaveProperty("rounds");
  expect(args.settings).toEqual({ maxWords: 220, tools: true, fallbackModelId: null });
});

test("rules, limits and a start are sent as numbers", () => {
  const startAt = localField(Date.now() + 3_600_000);
  const args = roomArgs(
    { ...draft, rounds: 1, votingSeconds: 0, fallback: "socrates", battleUsd: "$0.50", dailyUsd: "2", startAt },
    models,
  );
  expect(args).toMatchObject({
    rounds: 1,
    settings: { votingSeconds: 0, fallbackModelId: "sparring/socrates" },
    budgets: { battleUsd: 0.5, dailyUsd: 2 },
    startAt: new Date(startAt).getTime(),
  });
});
