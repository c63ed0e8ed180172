import * as fc from "fast-check";
import { expect, it } from "vitest";
import { api, internal } from "./_generated/api";
import type { MutationCtx } from "./_generated/server";
import { claimFlight } from "./model/claim";
import { reapIfStale } from "./model/reap";
import { textHash } from "./model/textHash";
import type { FinishedTurn, LiveTurn } from "./model/validators";
import { age, type Arena, newArena, plantTurn, type Planted } from "./testSetup.test-support";

/** A viewer as the page is one: it keeps text per attempt, misses updates, and repairs gaps from the segments. */
class Viewer {
  readonly shown = new Map<number, string>();
  readonly #t: Arena;
  readonly #battleId: Planted["battleId"];

  constructor(t: Arena, { battleId }: Planted) {
    this.#t = t;
    this.#battleId = battleId;
  }

  async look(): Promise<void> {
    const battle = { battleId: this.#battleId };
    const [live, list] = await Promise.all([
      this.#t.query(api.turns.live, battle),
      this.#t.query(api.turns.list, battle),
    ]);
    for (const turn of live) await this.#follow(turn);
    for (const { epoch, text } of list) this.shown.set(epoch, text);
  }

  async #follow({ turnId, epoch, base, tail }: LiveTurn): Promise<void> {
    let have = this.shown.get(epoch) ?? "";
    if (have.length < base) {
      const segments = await this.#t.query(api.turns.segments, { turnId, epoch });
      have = segments.map((segment) => segment.text).join("");
    }
    this.shown.set(epoch, have + tail.slice(have.length - base));
  }
}

/** A turn, its viewers, and whoever writes to it; `said` is what each attempt's provider has produced so far. */
class History {
  readonly viewers: Viewer[];
  /** What should never happen, and did. */
  readonly broken: string[] = [];
  readonly #said = new Map<number, string>([[1, ""]]);
  readonly #t: Arena;
  readonly #planted: Planted;
  #epoch = 1;
  #seq = 0;
  #ended: FinishedTurn | null = null;

  constructor(t: Arena, planted: Planted) {
    this.#t = t;
    this.#planted = planted;
    this.viewers = [0, 1, 2].map(() => new Viewer(t, planted));
  }

  async append(length: number): Promise<void> {
    const delta = `${this.#epoch}🥊`.repeat(length).slice(0, 1 + 3 * length);
    const answer = await this.#write(this.#epoch, this.#seq + 1, delta);
    this.#require(answer === (this.#ended ? "stop" : "ok"), `an append was answered ${answer}`);
    if (answer === "ok") this.#wrote(delta);
  }

  async resend(back: number): Promise<void> {
    if (this.#seq === 0) return;
    const answer = await this.#write(this.#epoch, Math.max(1, this.#seq - back), "resent");
    this.#require(answer === (this.#ended ? "stop" : "duplicate"), `a repeated append was answered ${answer}`);
  }

  async skip(ahead: number): Promise<void> {
    const answer = await this.#write(this.#epoch, this.#seq + 2 + ahead, "too early").catch(() => "refused");
    this.#require(answer === (this.#ended ? "stop" : "refused"), `a gap was answered ${answer}`);
  }

  async zombie(): Promise<void> {
    if (this.#epoch === 1) return;
    const answer = await this.#write(this.#epoch - 1, 1, "zombie");
    this.#require(answer === "stop", `a lost attempt was answered ${answer}`);
  }

  /** The action is killed; a viewer asks, and the next action claims what there is left to claim. */
  async kill(): Promise<void> {
    const { turnId } = this.#planted;
    await age(this.#t, turnId, 13_000);
    const [reaped, claimed] = await this.#t.run(async (ctx) => [
      await reapIfStale(ctx, turnId),
      await claimAgain(ctx, turnId),
    ]);
    this.#require(reaped === (this.#ended === null), `reaping a killed turn answered ${reaped}`);
    if (!claimed) return await this.#noteEnd();
    this.#epoch += 1;
    this.#seq = 0;
    this.#said.set(this.#epoch, "");
  }

  async finalize(): Promise<void> {
    const hasText = this.#seq > 0;
    const delta = hasText ? `${this.#epoch}.` : "";
    const answer = await this.#t.mutation(internal.turns.finalize, {
      turnId: this.#planted.turnId,
      epoch: this.#epoch,
      seq: this.#seq + 1,
      delta,
      ending: hasText
        ? { kind: "complete", finishReason: "stop", usage: null }
        : { kind: "failed", errorCode: "empty", usage: null },
    });
    this.#require((answer === "ok") === (this.#ended === null), `finalize was answered ${answer}`);
    if (answer === "ok") this.#wrote(delta);
    await this.#noteEnd();
  }

  /** After every step, every viewer shows a start of what each attempt said. */
  check(): void {
    const shown = this.viewers.flatMap((viewer) => [...viewer.shown]);
    const isStart = shown.every(([epoch, text]) => this.#said.get(epoch)?.startsWith(text));
    this.#require(isStart, "a viewer shows what its attempt did not say");
  }

  async checkEnd(): Promise<void> {
    await this.finalize();
    await Promise.all(this.viewers.map((viewer) => viewer.look()));
    this.check();
    const { epoch = 0, text, length, hash } = this.#ended ?? {};
    this.#require(text === this.#said.get(epoch), "the stored text is not what was said");
    this.#require(length === text?.length && hash === textHash(text ?? ""), "length or hash is wrong");
    this.#require(
      this.viewers.every((viewer) => viewer.shown.get(epoch) === text),
      "a viewer ends with another text",
    );
  }

  /** The first end is the only one. */
  async #noteEnd(): Promise<void> {
    const turns = await this.#t.query(api.turns.list, { battleId: this.#planted.battleId });
    const ended = turns[0] ?? null;
    const same = this.#ended === null || JSON.stringify(ended) === JSON.stringify(this.#ended);
    this.#require(turns.length <= 1 && same, "a turn ended twice");
    this.#ended = ended;
  }

  async #write(epoch: number, seq: number, delta: string) {
    const write = { turnId: this.#planted.turnId, epoch, seq, delta };
    const [answer] = await this.#t.mutation(internal.turns.append, { writes: [write] });
    return answer;
  }

  #wrote(delta: string): void {
    this.#seq += 1;
    this.#said.set(this.#epoch, this.#said.get(this.#epoch) + delta);
  }

  #require(holds: boolean, otherwise: string): void {
    if (!holds) this.broken.push(otherwise);
  }
}

/** As the next action would, before the one that was scheduled comes to it. */
async function claimAgain(ctx: MutationCtx, turnId: Planted["turnId"]): Promise<boolean> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null || !("leaseId" in turn)) return false;
  return (await claimFlight(ctx, turn.leaseId)).length > 0;
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
    expect(history.broken).toEqual([]);
  });
  await fc.assert(property, { numRuns: 80 });
}, 120_000);
