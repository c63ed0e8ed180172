import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rollBlocks } from "../../../convex/model/textBlocks";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { finishedTurn } from "../../testing/fixtures";
import { applyLive, applySegments, hasGap, type LiveTexts, NO_LIVE_TEXTS, settledText } from "./live-text";

const turnId = "turn1" as LiveTurn["turnId"];

/** The writer's side of the protocol, with the product's own rolling rule. */
class StoredTurn {
  epoch = 1;
  seq = 0;
  base = 0;
  tail = "";
  segments: string[] = [];

  append(delta: string): void {
    const { blocks, tail } = rollBlocks(this.tail + delta);
    this.segments.push(...blocks);
    this.base += blocks.join("").length;
    this.tail = tail;
    this.seq += 1;
  }

  restart(): void {
    Object.assign(this, { epoch: this.epoch + 1, seq: 0, base: 0, tail: "", segments: [] });
  }

  get text(): string {
    return this.segments.join("") + this.tail;
  }

  get live(): LiveTurn {
    const { epoch, seq, base, tail } = this;
    return { turnId, side: "A", round: 1, epoch, seq, base, tail, status: seq === 0 ? "thinking" : "streaming" };
  }

  get finished(): FinishedTurn {
    return finishedTurn(this.text, { turnId, epoch: this.epoch });
  }
}

const held = (texts: LiveTexts) => texts.get(turnId)!;
const words = (length: number) => "word ".repeat(length / 5);

type Step =
  | { kind: "append"; delta: string }
  | { kind: "deliver" | "read" | "restart" | "replay" }
  | { kind: "repair" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      delta: fc.string({ unit: "binary", maxLength: 700 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("deliver" as const, "read" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("repair" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("restart" as const, "replay" as const) }) },
);

describe("whatever updates are dropped, coalesced, repeated or late", () => {
  test("the shown text is a prefix of the stored text of its attempt, and in the end all of it", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const stored = new StoredTurn();
        const attempts = new Map([[1, ""]]);
        let texts = NO_LIVE_TEXTS;
        let old = stored.live;
        let reading: { epoch: number; text: string } | null = null;
        for (const next of steps) {
          if (next.kind === "append") stored.append(next.delta);
          if (next.kind === "restart") stored.restart();
          if (next.kind === "deliver") texts = applyLive(texts, [(old = stored.live)]);
          if (next.kind === "replay") texts = applyLive(texts, [old]);
          // The read and its answer are two steps, so the answer may be older than what was delivered in between.
          if (next.kind === "read") reading = { epoch: stored.epoch, text: stored.segments.join("") };
          if (next.kind === "repair" && reading) {
            texts = applySegments(texts, { turnId, epoch: reading.epoch }, reading.text);
          }
          attempts.set(stored.epoch, stored.text);
          const { epoch, text } = texts.get(turnId) ?? { epoch: 1, text: "" };
          expect(attempts.get(epoch)!.startsWith(text)).toBe(true);
        }
        texts = applyLive(texts, [stored.live]);
        texts = applySegments(texts, { turnId, epoch: stored.epoch }, stored.segments.join(""));
        expect(held(texts).text).toBe(stored.text);
        expect(settledText(held(texts), stored.finished)).toBe(stored.text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("applyLive", () => {
  test("answers the same object when an update brings nothing, so a render may call it", () => {
    const stored = new StoredTurn();
    stored.append("Hello");
    const texts = applyLive(NO_LIVE_TEXTS, [stored.live]);
    expect(applyLive(texts, [stored.live])).toBe(texts);
    expect(applyLive(texts, [])).toBe(texts);
  });

  test("bridges missed updates without a read as long as the tail overlaps", () => {
    const stored = new StoredTurn();
    stored.append(words(600));
    let texts = applyLive(NO_LIVE_TEXTS, [stored.live]);
    for (let n = 0; n < 3; n++) stored.append(words(200));
    texts = applyLive(texts, [stored.live]);
    expect(stored.base).toBeGreaterThan(0);
    expect(hasGap(held(texts))).toBe(false);
    expect(held(texts).text).toBe(stored.text);
  });

  test("shows nothing to a late joiner until the segments are there, then everything said so far", () => {
    const stored = new StoredTurn();
    stored.append(words(3000));
    let texts = applyLive(NO_LIVE_TEXTS, [stored.live]);
    expect(hasGap(held(texts))).toBe(true);
    expect(held(texts).text).toBe("");
    texts = applySegments(texts, stored.live, stored.segments.join(""));
    expect(held(texts).text).toBe(stored.text);
  });

  test("starts anew with a new attempt, and a late answer for the old one changes nothing", () => {
    const stored = new StoredTurn();
    stored.append("first attempt");
    let texts = applyLive(NO_LIVE_TEXTS, [stored.live]);
    stored.restart();
    stored.append("second");
    texts = applyLive(texts, [stored.live]);
    expect(held(texts).text).toBe("second");
    expect(applySegments(texts, { turnId, epoch: 1 }, "first attempt, longer than the second")).toBe(texts);
  });
});

describe("settledText", () => {
  test("replaces a copy of the right length whose hash differs", () => {
    const stored = new StoredTurn();
    stored.append("right");
    const wrong = held(applyLive(NO_LIVE_TEXTS, [{ ...stored.live, tail: "wrong" }]));
    expect(settledText(wrong, stored.finished)).toBe("right");
  });

  test("takes the stored text when nothing, too little, or another attempt is held", () => {
    const stored = new StoredTurn();
    stored.append("all of it");
    const some = held(applyLive(NO_LIVE_TEXTS, [{ ...stored.live, tail: "all" }]));
    const other = held(applyLive(NO_LIVE_TEXTS, [{ ...stored.live, epoch: 2, tail: "other" }]));
    for (const copy of [undefined, some, other]) expect(settledText(copy, stored.finished)).toBe("all of it");
  });
});
