/** What a client asked the sparring partner to do wrong. */
export interface FaultRequest {
  /** A name from faults.ts, or an HTTP status; null changes the pace only. */
  fault: string | null;
  /** Deltas before the fault. */
  after: number;
  /** Length of a stall, or the wait that a 429 asks for, in milliseconds. */
  ms: number;
  /** How often the fault happens for one scenario. */
  times: number;
  /** What counts as the same scenario; null: the same request. */
  scenario: string | null;
  tokensPerSecond: number | null;
  ttftMs: number | null;
  seed: string | null;
}

export const NO_FAULT: FaultRequest = {
  fault: null,
  after: 0,
  ms: 0,
  times: Infinity,
  scenario: null,
  tokensPerSecond: null,
  ttftMs: null,
  seed: null,
};

/** `X-Sparring: fault=stall;after=20;ms=8000;times=1;tps=500;ttft=0;seed=7;scenario=abc` */
export function parseFaultHeader(header: string): FaultRequest {
  const given = new Map(header.split(";").map((part) => splitAt(part.trim(), "=")));
  return {
    fault: given.get("fault") || null,
    after: count(given.get("after")) ?? NO_FAULT.after,
    ms: count(given.get("ms")) ?? NO_FAULT.ms,
    times: count(given.get("times")) ?? NO_FAULT.times,
    scenario: given.get("scenario") || null,
    tokensPerSecond: count(given.get("tps")) || null,
    ttftMs: count(given.get("ttft")),
    seed: given.get("seed") || null,
  };
}

/** `fault[.after[.ms[.times]]]`, the part of a model id after `+`: `sparring/firebrand+stall.20.8000`. */
export function parseFaultSuffix(suffix: string): FaultRequest {
  const [fault, after, ms, times] = suffix.split(".");
  return {
    ...NO_FAULT,
    fault: fault || null,
    after: count(after) ?? NO_FAULT.after,
    ms: count(ms) ?? NO_FAULT.ms,
    times: count(times) ?? NO_FAULT.times,
  };
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
