import { api } from "../../convex/_generated/api";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import type { MutationCtx } from "../../convex/_generated/server";
import type { AppendAnswer, CallPermit, Write } from "../../convex/model/runValidators";
import { isLiveTurn } from "./snapshot";
import type { Sabotage, World } from "./world";

type Db = MutationCtx["db"];
type Act = (db: Db) => Promise<void>;

/** Does `act` after the function of that name has run. */
function after(name: string, act: (db: Db, args: never, result: never, world: World) => Promise<void>): Sabotage {
  return {
    after: async (world, called, args, result) => {
      if (called === name) await world.t.run(async ({ db }) => await act(db, args as never, result as never, world));
      return result;
    },
  };
}

async function addText(db: Db, { turnId, delta }: Pick<Write, "turnId" | "delta">): Promise<void> {
  const turn = await db.get("turns", turnId);
  if (turn === null) return;
  if (isLiveTurn(turn)) await db.patch("turns", turnId, { tail: turn.tail + delta });
  else await db.patch("turns", turnId, { text: turn.text + delta });
}

const endedTurns = async (db: Db) => (await db.query("turns").take(200)).filter((turn) => !isLiveTurn(turn));

const strikeAgain: Act = async (db) => {
  const [hit] = await db.query("hits").take(1);
  if (!hit) return;
  const { _id, _creationTime, ...copy } = hit;
  await db.insert("hits", copy);
};

const endTurnAgain: Act = async (db) => {
  const [turn] = await endedTurns(db);
  if (turn && !isLiveTurn(turn)) await db.patch("turns", turn._id, { endedAt: turn.endedAt + 1 });
};

const leakLease: Act = async (db) => {
  const [turn] = await endedTurns(db);
  const now = Date.now();
  const times = { queuedAt: now, notBefore: 0, renewedAt: now };
  if (turn) await db.insert("turnLeases", { turnIds: [turn._id], phase: "running", ...times });
};

const endBattleAgain: Act = async (db) => {
  const over = (await db.query("battles").take(9)).find(({ endedAt }) => endedAt !== null);
  if (over) await db.patch("battles", over._id, { endedAt: (over.endedAt ?? 0) + 1 });
};

const stuffBallot: Act = async (db) => {
  const [vote] = await db.query("votes").take(1);
  if (!vote) return;
  const { _id, _creationTime, ...copy } = vote;
  const userId = await db.insert("users", { isAnonymous: true });
  await db.insert("votes", { ...copy, userId });
};

const doubleRow: Act = async (db) => {
  const [row] = await db.query("usage").take(1);
  if (!row) return;
  const { _id, _creationTime, ...copy } = row;
  await db.insert("usage", copy);
};

const put = async ({ t }: World, battleId: string, state: (was: Doc<"battles">) => Doc<"battles">["state"]) =>
  await t.run(async ({ db }) => {
    const battle = await db.get("battles", battleId as Id<"battles">);
    if (battle) await db.patch("battles", battle._id, { state: state(battle) });
  });

/** Votes are taken whether the vote is open or not. */
function lateVotes(): Sabotage {
  const closed = new Map<string, Doc<"battles">["state"]>();
  return {
    before: async (world, name, args) => {
      const { battleId, ballot, choice } = args as { battleId: string; ballot: number; choice: string };
      // Whatever else is wrong with a vote is still refused.
      if (name !== "votes:cast" || ballot === 0 || !/^[AB]$/.test(choice)) return;
      await put(world, battleId, ({ state }) => {
        closed.set(battleId, state);
        return { kind: "voting", round: ballot, closesAt: Date.now() + 9_000 };
      });
    },
    after: async (world, name, args, result) => {
      const battleId = String(args["battleId"]);
      const state = closed.get(battleId);
      if (name === "votes:cast" && state) await put(world, battleId, () => state);
      closed.delete(battleId);
      return result;
    },
  };
}

/** A turn is reaped although its action lives. */
const hastyReaper: Sabotage = {
  after: async ({ t, timeline }, name, args, result) => {
    const [write] = name === "turns:append" ? (args["writes"] as Write[]) : [];
    if (!write || timeline.now % 3 !== 0) return result;
    await t.run(async ({ db }) => {
      const turn = await db.get("turns", write.turnId);
      if (!turn || !isLiveTurn(turn)) return;
      await db.patch("turns", turn._id, { touchedAt: 0 });
      await db.patch("turnLeases", turn.leaseId, { renewedAt: 0 });
    });
    await t.mutation(api.turns.reapIfStale, { turnId: write.turnId });
    return result;
  },
};

/** Bugs as they might be written, each with the invariants that may report it. */
export const SABOTAGES: { bug: string; sabotage: Sabotage; reportedAs: string[] }[] = [
  {
    bug: "an append is applied twice",
    sabotage: after("turns:append", async (db, { writes: [write] }: { writes: Write[] }, [answer]: AppendAnswer[]) => {
      if (write && answer === "ok") await addText(db, write);
    }),
    reportedAs: ["a live text is what was written", "a stored text is what was written"],
  },
  {
    bug: "a zombie is not fenced out",
    sabotage: after("turns:append", async (db, { writes: [write] }: { writes: Write[] }, [answer]: AppendAnswer[]) => {
      if (write && answer === "stop") await addText(db, write);
    }),
    reportedAs: ["a live text is what was written", "a stored text is what was written"],
  },
  {
    bug: "an owner is told to stop",
    sabotage: after("turns:control", async (db, { attempts }: { attempts: Write[] }) => {
      const [attempt] = attempts;
      const turn = attempt && (await db.get("turns", attempt.turnId));
      if (turn && isLiveTurn(turn)) await db.patch("turns", turn._id, { seq: turn.seq + 1 });
    }),
    reportedAs: [
      "a live text is what was written",
      "an owner is not stopped",
      "no write is taken twice or out of order",
    ],
  },
  {
    bug: "a turn ends twice",
    sabotage: after("turns:claim", endTurnAgain),
    reportedAs: ["a turn ends once and stays as it ended"],
  },
  {
    bug: "a battle ends twice",
    sabotage: after("turns:claim", endBattleAgain),
    reportedAs: ["a battle ends once and stays as it ended"],
  },
  {
    bug: "a turn strikes twice",
    sabotage: after("referee:settle", strikeAgain),
    reportedAs: ["a turn strikes once", "HP is what the hits have left"],
  },
  {
    bug: "a strike is not noted",
    sabotage: after("referee:settle", async (db) => {
      const [battle] = await db.query("battles").take(1);
      if (battle) await db.patch("battles", battle._id, { hp: { ...battle.hp, A: battle.hp.A - 5 } });
    }),
    reportedAs: ["HP is what the hits have left", "a battle ends once and stays as it ended"],
  },
  { bug: "a vote is taken after the close", sabotage: lateVotes(), reportedAs: ["no vote counts outside its window"] },
  {
    bug: "a vote is counted that nobody cast",
    sabotage: after("turns:claim", stuffBallot),
    reportedAs: ["a vote is what its voter chose", "a voter has one vote per ballot"],
  },
  {
    bug: "a slot leaks",
    sabotage: after("turns:claim", leakLease),
    reportedAs: ["a lease holds live turns only", "no more turns have slots than there are"],
  },
  {
    bug: "a live action is reaped",
    sabotage: hastyReaper,
    reportedAs: ["nobody takes a turn from an action that lives"],
  },
  {
    bug: "a call is written to the ledger twice",
    sabotage: after("usage:close", doubleRow),
    reportedAs: ["a call is one row of the ledger"],
  },
  {
    bug: "a call is made without leave",
    sabotage: {
      after: async (_world, name, _args, result) =>
        name === "usage:open" && (result as CallPermit).kind !== "go" ? { kind: "go" } : result,
    },
    reportedAs: ["every call to a provider is in the ledger"],
  },
  {
    bug: "a segment is left behind",
    sabotage: after("turns:finalize", async (db, { turnId, epoch }: Write) => {
      await db.insert("turnSegments", { turnId, epoch, index: 99, text: "left" });
    }),
    reportedAs: ["no segment outlives its turn"],
  },
  {
    bug: "the scheduler forgets",
    sabotage: { forgets: (n) => n > 3 },
    reportedAs: ["every battle reaches its end"],
  },
];
