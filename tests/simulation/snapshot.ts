import type { Doc, Id } from "../../convex/_generated/dataModel";
import type { QueryCtx } from "../../convex/_generated/server";
import type { Arena } from "../../convex/testSetup.test-support";

/** Everything in the database that the invariants speak of, at one moment. */
export interface Snapshot {
  rooms: Doc<"rooms">[];
  battles: Doc<"battles">[];
  turns: Doc<"turns">[];
  leases: Doc<"turnLeases">[];
  hits: Doc<"hits">[];
  votes: Doc<"votes">[];
  ballots: Doc<"ballots">[];
}

const MANY = 1_000;

/**
 * The database as it is now. What changes only with a battle's state is read only when that has changed: most events are
 * about texts and leases, and there are hundreds of them in a run.
 */
export async function snapshotOf(t: Arena, before: Snapshot): Promise<Snapshot> {
  // Kept by the closure: the answer of a function is copied, and most of it is long texts.
  let snapshot = before;
  await t.query(async ({ db }: Pick<QueryCtx, "db">) => {
    const battles = await db.query("battles").take(MANY);
    const same = JSON.stringify(battles) === JSON.stringify(before.battles);
    snapshot = {
      ...(same ? before : await slowlyChanging(db)),
      battles,
      turns: await db.query("turns").take(MANY),
      leases: await db.query("turnLeases").take(MANY),
    };
    return null;
  });
  return snapshot;
}

async function slowlyChanging(db: QueryCtx["db"]) {
  return {
    rooms: await db.query("rooms").take(MANY),
    hits: await db.query("hits").take(MANY),
    votes: await db.query("votes").take(MANY),
    ballots: await db.query("ballots").take(MANY),
  };
}

/** What has to be gone at the end, and what the ledger says. */
export interface Remains {
  segments: Doc<"turnSegments">[];
  openCalls: Doc<"openCalls">[];
  usage: Doc<"usage">[];
  rollups: Doc<"usageRollups">[];
}

export async function remainsOf(t: Arena): Promise<Remains> {
  return await t.run(async ({ db }) => ({
    segments: await db.query("turnSegments").take(MANY),
    openCalls: await db.query("openCalls").take(MANY),
    usage: await db.query("usage").take(MANY),
    rollups: await db.query("usageRollups").take(MANY),
  }));
}

export type Turn = Doc<"turns">;
export type Live = Extract<Turn, { tail: string }>;
export type Ended = Exclude<Turn, Live>;

export function isLiveTurn(turn: Turn): turn is Live {
  return "tail" in turn;
}

export function liveTurns({ turns }: Snapshot, battleId: Id<"battles">): Live[] {
  return turns.filter(isLiveTurn).filter((turn) => turn.battleId === battleId);
}

export function endedTurns({ turns }: Snapshot, battleId: Id<"battles">): Ended[] {
  return turns.filter((turn): turn is Ended => !isLiveTurn(turn) && turn.battleId === battleId);
}

export function isOver({ state }: Pick<Doc<"battles">, "state">): boolean {
  return state.kind === "finished" || state.kind === "cancelled" || state.kind === "failed";
}
