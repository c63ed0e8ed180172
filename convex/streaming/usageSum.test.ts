import { expect, it } from "vitest";
import type { StreamOutcome, Usage } from "../providers/provider";
import { UsageSum } from "./usageSum";

const usage = (more: Partial<Usage> = {}): Usage => ({
  promptTokens: 10,
  completionTokens: 5,
  reasoningTokens: 2,
  cachedTokens: 1,
  costUsd: 0.25,
  simulated: true,
  ...more,
});

function sumOf(...calls: (Usage | null | "refused")[]) {
  const sum = new UsageSum();
  for (const call of calls) {
    const facts = { usage: call === "refused" ? null : call, model: null, firstTokenMs: call === "refused" ? null : 1 };
    const outcome: StreamOutcome = { kind: "error", code: "upstream", retryable: true, retryAfterMs: null, ...facts };
    sum.add(outcome);
  }
  return sum.total;
}

it("adds the calls of an attempt up", () => {
  expect(sumOf(usage(), usage({ completionTokens: 7, costUsd: 0.5 }))).toEqual({
    promptTokens: 20,
    completionTokens: 12,
    reasoningTokens: 4,
    cachedTokens: 2,
    costUsd: 0.75,
    simulated: true,
  });
});

it("does not know the cost when it is unknown for any call", () => {
  expect(sumOf(usage(), usage({ costUsd: null }), usage())?.costUsd).toBeNull();
  expect(sumOf(usage(), null)).toEqual(usage({ costUsd: null }));
  expect(sumOf(null, usage())).toEqual(usage({ costUsd: null }));
});

it("counts nothing for a request that was refused", () => {
  expect(sumOf("refused", usage())).toEqual(usage());
});

it("is null when no call has told", () => {
  expect([sumOf(), sumOf(null), sumOf("refused")]).toEqual([null, null, null]);
});
