import { describe, expect, it } from "vitest";
import type { BattleProgress } from "./battlePlan";
import type { BattleState } from "./battleValidators";
import { battleAfter, type BattleEvent, type TurnEnd } from "./stateMachine";
import type { Format, Side } from "./validators";

const NOW = 1_000_000;

function battle(state: BattleState, more: Partial<BattleProgress> = {}): BattleProgress {
  const rules = { format: "debate" as const, rounds: 2, settings: { referee: true, votingSeconds: 10 } };
  return { ...rules, hp: { A: 100, B: 100 }, failuresInARow: 0, unrated: null, state, ...more };
}

const turn = (round: number, side: Side): BattleState => ({ kind: "turn", round, side });
const judging = (round: number, after: Side, sides: Side[]): BattleState => ({ kind: "judging", round, after, sides });
const voting = (round: number): BattleState => ({ kind: "voting", round, closesAt: NOW + 10_000 });
const verdict: BattleState = { kind: "verdict", closesAt: NOW + 10_000 };
const paused = (from: Extract<BattleState, { round: number }>): BattleState => ({
  kind: "paused",
  from,
  at: NOW - 3_000,
  because: "host",
});

const ended = (
  round: number,
  side: Side,
  how: TurnEnd,
  unjudged: Side[] = [side],
  othersLive = false,
): BattleEvent => ({
  kind: "turnEnded",
  place: { round, side },
  how,
  unjudged,
  othersLive,
});
const complete: TurnEnd = { kind: "complete" };
const failed: TurnEnd = { kind: "failed", code: "network" };

const after = (progress: BattleProgress, event: BattleEvent) => battleAfter(progress, event, NOW);
const stateAfter = (progress: BattleProgress, event: BattleEvent) => after(progress, event)?.state ?? null;

/** One of every state. */
const states = {
  waiting: { kind: "waiting" },
  turn: turn(1, "A"),
  exchange: { kind: "exchange", round: 1 },
  awaiting: { kind: "awaiting", round: 1 },
  judging: judging(1, "A", ["A"]),
  voting: voting(1),
  verdict,
  paused: paused({ kind: "turn", round: 1, side: "A" }),
  finished: { kind: "finished", result: { winner: "A", by: "hp" } },
  cancelled: { kind: "cancelled" },
  failed: { kind: "failed", code: "network" },
} as const satisfies Record<string, BattleState>;

/** One of every event, and the states that take it. */
const table: Record<BattleEvent["kind"], { event: BattleEvent; taken: (keyof typeof states)[] }> = {
  start: { event: { kind: "start" }, taken: ["waiting"] },
  turnEnded: { event: ended(1, "A", complete), taken: ["turn", "exchange"] },
  said: { event: { kind: "said" }, taken: ["awaiting"] },
  judged: { event: { kind: "judged", side: "A", damage: 5 }, taken: ["judging"] },
  votingClosed: { event: { kind: "votingClosed", bonus: null }, taken: ["voting"] },
  verdictClosed: { event: { kind: "verdictClosed", winner: "A" }, taken: ["verdict"] },
  extended: { event: { kind: "extended", closesAt: NOW + 99_000 }, taken: ["voting", "verdict"] },
  paused: {
    event: { kind: "paused", because: "host", cutsOff: false },
    taken: ["turn", "exchange", "awaiting", "judging", "voting", "verdict"],
  },
  resumed: { event: { kind: "resumed" }, taken: ["paused"] },
  retried: {
    event: { kind: "retried", place: { round: 1, side: "A" } },
    taken: ["turn", "exchange", "awaiting", "judging", "voting", "verdict", "paused"],
  },
  marred: {
    event: { kind: "marred", because: "swapped" },
    taken: ["turn", "exchange", "awaiting", "judging", "voting", "verdict", "paused"],
  },
  chatEnded: { event: { kind: "chatEnded" }, taken: [] },
  cancelled: {
    event: { kind: "cancelled" },
    taken: ["waiting", "turn", "exchange", "awaiting", "judging", "voting", "verdict", "paused"],
  },
};

describe("a battle's states and events", () => {
  const names = Object.keys(states) as (keyof typeof states)[];
  const cases = Object.entries(table).flatMap(([kind, { event, taken }]) =>
    names.map((name) => ({ name, kind, event, takes: taken.includes(name) })),
  );

  it.each(cases)("$name + $kind: taken is $takes", ({ name, event, takes }) => {
    expect(after(battle(states[name]), event) !== null).toBe(takes);
  });

  it("has three ends, which nothing leaves", () => {
    const left = names.filter((name) => Object.values(table).every(({ taken }) => !taken.includes(name)));
    expect(left).toEqual(["finished", "cancelled", "failed"]);
  });
});

describe("a debate", () => {
  it("goes from A to its judgement, to B, to its judgement, to the vote, and to the next round", () => {
    let now: BattleProgress | null = battle({ kind: "waiting" });
    const seen: BattleState[] = [];
    const steps: BattleEvent[] = [
      { kind: "start" },
      ended(1, "A", complete),
      { kind: "judged", side: "A", damage: 30 },
      ended(1, "B", complete),
      { kind: "judged", side: "B", damage: 5 },
      { kind: "votingClosed", bonus: { side: "A", damage: 6 } },
    ];
    for (const step of steps) {
      now = now && after(now, step);
      if (now) seen.push(now.state);
    }
    expect(seen).toEqual([
      turn(1, "A"),
      judging(1, "A", ["A"]),
      turn(1, "B"),
      judging(1, "B", ["B"]),
      voting(1),
      turn(2, "A"),
    ]);
    expect(now?.hp).toEqual({ A: 95, B: 64 });
    expect(now?.unrated).toBeNull();
  });

  it("goes on without a referee and without votes", () => {
    const settings = { referee: false, votingSeconds: 0 };
    expect(stateAfter(battle(turn(1, "A"), { settings }), ended(1, "A", complete))).toEqual(turn(1, "B"));
    expect(stateAfter(battle(turn(1, "B"), { settings }), ended(1, "B", complete))).toEqual(turn(2, "A"));
    expect(stateAfter(battle(turn(2, "B"), { settings }), ended(2, "B", complete))).toEqual({
      kind: "finished",
      result: { winner: "tie", by: "hp" },
    });
  });

  it("takes no end of a turn that is not on", () => {
    expect(after(battle(turn(1, "A")), ended(1, "B", complete))).toBeNull();
    expect(after(battle(turn(2, "A")), ended(1, "A", complete))).toBeNull();
  });

  it("asks for the final verdict after the last round, and falls back on HP", () => {
    const last = battle(voting(2), { hp: { A: 40, B: 55 } });
    expect(stateAfter(last, { kind: "votingClosed", bonus: null })).toEqual(verdict);
    const decided = battle(verdict, { hp: { A: 40, B: 55 } });
    expect(stateAfter(decided, { kind: "verdictClosed", winner: "bothBad" })).toEqual({
      kind: "finished",
      result: { winner: "bothBad", by: "verdict" },
    });
    expect(stateAfter(decided, { kind: "verdictClosed", winner: null })).toEqual({
      kind: "finished",
      result: { winner: "B", by: "hp" },
    });
  });

  it("ends by a knockout, from a hit or from the crowd, and HP stays at 0 or above", () => {
    const hit = after(battle(judging(1, "A", ["A"]), { hp: { A: 10, B: 25 } }), {
      kind: "judged",
      side: "A",
      damage: 30,
    });
    expect(hit).toMatchObject({
      hp: { A: 10, B: 0 },
      state: { kind: "finished", result: { winner: "A", by: "knockout" } },
    });
    const crowd = after(battle(voting(1), { hp: { A: 4, B: 25 } }), {
      kind: "votingClosed",
      bonus: { side: "B", damage: 6 },
    });
    expect(crowd).toMatchObject({ hp: { A: 0 }, state: { kind: "finished", result: { winner: "B", by: "knockout" } } });
  });

  it("skips the referee for a turn that did not end well, and keeps the first reason why it is unrated", () => {
    const cut = after(battle(turn(1, "A")), ended(1, "A", { kind: "interrupted" }, []));
    expect(cut).toMatchObject({ state: turn(1, "B"), unrated: "interrupted" });
    const skipped = after({ ...battle(turn(1, "B")), unrated: "interrupted" }, ended(1, "B", { kind: "skipped" }, []));
    expect(skipped).toMatchObject({ state: voting(1), unrated: "interrupted" });
  });

  it("fails after two turns in a row without a word; a complete one in between resets the count", () => {
    const once = after(battle(turn(1, "A")), ended(1, "A", failed, []));
    expect(once).toMatchObject({ state: turn(1, "B"), failuresInARow: 1, unrated: "failed" });
    expect(once && after(once, ended(1, "B", failed, []))).toMatchObject({
      state: { kind: "failed", code: "network" },
    });
    expect(once && after(once, ended(1, "B", complete))).toMatchObject({ failuresInARow: 0 });
  });
});

const duel = (state: BattleState, hp = { A: 100, B: 100 }) => battle(state, { format: "duel" as Format, hp });

describe("a duel", () => {
  it("waits for both sides, then has both judged", () => {
    const first = after(duel({ kind: "exchange", round: 1 }), ended(1, "B", complete, ["B"], true));
    expect(first?.state).toEqual({ kind: "exchange", round: 1 });
    expect(first && stateAfter(first, ended(1, "A", complete, ["A", "B"]))).toEqual(judging(1, "A", ["A", "B"]));
  });

  it("lands both hits before it looks for a knockout, so that both may fall", () => {
    const hp = { A: 20, B: 20 };
    const first = after(duel(judging(1, "A", ["A", "B"]), hp), { kind: "judged", side: "A", damage: 30 });
    expect(first).toMatchObject({ hp: { A: 20, B: 0 }, state: judging(1, "A", ["B"]) });
    expect(first && stateAfter(first, { kind: "judged", side: "B", damage: 20 })).toEqual({
      kind: "finished",
      result: { winner: "tie", by: "knockout" },
    });
  });

  it("takes no judgement twice", () => {
    expect(after(duel(judging(1, "A", ["B"])), { kind: "judged", side: "A", damage: 5 })).toBeNull();
  });
});

describe("a challenge and a chat", () => {
  it("give the person the word, then the model", () => {
    const challenge = { format: "challenge" as const };
    expect(stateAfter(battle({ kind: "waiting" }, challenge), { kind: "start" })).toEqual({
      kind: "awaiting",
      round: 1,
    });
    expect(stateAfter(battle({ kind: "awaiting", round: 1 }, challenge), { kind: "said" })).toEqual(turn(1, "B"));
    const answered = after(battle(turn(1, "B"), challenge), ended(1, "B", complete, ["A", "B"]));
    expect(answered?.state).toEqual(judging(1, "B", ["A", "B"]));
  });

  it("a chat goes on after any answer, ends when its host says so, and at its last round", () => {
    const chat = { format: "chat" as const, unrated: "format" as const };
    for (const how of [complete, failed, { kind: "interrupted" } as const]) {
      const next = after(battle(turn(1, "B"), { ...chat, failuresInARow: 5 }), ended(1, "B", how));
      expect(next).toMatchObject({ state: { kind: "awaiting", round: 2 }, unrated: "format" });
    }
    const end = { kind: "finished", result: { winner: "none", by: "chat" } };
    expect(stateAfter(battle({ kind: "awaiting", round: 2 }, chat), { kind: "chatEnded" })).toEqual(end);
    expect(stateAfter(battle(turn(2, "B"), chat), ended(2, "B", complete))).toEqual(end);
    expect(stateAfter(battle(states.paused, chat), { kind: "chatEnded" })).toEqual(end);
    expect(after(battle(turn(1, "B"), chat), { kind: "chatEnded" })).toBeNull();
    expect(
      stateAfter(battle({ kind: "awaiting", round: 1 }, { format: "challenge" }), { kind: "chatEnded" }),
    ).toBeNull();
  });
});

describe("a pause", () => {
  it("keeps where the battle was, and a vote goes on for as long as it had left", () => {
    const held = after(battle(voting(1)), { kind: "paused", because: "host", cutsOff: false });
    expect(held?.state).toEqual({ kind: "paused", from: voting(1), at: NOW, because: "host" });
    const later = held && battleAfter(held, { kind: "resumed" }, NOW + 60_000);
    expect(later?.state).toEqual({ kind: "voting", round: 1, closesAt: NOW + 70_000 });
  });

  it("makes a battle unrated whose speaker it cuts off", () => {
    const cut = after(battle(turn(1, "A")), { kind: "paused", because: "host", cutsOff: true });
    expect(cut).toMatchObject({ state: { kind: "paused" }, unrated: "interrupted" });
  });

  it("lets a judgement land without moving on", () => {
    const held = battle(paused({ kind: "judging", round: 1, after: "A", sides: ["A"] }));
    const landed = after(held, { kind: "judged", side: "A", damage: 20 });
    expect(landed).toMatchObject({ hp: { B: 80 }, state: { kind: "paused", from: turn(1, "B") } });
    const final = after({ ...held, hp: { A: 100, B: 10 } }, { kind: "judged", side: "A", damage: 20 });
    expect(final?.state).toMatchObject({ kind: "finished", result: { winner: "A" } });
  });

  it("stays while a turn is to be argued again", () => {
    const held = battle(paused({ kind: "turn", round: 1, side: "B" }));
    const again = after(held, { kind: "retried", place: { round: 1, side: "A" } });
    expect(again).toMatchObject({ state: { kind: "paused", from: turn(1, "A") }, unrated: "retried" });
  });

  it("refuses a second pause, and the resumption of what runs", () => {
    for (const because of ["battle_budget", "halted", "admin"] as const) {
      expect(after(battle(states.paused), { kind: "paused", because, cutsOff: false })).toBeNull();
    }
    expect(after(battle(turn(1, "A")), { kind: "resumed" })).toBeNull();
  });
});
