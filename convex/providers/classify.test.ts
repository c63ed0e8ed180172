import { APIConnectionError, APIError } from "openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { classifyBody, classifyThrown, isTransient } from "./classify";

afterEach(() => vi.useRealTimers());

describe("classifyBody", () => {
  it.each([
    [400, "bad_request"],
    [401, "auth"],
    [402, "payment"],
    [403, "moderation"],
    [404, "bad_request"],
    [408, "upstream"],
    [413, "bad_request"],
    [422, "bad_request"],
    [429, "rate_limited"],
    [500, "upstream"],
    [502, "upstream"],
    [503, "upstream"],
    [524, "upstream"],
    [529, "upstream"],
  ])("status %i is %s, as status, as numeric code and as code in a string", (status, code) => {
    expect(classifyBody(undefined, status).code).toBe(code);
    expect(classifyBody({ code: status }).code).toBe(code);
    expect(classifyBody({ code: String(status) }).code).toBe(code);
  });

  it.each([
    ["authentication", "auth"],
    ["payment_required", "payment"],
    ["rate_limit_exceeded", "rate_limited"],
    ["content_policy_violation", "moderation"],
    ["refusal", "moderation"],
    ["provider_overloaded", "upstream"],
    ["context_length_exceeded", "bad_request"],
  ])("error_type %s is %s, whatever the status", (error_type, code) => {
    expect(classifyBody({ code: 500, metadata: { error_type } }, 500).code).toBe(code);
  });

  it("tells a key without permission from flagged input, though both are 403", () => {
    expect(classifyBody({ metadata: { error_type: "permission_denied" } }, 403).code).toBe("auth");
    expect(classifyBody({ metadata: { reasons: ["violence"], flagged_input: "…" } }, 403).code).toBe("moderation");
  });

  it("reads the words that OpenAI-compatible servers put into code", () => {
    expect(classifyBody({ code: "insufficient_quota" }, 429).code).toBe("payment");
    expect(classifyBody({ code: "never_heard_of" }).code).toBe("upstream");
  });

  it.each([[null], ["text"], [[]], [{}], [{ code: null, metadata: "x" }], [{ code: "__proto__" }]])(
    "an unreadable body is an upstream fault: %j",
    (body) => {
      expect(classifyBody(body)).toEqual({ code: "upstream", retryAfterMs: null });
    },
  );
});

const wait = (value: string) => classifyBody({}, 429, new Headers({ "retry-after": value })).retryAfterMs;

describe("the requested wait", () => {
  it("is read in seconds", () => {
    expect(wait("2")).toBe(2000);
    expect(wait("0.5")).toBe(500);
    expect(wait("120")).toBe(120_000);
  });

  it("is read as a date, and is never negative", () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    expect(wait("Thu, 01 Jan 2026 00:00:30 GMT")).toBe(30_000);
    expect(wait("Wed, 31 Dec 2025 23:00:00 GMT")).toBe(0);
  });

  it("is null when missing or unreadable", () => {
    expect(wait("soon")).toBeNull();
    expect(classifyBody({}, 429, new Headers()).retryAfterMs).toBeNull();
  });

  it("is read from an availability error without code", () => {
    const fault = classifyBody({ availability: { retryable: true, retry_after: 3 } }, 503);
    expect(fault).toEqual({ code: "upstream", retryAfterMs: 3000 });
  });
});

describe("classifyThrown", () => {
  it("knows the SDK's connection errors, API errors and parse errors", () => {
    expect(classifyThrown(new APIConnectionError({ message: "x" })).code).toBe("network");
    expect(classifyThrown(new APIError(402, {}, "x", new Headers())).code).toBe("payment");
    expect(classifyThrown(new SyntaxError("x")).code).toBe("malformed");
    expect(classifyThrown(new TypeError("terminated")).code).toBe("network");
  });

  it("classifies an error chunk, which the SDK throws without a status", () => {
    expect(classifyThrown(new APIError(undefined, { code: "429" }, undefined, new Headers())).code).toBe(
      "rate_limited",
    );
  });
});

it("only faults that may pass by themselves are transient", () => {
  expect(isTransient("upstream")).toBe(true);
  expect(isTransient("auth")).toBe(false);
  expect(isTransient("payment")).toBe(false);
  expect(isTransient("moderation")).toBe(false);
  expect(isTransient("bad_request")).toBe(false);
  expect(isTransient("timeout_total")).toBe(false);
});
