import { expect, test } from "vitest";
import { modelInList, pickerModel } from "../../testing/fixtures";
import { estimate } from "./cost-estimate";
import { EMPTY_DRAFT, type RoomDraft } from "./room-draft";

const real = pickerModel({ modelId: "v/real", name: "Real", promptPrice: 1e-6, completionPrice: 10e-6 });
const models = [
  modelInList("Socrates"),
  modelInList("Firebrand"),
  real,
  pickerModel({ modelId: "v/dark", name: "Dark", promptPrice: null }),
];
// 150 words are 200 tokens; 450 tokens of instructions go with each call.
const draft: RoomDraft = { ...EMPTY_DRAFT, rounds: 2, maxWords: 150, referee: false, commentator: false };
const between = (a: string, b: string, part: Partial<RoomDraft> = {}): RoomDraft => ({
  ...draft,
  fighters: { A: { ...draft.fighters.A, model: a }, B: { ...draft.fighters.B, model: b } },
  ...part,
});

test("each turn reads all that was said before, and writes its words", () => {
  const { lines } = estimate(between("Real", "Real"), models);
  expect(lines).toMatchObject([
    { who: "Real", calls: 2, tokensIn: 450 + 850, tokensOut: 400 },
    { who: "Real", calls: 2, tokensIn: 650 + 1050, tokensOut: 400 },
  ]);
  expect(lines[0]?.usd).toBeCloseTo(1300 * 1e-6 + 400 * 10e-6, 12);
});

test("in a duel neither reads the round that is on", () => {
  const { lines } = estimate(between("Real", "Real", { format: "duel" }), models);
  expect(lines.map(({ tokensIn }) => tokensIn)).toEqual([1300, 1300]);
});

test("real and simulated money are never added up", () => {
  const { real: usd, simulated } = estimate(between("Real", "Socrates"), models);
  expect(usd).toBeCloseTo(0.0053, 10);
  expect(simulated).toBeCloseTo(1700 * 1e-6 + 400 * 4e-6, 12);
});

test("between scripts the helpers are scripts; with a real model nobody here knows what they cost", () => {
  const helpers = { referee: true, commentator: true };
  const scripted = estimate(between("Socrates", "Firebrand", helpers), models);
  expect(scripted).toMatchObject({ real: null, unknown: [] });
  expect(scripted.lines.map(({ who, calls }) => [who, calls])).toEqual([
    ["Socrates", 2],
    ["Firebrand", 2],
    ["Referee", 4],
    ["Commentator", 1],
  ]);
  const mixed = estimate(between("Real", "Socrates", helpers), models);
  expect(mixed.unknown.map(({ who }) => who)).toEqual(["Referee", "Commentator"]);
  expect(mixed.lines.filter(({ helper }) => helper).map(({ usd }) => usd)).toEqual([null, null]);
});

test("a model without a known price leaves the sum incomplete", () => {
  expect(estimate(between("Dark", "Real"), models)).toMatchObject({ unknown: [{ who: "Dark" }], setAside: null });
  expect(estimate(between("Dark", "v/typed"), models)).toMatchObject({ real: null, simulated: null });
});

test("a challenge and a chat cost what the one model costs; a chat is counted for ten answers and has no helpers", () => {
  expect(estimate(between("Dark", "Real", { format: "challenge" }), models).lines).toMatchObject([
    { who: "Real", calls: 2 },
  ]);
  const chat = estimate(between("Dark", "Real", { format: "chat", referee: true }), models);
  expect(chat.lines).toMatchObject([{ who: "Real", calls: 10, tokensOut: 2000 }]);
});

test("a budget sets aside the most that the last and longest turn can cost", () => {
  expect(estimate(between("Real", "Real"), models).setAside).toBeCloseTo(1050 * 1e-6 + 4000 * 10e-6, 12);
});

test("a scripted model with a fault costs what a script costs", () => {
  const { lines } = estimate(between("sparring/socrates+rate.1", "Firebrand"), models);
  expect(lines[0]).toMatchObject({ simulated: true });
  expect(lines[0]?.usd).toBeGreaterThan(0);
});
