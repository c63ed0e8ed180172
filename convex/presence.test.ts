import { ConvexError } from "convex/values";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { VoteChoice } from "./model/battleValidators";
import {
  type Arena,
  battleDoc,
  code,
  fillSlots,
  newArena,
  plantTurn,
  signedIn,
  takeJobs,
} from "./testSetup.test-support";

const NOON = Date.parse("2026-11-27T12:00:00Z");

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

type Person = Awaited<ReturnType<typeof signedIn>>;

/** A rated battle whose first round is voted on for ten minutes. */
async function openVote(t: Arena = newArena()) {
  await fillSlots(t);
  const host = await signedIn(t);
  const { battleId, roomId } = await plantTurn(t, { hostId: host.userId, rounds: 2, settings: { votingSeconds: 60 } });
  await t.run(async (ctx) => {
    await ctx.db.patch("battles", battleId, { state: { kind: "voting", round: 1, closesAt: Date.now() + 600_000 } });
    await ctx.db.insert("ballots", { battleId, ballot: 1, closed: false, tally: { A: 0, B: 0, tie: 0, bothBad: 0 } });
  });
  const ballot = { battleId, ballot: 1 };
  return {
    t,
    host,
    battleId,
    roomId,
    cast: async (who: Person, choice: VoteChoice = "A") => await who.mutation(api.votes.cast, { ...ballot, choice }),
    beat: async (who: Person) => await who.mutation(api.presence.beat, { battleId }),
    counted: async () => await t.query(internal.votes.count, ballot),
    seen: async (who: Person) => await who.query(api.votes.get, ballot),
  };
}

describe("a guest's vote", () => {
  it("is kept and not counted while the guest is too new, and counts by a beat once they are not", async () => {
    const { t, cast, beat, counted, seen } = await openVote();
    const guest = await signedIn(t);
    await cast(guest);
    expect(await seen(guest)).toMatchObject({ mine: "A", discarded: "too_new", tally: null });
    later(3_000);
    await beat(guest);
    expect(await seen(guest)).toMatchObject({ discarded: "too_new" });
    later(3_000);
    await beat(guest);
    expect(await seen(guest)).toMatchObject({ mine: "A", discarded: null });
    expect(await counted()).toMatchObject({ A: 1 });
    await beat(guest);
    await cast(guest);
    expect(await counted()).toMatchObject({ A: 1 });
  });

  it("counts at once from somebody who has watched for long enough", async () => {
    const { t, cast, beat, counted, seen } = await openVote();
    const guest = await signedIn(t);
    for (let n = 0; n < 3; n += 1) {
      await beat(guest);
      later(4_000);
    }
    await cast(guest, "B");
    expect(await seen(guest)).toMatchObject({ mine: "B", discarded: null });
    expect(await counted()).toMatchObject({ A: 0, B: 1 });
  });

  it("does not count from an old identity that was never seen watching, until it is", async () => {
    const { t, cast, beat, counted, seen } = await openVote();
    const guest = await signedIn(t);
    later(3_600_000 - 1);
    const { battleId } = await openVote(t);
    const vote = { battleId, ballot: 1, choice: "A" as const };
    await guest.mutation(api.votes.cast, vote);
    expect(await guest.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({ discarded: "absent" });
    later(1_000);
    await guest.mutation(api.presence.beat, { battleId });
    expect(await guest.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({ discarded: null });
    expect([await counted(), await seen(guest)]).toMatchObject([{ A: 0 }, { mine: null }]);
    await expect(cast(guest)).rejects.toMatchObject(code("VOTING_CLOSED"));
    await beat(guest);
  });

  it("is not carried by a beat of long ago: whoever was gone has come anew", async () => {
    const { t, cast, beat, seen } = await openVote();
    const guest = await signedIn(t);
    await beat(guest);
    later(10_000);
    await beat(guest);
    later(60_000);
    await cast(guest);
    expect(await seen(guest)).toMatchObject({ discarded: "absent" });
    await cast(guest);
    expect(await seen(guest)).toMatchObject({ discarded: "absent" });
    later(5_000);
    await beat(guest);
    expect(await seen(guest)).toMatchObject({ discarded: null });
  });

  it("that has counted goes on to count when it is changed, however long nobody was seen", async () => {
    const { t, cast, beat, counted, seen } = await openVote();
    const guest = await signedIn(t);
    later(6_000);
    await cast(guest);
    later(1_000);
    await beat(guest);
    later(120_000);
    await cast(guest, "B");
    expect(await seen(guest)).toMatchObject({ mine: "B", discarded: null });
    expect(await counted()).toMatchObject({ A: 0, B: 1 });
  });

  it("does not count any more once the vote is closed", async () => {
    const { t, battleId, cast, beat, counted, host } = await openVote();
    const guest = await signedIn(t);
    await cast(guest);
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    later(10_000);
    await beat(guest);
    expect(await counted()).toMatchObject({ A: 0 });
    expect(await guest.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({
      discarded: "too_new",
      closed: true,
    });
    await takeJobs(t);
  });

  it.each([
    ["0", null],
    ["3600", "too_new"],
  ])("waits for as long as ARENA_VOTE_MIN_AGE_S=%s says", async (value, discarded) => {
    vi.stubEnv("ARENA_VOTE_MIN_AGE_S", value);
    const { t, cast, seen } = await openVote();
    const guest = await signedIn(t);
    later(1_000);
    await cast(guest);
    expect(await seen(guest)).toMatchObject({ discarded });
  });

  it("is refused loudly where ARENA_VOTE_MIN_AGE_S makes no sense", async () => {
    vi.stubEnv("ARENA_VOTE_MIN_AGE_S", "soon");
    const { t, cast } = await openVote();
    await expect(cast(await signedIn(t))).rejects.toThrow("ARENA_VOTE_MIN_AGE_S");
  });

  it("counts as any other's after the guest has made an account", async () => {
    const { t, cast, beat, seen } = await openVote();
    const guest = await signedIn(t);
    await cast(guest);
    await t.run(async (ctx) => await ctx.db.patch("users", guest.userId, { isAnonymous: undefined }));
    await beat(guest);
    expect(await seen(guest)).toMatchObject({ discarded: null });
  });
});

describe("hosts", () => {
  it("do not vote in their own rated battles, but in those that do not count", async () => {
    const { t, host, battleId, roomId, cast, counted } = await openVote();
    const cohost = await signedIn(t, { isAnonymous: false });
    await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: cohost.userId, role: "cohost" }));
    for (const who of [host, cohost]) await expect(cast(who)).rejects.toMatchObject(code("OWN_BATTLE"));
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { unrated: "skipped" }));
    await cast(cohost);
    expect(await counted()).toMatchObject({ A: 1 });
  });

  it("lose the vote that they cast before they were hosts, and have it again as members", async () => {
    const { t, host, roomId, cast, counted, seen } = await openVote();
    const member = await signedIn(t, { isAnonymous: false });
    await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: member.userId, role: "member" }));
    await cast(member);
    expect(await counted()).toMatchObject({ A: 1 });
    const seat = { roomId, userId: member.userId };
    await host.mutation(api.members.setRole, { ...seat, role: "cohost" });
    expect([await counted(), await seen(member)]).toMatchObject([{ A: 0 }, { mine: "A", discarded: "own_battle" }]);
    await host.mutation(api.members.setRole, { ...seat, role: "member" });
    expect([await counted(), await seen(member)]).toMatchObject([{ A: 1 }, { mine: "A", discarded: null }]);
  });
});

describe("a ban from the room", () => {
  it("takes an open vote back, also of a paused battle, and unbanning gives it again", async () => {
    const { t, host, battleId, roomId, cast, counted, seen } = await openVote();
    const voter = await signedIn(t, { isAnonymous: false });
    await cast(voter, "B");
    await host.mutation(api.battles.pause, { battleId });
    await host.mutation(api.members.ban, { roomId, userId: voter.userId });
    expect([await counted(), await seen(voter)]).toMatchObject([
      { B: 0 },
      { mine: "B", discarded: "banned", tally: null },
    ]);
    await host.mutation(api.battles.resume, { battleId });
    await cast(voter, "A");
    expect([await counted(), await seen(voter)]).toMatchObject([
      { A: 0, B: 0 },
      { mine: "A", discarded: "banned" },
    ]);
    await host.mutation(api.members.unban, { roomId, userId: voter.userId });
    expect([await counted(), await seen(voter)]).toMatchObject([
      { A: 1, B: 0 },
      { mine: "A", discarded: null },
    ]);
    await takeJobs(t);
  });

  it("leaves what the crowd has decided", async () => {
    const { t, host, battleId, roomId, cast } = await openVote();
    const voter = await signedIn(t, { isAnonymous: false });
    await cast(voter);
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    await host.mutation(api.members.ban, { roomId, userId: voter.userId });
    expect(await t.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({ tally: { A: 1 } });
    expect(await t.query(internal.votes.count, { battleId, ballot: 1 })).toMatchObject({ A: 1 });
    await takeJobs(t);
  });
});

describe("presence.beat", () => {
  it("needs somebody signed in, and a battle that they may see", async () => {
    const t = newArena();
    const { battleId } = await plantTurn(t, { visibility: "private" });
    const open = await plantTurn(t);
    const guest = await signedIn(t);
    await expect(t.mutation(api.presence.beat, { battleId: open.battleId })).rejects.toMatchObject(
      code("UNAUTHENTICATED"),
    );
    await expect(guest.mutation(api.presence.beat, { battleId })).rejects.toMatchObject(code("NOT_FOUND"));
  });

  it("writes one row per person and battle, and nothing that the battle's viewers read", async () => {
    const { t, beat } = await openVote();
    const guest = await signedIn(t);
    const tables = ["rooms", "battles", "turns", "ballots", "votes"] as const;
    const rest = async () =>
      JSON.stringify(await t.run(async (ctx) => await Promise.all(tables.map((name) => ctx.db.query(name).take(99)))));
    const before = await rest();
    for (let n = 0; n < 3; n += 1) {
      await beat(guest);
      later(5_000);
    }
    expect(await rest()).toBe(before);
    const rows = await t.run(async (ctx) => await ctx.db.query("presences").take(9));
    expect(rows).toMatchObject([{ userId: guest.userId }]);
    const [row] = rows;
    expect(row!.lastAt - row!.since).toBeGreaterThan(9_000);
  });

  it("is limited per person", async () => {
    const { t, beat } = await openVote();
    const [eager, calm] = [await signedIn(t), await signedIn(t)];
    for (let n = 0; n < 60; n += 1) await beat(eager);
    await expect(beat(eager)).rejects.toMatchObject(code("RATE_LIMITED"));
    await beat(calm);
  });
});

it("counts every guest of a crowd once, when their beats come at the same time", { timeout: 120_000 }, async () => {
  const { t, cast, beat, counted } = await openVote();
  const crowd = await Promise.all(Array.from({ length: 150 }, () => signedIn(t)));
  await Promise.all(crowd.map((guest, n) => cast(guest, n % 3 === 0 ? "B" : "A")));
  expect(await counted()).toMatchObject({ A: 0, B: 0 });
  later(6_000);
  await Promise.all([...crowd, ...crowd].map((guest) => beat(guest)));
  expect(await counted()).toMatchObject({ A: 100, B: 50 });
});

/** A refusal, not a bug. */
function mustBeTyped(error: unknown): void {
  if (!(error instanceof ConvexError)) throw error;
}

it(
  "keeps the counter equal to the votes that nothing speaks against, whatever happens",
  { timeout: 120_000 },
  async () => {
    const PEOPLE = 3;
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom("cast" as const), who: fc.nat(PEOPLE - 1), choice: fc.constantFrom("A", "B") }),
      fc.record({
        kind: fc.constantFrom("beat" as const, "ban" as const, "unban" as const, "cohost" as const, "member" as const),
        who: fc.nat(PEOPLE - 1),
      }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 5_000, 20_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { t, host, battleId, roomId, cast, beat, counted } = await openVote();
        const people = [await signedIn(t), await signedIn(t), await signedIn(t, { isAnonymous: false })];
        for (const { userId } of people.slice(1)) {
          await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId, role: "member" }));
        }
        for (const one of steps) {
          if (one.kind === "wait") {
            later(one.ms);
            continue;
          }
          const person = people[one.who]!;
          const seat = { roomId, userId: person.userId };
          // Whatever is refused must change nothing, either.
          const act =
            one.kind === "cast"
              ? cast(person, one.choice)
              : one.kind === "beat"
                ? beat(person)
                : one.kind === "ban" || one.kind === "unban"
                  ? host.mutation(api.members[one.kind], seat)
                  : host.mutation(api.members.setRole, { ...seat, role: one.kind });
          await act.catch(mustBeTyped);
          const rows = await t.run(async (ctx) => await ctx.db.query("votes").take(9));
          const tally = { A: 0, B: 0, tie: 0, bothBad: 0 };
          for (const row of rows) if (row.battleId === battleId && row.discarded === null) tally[row.choice] += 1;
          expect(await counted()).toEqual(tally);
        }
        expect((await battleDoc(t, battleId)).state.kind).toBe("voting");
      }),
      { numRuns: 25 },
    );
  },
);
