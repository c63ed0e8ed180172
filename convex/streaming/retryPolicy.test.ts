import { describe, expect, it } from "vitest";
import type { StreamOutcome, TurnErrorCode } from "../providers/provider";
import { type Fault, faultOf, remedyFor } from "./retryPolicy";

const facts = { usage: null, model: null, firstTokenMs: null };

function fault(code: TurnErrorCode, retryable = true, retryAfterMs: number | null = null): Fault {
  return { code, retryable, retryAfterMs };
}

function complete(finishReason: "stop" | "length" | "content_filter" | "tool_calls") {
  return { kind: "complete", finishReason, toolCalls: [], generationId: null, ...facts } satisfies StreamOutcome;
}

describe("faultOf", () => {
  it.each(["stop", "length", "tool_calls"] as const)(
    "takes a completion without text for empty: %s",
    (finishReason) => {
      expect(faultOf(complete(finishReason))).toEqual(fault("empty"));
    },
  );

  it("takes a filtered completion without text for moderation, which a retry would not change", () => {
    expect(faultOf(complete("content_filter"))).toEqual(fault("moderation", false));
  });

  it("keeps what the provider says of an error", () => {
    const error = { kind: "error", ...fault("upstream", true, 3_000), ...facts } satisfies StreamOutcome;
    expect(faultOf(error)).toMatchObject(fault("upstream", true, 3_000));
  });
});

describe("remedyFor", () => {
  it("backs off with jitter, twice", () => {
    const remedies = [0, 1, 2].map((retries) =>
      [0, 0.99].map((random) => remedyFor(fault("network"), retries, random)),
    );
    expect(remedies).toEqual([
      [
        { kind: "retry", afterMs: 250 },
        { kind: "retry", afterMs: 497.5 },
      ],
      [
        { kind: "retry", afterMs: 500 },
        { kind: "retry", afterMs: 995 },
      ],
      [{ kind: "fail" }, { kind: "fail" }],
    ]);
  });

  it("waits exactly as long as the provider asked, up to ten seconds", () => {
    const remedies = [1_000, 10_000, 10_001].map((ms) => remedyFor(fault("rate_limited", true, ms), 0, 0.5));
    expect(remedies).toEqual([
      { kind: "retry", afterMs: 1_000 },
      { kind: "retry", afterMs: 10_000 },
      { kind: "defer", afterMs: 10_001 },
    ]);
  });

  it("puts any transient fault off that asks for longer, also after the last retry", () => {
    expect(remedyFor(fault("upstream", true, 60_000), 2, 0)).toEqual({ kind: "defer", afterMs: 60_000 });
  });

  it("tries an empty completion once more only", () => {
    expect([0, 1].map((retries) => remedyFor(fault("empty"), retries, 0).kind)).toEqual(["retry", "fail"]);
  });

  it.each(["auth", "payment", "moderation"] as const)("never repeats what the provider calls final: %s", (code) => {
    expect(remedyFor(fault(code, false, 60_000), 0, 0)).toEqual({ kind: "fail" });
  });
});
