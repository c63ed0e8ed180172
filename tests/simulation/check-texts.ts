import { textHash } from "../../convex/model/textHash";
import type { Journal } from "./journal";
import { type Ended, isLiveTurn, type Live, type Snapshot, type Turn } from "./snapshot";
import { keyOf, type Traces } from "./traces";
import { excerpt } from "./writes";

/** Stored texts are what was written to them, and what has ended stays as it is. */
export class TextChecks {
  readonly #journal: Journal;
  readonly #traces: Traces;
  /** Ended turns as they were first seen. */
  readonly #ended = new Map<string, { text: string; facts: string }>();

  constructor(journal: Journal, traces: Traces) {
    this.#journal = journal;
    this.#traces = traces;
  }

  check(before: Snapshot, now: Snapshot): void {
    for (const turn of now.turns) if (isLiveTurn(turn)) this.#checkLive(turn);
    for (const turn of now.turns) if (!isLiveTurn(turn)) this.#checkEnded(turn);
    const ids = new Map(now.turns.map((turn) => [turn._id, turn]));
    for (const turn of before.turns) this.#checkSuccessor(turn, ids.get(turn._id));
  }

  #checkLive({ _id, epoch, base, tail, seq }: Live): void {
    const { written, seq: wroteSeq } = this.#traces.of(_id, epoch);
    const same = written.length === base + tail.length && written.endsWith(tail) && seq === wroteSeq;
    this.#journal.require(same, "a live text is what was written", () => `${this.#name(_id)}/${epoch} at #${seq}`);
  }

  #checkEnded(turn: Ended): void {
    const { superseded: _, text, ...rest } = turn;
    const { _id, epoch, role, length, hash } = rest;
    const name = this.#name(_id);
    const trace = this.#traces.of(_id, epoch);
    const own = role === "person" || text === trace.written;
    this.#journal.require(own, "a stored text is what was written", () => `${name}/${epoch}: ${excerpt(trace)}`);
    this.#journal.require(rest.status !== "failed" || text === "", "a turn that said something has not failed", name);
    const facts = JSON.stringify(rest);
    const first = this.#ended.get(keyOf(_id, epoch));
    const same = first === undefined || (first.text === text && first.facts === facts);
    this.#journal.require(same, "a turn ends once and stays as it ended", name);
    if (first) return;
    this.#ended.set(keyOf(_id, epoch), { text, facts });
    const fits = length === text.length && hash === textHash(text);
    this.#journal.require(fits, "length and hash are those of the text", name);
    this.#noteEnd(turn, name);
  }

  #noteEnd({ status, errorCode, role, fellBack, epoch }: Ended, name: string): void {
    this.#journal.note(`${name}/${epoch} ended: ${status}${errorCode === null ? "" : ` (${errorCode})`}`);
    this.#journal.saw(`turn: ${role} ${status}`);
    if (errorCode !== null) this.#journal.saw(`turn error: ${errorCode}`);
    if (fellBack) this.#journal.saw("fallback spoke");
  }

  /** An attempt that was live goes on, ends, or makes place for the next one; only one without a word may vanish. */
  #checkSuccessor(before: Turn, now: Turn | undefined): void {
    if (!isLiveTurn(before)) return;
    const silent = this.#traces.of(before._id, before.epoch).written === "";
    const name = this.#name(before._id);
    if (now === undefined) this.#journal.require(silent, "no attempt with a text vanishes", name);
    else if (now.epoch !== before.epoch) {
      this.#journal.saw("turn requeued");
      this.#journal.require(silent, "no attempt with a text gets a successor in its place", name);
      this.#journal.require(now.epoch === before.epoch + 1, "epochs count attempts", name);
    }
  }

  #name(turnId: string): string {
    return this.#journal.name(turnId, "turn");
  }
}
