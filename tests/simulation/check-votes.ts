import type { Doc } from "../../convex/_generated/dataModel";
import type { VoteChoice } from "../../convex/model/battleValidators";
import type { Journal } from "./journal";
import type { Snapshot } from "./snapshot";

export interface Vote {
  battleId: string;
  ballot: number;
  choice: VoteChoice;
}

/** A clock of the database may be ahead of ours by as many milliseconds as it had commits just now. */
const CLOCK_MS = 100;

/** Votes count once, while their window is open, and as they were cast. */
export class VoteChecks {
  readonly #journal: Journal;
  /** What each voter was told is their vote. */
  readonly #cast = new Map<string, VoteChoice>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  accepted(vote: Vote, voter: string, before: Snapshot, now: number): void {
    const key = JSON.stringify([vote.battleId, vote.ballot, voter]);
    if (this.#cast.has(key)) this.#journal.saw("vote changed");
    this.#cast.set(key, vote.choice);
    this.#journal.saw(vote.ballot === 0 ? "vote on the verdict" : "vote on a round");
    const battle = before.battles.find(({ _id }) => _id === vote.battleId);
    const open = battle !== undefined && windowOf(battle, vote.ballot) > now;
    this.#journal.require(open, "no vote counts outside its window", () => JSON.stringify([vote, battle?.state]));
  }

  refused(vote: Vote, code: string, before: Snapshot, now: number): void {
    const battle = before.battles.find(({ _id }) => _id === vote.battleId);
    const open = battle !== undefined && windowOf(battle, vote.ballot) > now + CLOCK_MS;
    const wrong = open && code === "VOTING_CLOSED";
    this.#journal.require(!wrong, "a vote is taken while its window is open", () => JSON.stringify(vote));
    if (code === "VOTING_CLOSED") this.#journal.saw("vote too late");
  }

  check(before: Snapshot, { votes, ballots }: Snapshot): void {
    // Read anew only when a battle has changed.
    if (votes === before.votes) return;
    for (const { battleId, ballot, userId, choice } of votes) {
      const told = this.#cast.get(JSON.stringify([battleId, ballot, userId]));
      this.#journal.require(told === choice, "a vote is what its voter chose", `${told} ${choice}`);
    }
    this.#journal.require(votes.length === this.#cast.size, "a voter has one vote per ballot", `${votes.length}`);
    for (const ballot of ballots) if (ballot.closed) this.#checkTally(ballot, votes);
  }

  #checkTally({ battleId, ballot, tally }: Doc<"ballots">, votes: Doc<"votes">[]): void {
    const counted = { A: 0, B: 0, tie: 0, bothBad: 0 };
    for (const vote of votes)
      if (vote.battleId === battleId && vote.ballot === ballot && vote.discarded === null) counted[vote.choice] += 1;
    const same = (["A", "B", "tie", "bothBad"] as const).every((choice) => counted[choice] === tally[choice]);
    this.#journal.require(same, "votes counted are votes that nothing speaks against", () =>
      JSON.stringify([ballot, counted, tally]),
    );
  }
}

/** Until when a ballot is open; not at all: 0. */
function windowOf({ state }: Doc<"battles">, ballot: number): number {
  if (state.kind === "voting" && state.round === ballot) return state.closesAt;
  return state.kind === "verdict" && ballot === 0 ? state.closesAt : 0;
}
