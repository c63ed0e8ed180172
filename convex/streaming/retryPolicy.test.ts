import { describe, expect, it } from "vitest";
import type { StreamOutcome, TurnErrorCode } from "../providers/provider";
import { type Fault, faultOf, retryDelay } from "./retryPolicy";

function error(code: TurnErrorCode, retryable = true, retryAfterMs: number | null = null): StreamOutcome & Fault {
  return { kind: "error", code, retryable, retryAfterMs, usage: null };
}

function complete(finishReason: "stop" | "length" | "content_filter"): StreamOutcome {
  return { kind: "complete", finishReason, usage: null, model: "vendor/model", generationId: null };
}

describe("faultOf", () => {
  it("finds nothing wrong with a completion that has text, or with an abort of our own", () => {
    const outcomes = [complete("stop"), complete("length"), complete("content_filter")];
    expect(outcomes.map((outcome) => faultOf(outcome, true))).toEqual([null, null, null]);
    expect(faultOf({ kind: "aborted", usage: null }, false)).toBeNull();
  });

  it("takes a completion without text for a fault that may be retried", () => {
    expect(faultOf(complete("stop"), false)).toMatchObject({ code: "empty", retryable: true });
  });

  it("takes a filtered completion without text for moderation, which a retry would not change", () => {
    expect(faultOf(complete("content_filter"), false)).toMatchObject({ code: "moderation", retryable: false });
  });

  it("does not wait for longer than ten seconds: the turn is rate limited", () => {
    expect(faultOf(error("upstream", true, 10_001), false)).toMatchObject({ code: "rate_limited", retryable: false });
    expect(faultOf(error("upstream", true, 10_000), false)).toMatchObject({ code: "upstream", retryable: true });
  });
});

describe("retryDelay", () => {
  it("backs off with jitter, twice", () => {
    const delays = [0, 1, 2].map((retries) => [0, 0.99].map((random) => retryDelay(error("network"), retries, random)));
    expect(delays).toEqual([
      [250, 497.5],
      [500, 995],
      [null, null],
    ]);
  });

  it("waits exactly as long as the provider asked", () => {
    expect(retryDelay(error("rate_limited", true, 1_000), 0, 0.5)).toBe(1_000);
  });

  it("tries an empty completion once more only", () => {
    expect([0, 1].map((retries) => retryDelay(error("empty"), retries, 0))).toEqual([250, null]);
  });

  it.each(["auth", "payment", "moderation"] as const)("never retries what the provider calls final: %s", (code) => {
    expect(retryDelay(error(code, false), 0, 0)).toBeNull();
  });
});
