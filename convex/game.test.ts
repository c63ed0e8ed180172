import type { FunctionArgs } from "convex/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { ballotOf } from "./model/ballots";
import { FULL_HP } from "./model/limits";
import { type Arena, battleDoc, type Caller, jobsDone, newArena, newRoom, signedIn } from "./testSetup.test-support";

/** Whole battles through the scheduled actions, with everything that a room can switch on. */

beforeEach(() => {
  vi.stubEnv("ARENA_SPARRING_SPEED", "100");
  vi.stubEnv("ARENA_SPARRING_FAULTS", "1");
});
afterEach(() => vi.unstubAllEnvs());

interface Played {
  t: Arena;
  host: Caller;
  battleId: Id<"battles">;
}

async function begin(room: Partial<FunctionArgs<typeof api.rooms.create>>, rounds = 1): Promise<Played> {
  const t = newArena();
  const host = await signedIn(t);
  const roomId = await newRoom(host, rounds, room);
  return { t, host, battleId: await host.mutation(api.battles.start, { roomId }) };
}

async function until({ t, battleId }: Played, done: (battle: Awaited<ReturnType<typeof battleDoc>>) => boolean) {
  await vi.waitFor(async () => expect(done(await battleDoc(t, battleId))).toBe(true), {
    timeout: 30_000,
    interval: 10,
  });
}

/** Closes each vote as it opens, after somebody has voted for `choice`. */
async function playWithVotes(played: Played, choice: "A" | "B") {
  const { host, battleId } = played;
  const voter = await signedIn(played.t, { isAnonymous: false });
  for (;;) {
    await until(played, ({ state, endedAt }) => endedAt !== null || ballotOf(state) !== null);
    const { state } = await battleDoc(played.t, battleId);
    const ballot = ballotOf(state);
    if (ballot === null) return;
    await voter.mutation(api.votes.cast, { battleId, ballot, choice });
    await host.mutation(api.battles.closeVoting, { battleId, ballot });
  }
}

describe("a debate with referee, votes and commentator", { timeout: 60_000 }, () => {
  it("lands a hit for each argument, adds the crowd's bonus, and closes with a recap", async () => {
    const settings = { referee: true, votingSeconds: 60, commentator: true };
    const played = await begin({ settings }, 2);
    await playWithVotes(played, "A");
    await jobsDone(played.t);
    const { t, battleId } = played;
    const battle = await battleDoc(t, battleId);
    const hits = await t.query(api.battles.hits, { battleId });
    const turns = await t.query(api.turns.list, { battleId });
    const argued = turns.filter((turn) => turn.side !== null);
    expect(hits.map((hit) => hit.turnId).toSorted()).toEqual(argued.map((turn) => turn.turnId).toSorted());
    const lost = (side: "A" | "B") =>
      hits
        .filter((hit) => hit.side !== side)
        .reduce((sum, { judgement }) => sum + (judgement.kind === "hit" ? judgement.damage + judgement.bonus : 0), 0);
    expect(battle.hp).toEqual({ A: FULL_HP - lost("A"), B: FULL_HP - lost("B") });
    expect(hits.some(({ side, judgement }) => side === "A" && judgement.kind === "hit" && judgement.bonus > 0)).toBe(
      true,
    );
    expect(hits.every(({ side, judgement }) => side === "A" || judgement.kind !== "hit" || judgement.bonus === 0)).toBe(
      true,
    );
    expect(battle.state).toEqual({ kind: "finished", result: { winner: "A", by: "verdict" } });

    const recap = turns.find((turn) => turn.side === null);
    expect(recap).toMatchObject({
      role: "commentator",
      status: "complete",
      scripted: true,
      modelId: "sparring/commentator",
    });
    expect(recap?.text).toMatch(/Socrates/);
    expect(recap?.text).toMatch(/Firebrand/);
  });

  it("ends every provider call in one row of the ledger, by what it was for", async () => {
    const played = await begin({ settings: { referee: true, commentator: true } });
    await until(played, ({ endedAt }) => endedAt !== null);
    await jobsDone(played.t);
    const [rows, open] = await played.t.run(async (ctx) => [
      await ctx.db.query("usage").take(99),
      await ctx.db.query("openCalls").take(9),
    ]);
    const features = rows.map((row) => row.feature).toSorted();
    expect(features).toEqual(["commentator", "fighter", "fighter", "referee", "referee"]);
    expect(rows.every((row) => row.cost.kind === "simulated" && row.cost.nanoUsd > 0)).toBe(true);
    expect(open).toEqual([]);
    const { battleId } = played;
    const cost = await played.host.query(api.usage.battleCost, { battleId });
    expect(cost).toMatchObject({ real: 0, calls: 5, unknownCosts: 0, reservedSimulated: 0 });
    expect(await played.t.query(api.usage.battleCost, { battleId })).toBeNull();
  });
});

describe("a duel", { timeout: 60_000 }, () => {
  it("streams both sides from one action, has both judged, and reveals the names at the end", async () => {
    const played = await begin({ format: "duel", settings: { referee: true } });
    await until(played, ({ endedAt }) => endedAt !== null);
    await jobsDone(played.t);
    const { t, battleId } = played;
    const turns = await t.query(api.turns.list, { battleId });
    expect(turns.map(({ side, status }) => [side, status])).toEqual([
      ["A", "complete"],
      ["B", "complete"],
    ]);
    expect(await t.query(api.battles.hits, { battleId })).toHaveLength(2);
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({ blind: false, unrated: null, state: { kind: "finished" } });
    expect(battle?.fighters.map(({ name }) => name).toSorted()).toEqual(["Firebrand", "Socrates"]);
  });
});

describe("tools", { timeout: 60_000 }, () => {
  it("are called in the middle of a turn, and the call is kept with it", async () => {
    const fighters = [{ modelId: "sparring/socrates" }, { modelId: "sparring/researcher" }];
    const played = await begin({ fighters, settings: { tools: true } });
    await until(played, ({ endedAt }) => endedAt !== null);
    await jobsDone(played.t);
    const { t, battleId } = played;
    const [call, ...others] = await t.query(api.battles.toolCalls, { battleId });
    const turns = await t.query(api.turns.list, { battleId });
    expect(others).toEqual([]);
    expect(call).toMatchObject({ turnId: turns[1]?.turnId, index: 0, name: "search_transcript", status: "done" });
    expect(call?.arguments).toMatch(/^\{"query":/);
    expect(turns[1]).toMatchObject({ status: "complete", finishReason: "stop" });
  });
});

describe("a chat", { timeout: 60_000 }, () => {
  it("streams the answer to what its host typed", async () => {
    const played = await begin({ format: "chat", fighters: [{ modelId: "sparring/professor" }] });
    const { t, host, battleId } = played;
    await host.mutation(api.turns.say, { battleId, text: "Why do trams run on rails?" });
    await until(played, ({ state }) => state.kind === "awaiting" && state.round === 2);
    const [, answer] = await t.query(api.turns.list, { battleId });
    expect(answer).toMatchObject({ side: "B", status: "complete", scripted: true });
    expect(answer!.text).toMatch(/tram|rail/i);
    await host.mutation(api.battles.endChat, { battleId });
    await jobsDone(t);
  });
});

describe("a provider that asks for patience", { timeout: 60_000 }, () => {
  it("is given it without holding a slot, and viewers see until when", async () => {
    const fighters = [{ modelId: "sparring/firebrand+429.0.60000.1" }, { modelId: "sparring/socrates" }];
    const played = await begin({ fighters });
    const { t, battleId } = played;
    await vi.waitFor(
      async () => {
        const [turn] = await t.query(api.turns.live, { battleId });
        expect(turn).toMatchObject({ status: "queued", epoch: 2, wait: { kind: "provider" } });
      },
      { timeout: 10_000, interval: 10 },
    );
    await played.host.mutation(api.battles.cancel, { battleId });
  });
});

describe("a battle's budget", { timeout: 60_000 }, () => {
  it("stops the battle before it is broken, and a raised one lets it go on", async () => {
    const played = await begin({ budgets: { battleUsd: 0.000_01 } });
    const { t, host, battleId } = played;
    await until(played, ({ state }) => state.kind === "paused");
    expect((await battleDoc(t, battleId)).state).toMatchObject({ because: "battle_budget" });
    expect(await t.run(async (ctx) => await ctx.db.query("usage").take(9))).toEqual([]);
    const { roomId } = await battleDoc(t, battleId);
    await host.mutation(api.budgets.setRoom, { roomId, battleUsd: 1 });
    await host.mutation(api.battles.resume, { battleId });
    await until(played, ({ endedAt }) => endedAt !== null);
    await jobsDone(t);
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" }, unrated: null });
  });
});

describe("a referee that cannot be understood", { timeout: 60_000 }, () => {
  it("leaves the argument unjudged after one repair, and the battle goes on", async () => {
    vi.stubEnv("ARENA_REFEREE_MODEL", "sparring/socrates");
    vi.stubEnv("OPENROUTER_BASE_URL", "http://127.0.0.1:9/api/v1");
    const played = await begin({ settings: { referee: true } });
    const { t, battleId } = played;
    // Two scripts are judged by a script; a real fighter makes the setting count.
    await t.run(async (ctx) => {
      const { fighters } = (await ctx.db.get("battles", battleId))!;
      await ctx.db.patch("battles", battleId, { fighters: [fighters[0], { ...fighters[1], modelId: "local/model" }] });
    });
    await until(played, ({ endedAt }) => endedAt !== null);
    await jobsDone(t);
    const hits = await t.query(api.battles.hits, { battleId });
    expect(hits).toMatchObject([{ side: "A", judgement: { kind: "unjudged", cause: "invalid" } }]);
    expect((await battleDoc(t, battleId)).hp).toEqual({ A: FULL_HP, B: FULL_HP });
    const calls = await t.run(async (ctx) => await ctx.db.query("usage").take(99));
    expect(calls.filter((call) => call.feature === "referee")).toHaveLength(2);
  });
});
