import { expect, test } from "vitest";
import { battle, finishedTurn, liveTurn } from "../../testing/fixtures";
import { applyLive, NO_LIVE_TEXTS } from "./live-text";
import { nextSpeaker, roundsOf } from "./rounds";

const kinds = (rounds: ReturnType<typeof roundsOf>) => rounds.map(({ slots }) => slots.map((slot) => slot.kind));

test("a battle that just began has one round with its speaker in it, even before the turn arrives", () => {
  expect(kinds(roundsOf(battle, [], [], NO_LIVE_TEXTS))).toEqual([["live", "upcoming"]]);
});

test("rounds stand oldest first, each side in its place", () => {
  const later = { ...battle, state: { kind: "turn" as const, round: 2, side: "A" as const } };
  const said = [finishedTurn("a"), finishedTurn("b", { side: "B", turnId: "turn2" as never })];
  const live = [liveTurn({ turnId: "turn3" as never, tail: "now" })];
  const rounds = roundsOf(later, said, live, applyLive(NO_LIVE_TEXTS, live));
  expect(kinds(rounds)).toEqual([
    ["finished", "finished"],
    ["live", "upcoming"],
  ]);
  expect(rounds[1]!.slots[0]).toMatchObject({ text: "now" });
});

test("a cancelled battle keeps what was said and opens no further place", () => {
  const cancelled = { ...battle, state: { kind: "cancelled" as const }, endedAt: 1 };
  expect(kinds(roundsOf(cancelled, [finishedTurn("a", { status: "cancelled" })], [], NO_LIVE_TEXTS))).toEqual([
    ["finished", "upcoming"],
  ]);
});

const after = (round: number, side: "A" | "B") => nextSpeaker({ ...battle, state: { kind: "turn", round, side } });

test("B follows A, then the next round's A, then nobody", () => {
  expect([after(1, "A"), after(1, "B"), after(2, "A"), after(2, "B")]).toEqual(["B", "A", "B", null]);
  expect(nextSpeaker({ ...battle, state: { kind: "finished" } })).toBeNull();
});
