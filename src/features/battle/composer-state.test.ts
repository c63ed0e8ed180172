import { expect, test } from "vitest";
import type { BattleState } from "../../../convex/model/battleValidators";
import type { FinishedTurn } from "../../../convex/model/validators";
import { battle, challenger, finishedTurn, liveTurn, model } from "../../testing/fixtures";
import { composerState, composerWords, isSending, messageCount, messageProblem, sendingTurn } from "./composer-state";

const id = (name: string) => name as FinishedTurn["turnId"];
const talk = (state: BattleState, over: Partial<typeof battle> = {}) => ({
  ...battle,
  format: "chat" as const,
  fighters: [challenger, model] as typeof battle.fighters,
  rounds: 40,
  state,
  ...over,
});
const awaiting = talk({ kind: "awaiting", round: 2 });
const answering = talk({ kind: "turn", round: 1, side: "B" });
const said = finishedTurn("Hi", { turnId: id("p1"), role: "person" });
const reply = (over: Partial<FinishedTurn> = {}) => finishedTurn("Hello", { turnId: id("b1"), side: "B", ...over });

test("the host talks when the battle waits for them, and until the message is taken only once", () => {
  expect(composerState(awaiting, [said, reply()], [])).toMatchObject({ mayTalk: true, mayEnd: true });
  const sending = composerState(awaiting, [said, reply(), sendingTurn("More", 2, 0)], []);
  expect(sending).toEqual({ mayTalk: false, reply: null, editable: null, again: null, mayEnd: false });
  expect(isSending(sendingTurn("More", 2, 0))).toBe(true);
});

test("while the model answers its turn can be stopped, and the message changed", () => {
  const live = liveTurn({ turnId: id("b1"), side: "B" });
  expect(composerState(answering, [said], [live])).toEqual({
    mayTalk: false,
    reply: live,
    editable: said,
    again: null,
    mayEnd: false,
  });
});

const editable = (turns: FinishedTurn[]) => composerState(awaiting, turns, []).editable?.turnId;

test("a message is changed until its answer is complete, and never once the next round has begun", () => {
  expect(editable([said, reply()])).toBeUndefined();
  expect(editable([said, reply({ status: "failed", text: "" })])).toBe("p1");
  expect(editable([said, reply({ superseded: true })])).toBe("p1");
  expect(editable([said, reply({ status: "failed" }), reply({ turnId: id("b2"), round: 2 })])).toBeUndefined();
});

test("only the last answer of a chat is given anew, not that of a challenge", () => {
  expect(composerState(awaiting, [said, reply()], []).again?.turnId).toBe("b1");
  expect(composerState({ ...awaiting, format: "challenge" }, [said, reply()], []).again).toBeNull();
  expect(composerState({ ...awaiting, format: "challenge" }, [said, reply()], []).mayEnd).toBe(false);
});

const words = (of: typeof battle, over: Partial<Parameters<typeof composerWords>[0]> = {}) =>
  composerWords({ battle: of, state: composerState(of, [], []), connected: true, sending: false, ...over });

test.each([
  [awaiting, "Enter sends, Shift + Enter breaks the line"],
  [talk({ kind: "awaiting", round: 39 }), "2 messages left in this chat"],
  [talk({ kind: "awaiting", round: 40 }), "This is the last message of this chat"],
  [
    talk({ kind: "awaiting", round: 3 }, { format: "challenge", rounds: 3 }),
    "Enter sends, Shift + Enter breaks the line",
  ],
  [answering, ""],
  [talk({ kind: "paused", from: { kind: "awaiting", round: 1 }, at: 0, because: "host" }), "Resume to go on"],
])("the line under the field follows the state (%#)", (of, line) => {
  expect(words(of)).toBe(line);
});

test("a message that waits for the connection is said to wait", () => {
  expect(words(awaiting, { connected: false })).toBe("No connection. What you send waits until it is back.");
  expect(words(awaiting, { connected: false, sending: true })).toMatch(/goes out as soon as it is back/);
  expect(words(awaiting, { sending: true })).toBe("Sending");
});

test("length is counted without the space around, and shown near the limit", () => {
  expect(messageCount("x".repeat(1_799))).toBeNull();
  expect(messageCount(` ${"x".repeat(1_800)} `)).toBe("1,800 / 2,000");
  expect(messageProblem("x".repeat(2_000))).toBeNull();
  expect(messageProblem("x".repeat(2_012))).toBe("12 characters too many");
});
