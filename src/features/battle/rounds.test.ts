import { describe, expect, test } from "vitest";
import type { ActiveState, BattleState } from "../../../convex/model/battleValidators";
import { battle, finishedTurn, hit, liveTurn, moderatorLine, slash, toolCall } from "../../testing/fixtures";
import type { Fight } from "./fight";
import { applyLive, NO_LIVE_TEXTS } from "./live-text";
import { recapOf, roundsOf } from "./rounds";

function fight(state: BattleState, over: Partial<Fight> = {}): Fight {
  const endedAt = ["finished", "cancelled", "failed"].includes(state.kind) ? 1 : null;
  const now = { ...battle, state, endedAt };
  return { battle: now, finished: [], live: [], texts: NO_LIVE_TEXTS, hits: [], lines: [], calls: [], ...over };
}

const kinds = (of: Fight) => roundsOf(of).map(({ slots }) => slots.map((slot) => slot.kind));
const slotsOf = (of: Fight) => roundsOf(of)[0]!.slots;
const turn = (round: number, side: "A" | "B") => ({ kind: "turn", round, side }) as const;
const id = (name: string) => name as never;

test("a battle that just began has one round with its speaker in it, even before the turn arrives", () => {
  expect(kinds(fight(turn(1, "A")))).toEqual([["live", "upcoming"]]);
});

test("rounds stand oldest first, each side in its place", () => {
  const live = [liveTurn({ turnId: id("turn3"), round: 2, tail: "now" })];
  const finished = [finishedTurn("a"), finishedTurn("b", { side: "B", turnId: id("turn2") })];
  const rounds = fight(turn(2, "A"), { finished, live, texts: applyLive(NO_LIVE_TEXTS, live) });
  expect(kinds(rounds)).toEqual([
    ["finished", "finished"],
    ["live", "upcoming"],
  ]);
  expect(roundsOf(rounds)[1]!.slots[0]).toMatchObject({ text: "now" });
});

test("both sides of a duel speak at once, and one may be done before the other", () => {
  const exchange = { kind: "exchange", round: 1 } as const;
  expect(kinds(fight(exchange))).toEqual([["live", "live"]]);
  const live = [liveTurn({ turnId: id("turn2"), side: "B" })];
  expect(kinds(fight(exchange, { finished: [finishedTurn("a")], live }))).toEqual([["finished", "live"]]);
});

test("a person's word is waited for in its place", () => {
  expect(kinds(fight({ kind: "awaiting", round: 1 }))).toEqual([["awaiting", "upcoming"]]);
});

test("a cancelled battle keeps what was said and opens no further place", () => {
  const finished = [finishedTurn("a", { status: "cancelled" })];
  expect(kinds(fight({ kind: "cancelled" }, { finished }))).toEqual([["finished", "upcoming"]]);
});

describe("a pause", () => {
  const paused = { kind: "paused", from: turn(1, "A"), at: 5, because: "host" } as const;

  test("before the first word holds the place", () => {
    expect(kinds(fight(paused))).toEqual([["held", "upcoming"]]);
  });

  test("in the middle of a turn shows what was said, and collapses it under the attempt that takes its place", () => {
    const cut = finishedTurn("Half a", { status: "interrupted", errorCode: "paused" });
    expect(slotsOf(fight(paused, { finished: [cut] }))[0]).toMatchObject({ kind: "finished", earlier: [] });
    const superseded = { ...cut, superseded: true };
    const again = [liveTurn({ turnId: id("turn2"), epoch: 2 })];
    expect(slotsOf(fight(turn(1, "A"), { finished: [superseded], live: again }))[0]).toMatchObject({
      kind: "live",
      earlier: [{ text: "Half a" }],
    });
  });
});

test("a hidden attempt keeps its place, though its words are not sent", () => {
  const hidden = finishedTurn("", { superseded: true, hidden: { by: "host", at: 1 } });
  const finished = [hidden, finishedTurn("b", { turnId: id("turn2"), epoch: 2 })];
  expect(slotsOf(fight(turn(1, "B"), { finished }))[0]).toMatchObject({ text: "b", earlier: [hidden] });
});

test("attempts that said nothing leave no trace", () => {
  const finished = [finishedTurn("", { superseded: true }), finishedTurn("b", { turnId: id("turn2"), epoch: 2 })];
  expect(slotsOf(fight(turn(1, "B"), { finished }))[0]).toMatchObject({ text: "b", earlier: [] });
});

describe("the referee", () => {
  const finished = [finishedTurn("a")];
  const judging: ActiveState = { kind: "judging", round: 1, after: "A", sides: ["A"] };

  test("is seen reading the argument it has, also while the battle is paused", () => {
    expect(slotsOf(fight(judging, { finished }))[0]).toMatchObject({ verdict: "reading" });
    const paused = { kind: "paused", from: judging, at: 5, because: "battle_budget" } as const;
    expect(slotsOf(fight(paused, { finished }))[0]).toMatchObject({ verdict: "reading" });
  });

  test("has its hit on the card of the turn it belongs to", () => {
    expect(slotsOf(fight(turn(1, "B"), { finished, hits: [hit()] }))[0]).toMatchObject({ verdict: slash });
    expect(slotsOf(fight(turn(1, "B"), { finished, hits: [hit({ turnId: id("other") })] }))[0]).toMatchObject({
      verdict: null,
    });
  });
});

test("tools belong to one attempt, in the order of their calls", () => {
  const calls = [toolCall({ index: 1, name: "b" }), toolCall({ name: "a" }), toolCall({ epoch: 2, name: "other" })];
  const [slot] = slotsOf(fight(turn(1, "A"), { live: [liveTurn()], calls }));
  expect(slot.calls.map((call) => call.name)).toEqual(["a", "b"]);
});

test("the host's lines stand in the round they were said in, and none is lost when that has not begun", () => {
  const lines = [moderatorLine(), moderatorLine({ lineId: id("line2"), round: 2 })];
  expect(roundsOf(fight(turn(2, "A"), { lines })).map((round) => round.lines.length)).toEqual([1, 1]);
  expect(roundsOf(fight(turn(1, "A"), { lines })).map((round) => round.lines.length)).toEqual([2]);
});

test("the recap is no argument: it stands alone, live and done", () => {
  const done = { kind: "finished", result: { winner: "A", by: "hp" } } as const;
  const live = [liveTurn({ turnId: id("recap"), side: null, round: 1, tail: "What a" })];
  const speaking = fight(done, { finished: [finishedTurn("a")], live, texts: applyLive(NO_LIVE_TEXTS, live) });
  expect(kinds(speaking)).toEqual([["finished", "upcoming"]]);
  expect(recapOf(speaking)).toMatchObject({ kind: "live", text: "What a" });
  const said = finishedTurn("What a fight", { turnId: id("recap"), side: null, role: "commentator" });
  expect(recapOf(fight(done, { finished: [said] }))).toMatchObject({ kind: "finished", text: "What a fight" });
  expect(recapOf(fight(done))).toBeNull();
});
