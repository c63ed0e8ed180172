import * as fc from "fast-check";
import { expect, it } from "vitest";
import { api, internal } from "./_generated/api";
import { claimTurn } from "./model/claim";
import { reapIfStale } from "./model/reap";
import { textHash } from "./model/textHash";
import type { FinishedTurn, LiveTurn } from "./model/validators";
import { age, type Arena, newArena, plantTurn, type Planted } from "./testSetup.test-support";

/** A viewer as the page is one: it keeps text per attempt, misses updates, and repairs gaps from the segments. */
class Viewer {
  readonly shown = new Map<number, string>();
  readonly #t: Arena;
  readonly #planted: Planted;

  constructor(t: Arena, planted: Planted) {
    this.#t = t;
    this.#planted = planted;
  }

  async look(): Promise<void> {
    const { battleId } = this.#planted;
    const [live, list] = await Promise.all([
      this.#t.query(api.turns.live, { battleId }),
      this.#t.query(api.turns.list, { battleId }),
    ]);
    for (const turn of live) await this.#follow(turn);
    for (const turn of list) this.#settle(turn);
  }

  async #follow({ turnId, epoch, base, tail }: LiveTurn): Promise<void> {
    let have = this.shown.get(epoch) ?? "";
    if (have.length < base) {
      const segments = await this.#t.query(api.turns.segments, { turnId, epoch });
      have = segments.map((segment) => segment.text).join("");
    }
    this.shown.set(epoch, have + tail.slice(have.length - base));
  }

  #settle({ epoch, text, length, hash }: FinishedTurn): void {
    const have = this.shown.get(epoch) ?? "";
    expect(text.startsWith(have)).toBe(true);
    expect([text.length, textHash(text)]).toEqual([length, hash]);
    this.shown.set(epoch, text);
  }
}

/** The turn and whoever writes to it; `said` is what each attempt's provider has produced so far. */
class History {
  readonly said = new Map<number, string>([[1, ""]]);
  readonly viewers: Viewer[];
  readonly #t: Arena;
  readonly #planted: Planted;
  #epoch = 1;
  #seq = 0;
  ended: FinishedTurn | null = null;

  constructor(t: Arena, planted: Planted) {
    this.#t = t;
    this.#planted = planted;
    this.viewers = [0, 1, 2].map(() => new Viewer(t, planted));
  }

  async append(length: number): Promise<void> {
    const delta = `${this.#epoch}🥊`.repeat(length).slice(0, 1 + 3 * length);
    const answer = await this.#write(this.#epoch, this.#seq + 1, delta);
    expect(answer).toBe(this.ended ? "stop" : "ok");
    if (answer !== "ok") return;
    this.#seq += 1;
    this.said.set(this.#epoch, this.said.get(this.#epoch) + delta);
  }

  async resend(back: number): Promise<void> {
    if (this.#seq === 0) return;
    const answer = await this.#write(this.#epoch, Math.max(1, this.#seq - back), "resent");
    expect(answer).toBe(this.ended ? "stop" : "duplicate");
  }

  async skip(ahead: number): Promise<void> {
    const answer = await this.#write(this.#epoch, this.#seq + 2 + ahead, "too early").catch(() => "refused");
    expect(answer).toBe(this.ended ? "stop" : "refused");
  }

  async zombie(): Promise<void> {
    if (this.#epoch > 1) expect(await this.#write(this.#epoch - 1, 1, "zombie")).toBe("stop");
  }

  /** The action is killed; a viewer asks, and the next action claims what there is left to claim. */
  async kill(): Promise<void> {
    const { turnId } = this.#planted;
    await age(this.#t, turnId, 13_000);
    const claimed = await this.#t.run(async (ctx) => {
      expect(await reapIfStale(ctx, turnId)).toBe(this.ended === null);
      return await claimTurn(ctx, turnId, this.#epoch + 1);
    });
    if (!claimed) return await this.#noteEnd();
    this.#epoch += 1;
    this.#seq = 0;
    this.said.set(this.#epoch, "");
  }

  async finalize(): Promise<void> {
    const attempt = { turnId: this.#planted.turnId, epoch: this.#epoch };
    const delta = this.#seq > 0 ? `${this.#epoch}.` : "";
    const ending =
      this.#seq > 0
        ? { kind: "complete" as const, finishReason: "stop" as const, usage: null }
        : { kind: "failed" as const, errorCode: "empty" as const, usage: null };
    const answer = await this.#t.mutation(internal.turns.finalize, { ...attempt, seq: this.#seq + 1, delta, ending });
    if (answer === "ok") this.said.set(this.#epoch, this.said.get(this.#epoch) + delta);
    await this.#noteEnd();
  }

  /** Checked after every step. */
  check(): void {
    for (const viewer of this.viewers) {
      for (const [epoch, text] of viewer.shown) expect(this.said.get(epoch)?.startsWith(text)).toBe(true);
    }
  }

  async checkEnd(): Promise<void> {
    await this.finalize();
    await Promise.all(this.viewers.map((viewer) => viewer.look()));
    const { epoch, text } = this.ended!;
    expect(text).toBe(this.said.get(epoch));
    expect(this.viewers.map((viewer) => viewer.shown.get(epoch))).toEqual([text, text, text]);
  }

  /** The first end is the only one. */
  async #noteEnd(): Promise<void> {
    const [turn, ...others] = await this.#t.query(api.turns.list, { battleId: this.#planted.battleId });
    expect(others).toEqual([]);
    if (this.ended) expect(turn).toEqual(this.ended);
    this.ended = turn ?? null;
  }

  async #write(epoch: number, seq: number, delta: string) {
    return await this.#t.mutation(internal.turns.append, { turnId: this.#planted.turnId, epoch, seq, delta });
  }
}

const step = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 120 }).map((n) => (history: History) => history.append(n)) },
  { weight: 3, arbitrary: fc.nat({ max: 3 }).map((n) => (history: History) => history.resend(n)) },
  { weight: 1, arbitrary: fc.nat({ max: 3 }).map((n) => (history: History) => history.skip(n)) },
  { weight: 1, arbitrary: fc.constant((history: History) => history.zombie()) },
  { weight: 1, arbitrary: fc.constant((history: History) => history.kill()) },
  { weight: 1, arbitrary: fc.constant((history: History) => history.finalize()) },
  { weight: 6, arbitrary: fc.nat({ max: 2 }).map((n) => (history: History) => history.viewers[n]!.look()) },
);

it("shows every viewer a start of what one attempt said, and one end, whatever is sent twice, early, late or killed", async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
    const t = newArena();
    const history = new History(t, await plantTurn(t));
    for (const act of steps) {
      await act(history);
      history.check();
    }
    await history.checkEnd();
  });
  await fc.assert(property, { numRuns: 80 });
}, 120_000);
