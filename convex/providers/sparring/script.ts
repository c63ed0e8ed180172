import { deltasOf, type Plan } from "./plan";
import type { Random } from "./prng";
import { choice, event } from "./wire";

export interface Frame {
  kind: "comment" | "delta" | "finish" | "usage" | "done" | "broken";
  /** Milliseconds after the start of the answer. */
  atMs: number;
  text: string;
}

/** `reset` and `abrupt` break the connection, with and without a TCP reset; `hold` never ends it. */
export type ScriptEnd = "close" | "reset" | "abrupt" | "hold";

/** A streamed answer, laid out in time: what the faults change and the player plays. */
export interface Script {
  frames: Frame[];
  end: ScriptEnd;
  crlf: boolean;
  /** Every byte in a write of its own. */
  byteByByte: boolean;
}

export interface Pace {
  ttftMs: number;
  tokensPerSecond: number;
}

const KEEPALIVE_MS = 1_000;
export const KEEPALIVE = ": OPENROUTER PROCESSING\n\n";

/** Frames at the model's pace, each gap between 0.6 and 1.4 of the mean; keepalive comments until the first token. */
export function scriptOf(plan: Plan, pace: Pace, random: Random): Script {
  const frames = commentsUntil(pace.ttftMs);
  let atMs = pace.ttftMs;
  for (const text of deltasOf(plan)) {
    frames.push({ kind: "delta", atMs, text });
    atMs += (1_000 / pace.tokensPerSecond) * (0.6 + 0.8 * random());
  }
  const finish = event(plan.head, [choice({ content: "" }, plan.finishReason)]);
  const usage = event(plan.head, [], { usage: plan.usage });
  frames.push({ kind: "finish", atMs, text: finish }, { kind: "usage", atMs, text: usage });
  frames.push({ kind: "done", atMs, text: "data: [DONE]\n\n" });
  return { frames, end: "close", crlf: false, byteByByte: false };
}

function commentsUntil(endMs: number): Frame[] {
  const count = 1 + Math.max(0, Math.ceil(endMs / KEEPALIVE_MS) - 1);
  return Array.from({ length: count }, (_, at) => ({ kind: "comment", atMs: at * KEEPALIVE_MS, text: KEEPALIVE }));
}
