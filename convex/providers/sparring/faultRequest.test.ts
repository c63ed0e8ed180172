import { describe, expect, it } from "vitest";
import { NO_FAULT, parseFaultHeader, parseFaultSuffix } from "./faultRequest";

describe("parseFaultHeader", () => {
  it("reads every control", () => {
    expect(parseFaultHeader("fault=stall;after=20;ms=8000;times=1;tps=500;ttft=0;seed=7;scenario=abc")).toEqual({
      fault: "stall",
      after: 20,
      ms: 8000,
      times: 1,
      tokensPerSecond: 500,
      ttftMs: 0,
      seed: "7",
      scenario: "abc",
    });
  });

  it("may set the pace alone, with spaces", () => {
    expect(parseFaultHeader(" tps=500 ; ttft=10 ")).toEqual({ ...NO_FAULT, tokensPerSecond: 500, ttftMs: 10 });
  });

  it.each([[""], ["garbage"], ["after=-1;ms=x;times="], [";;=;"], ["tps=0"]])(
    "ignores what it cannot read: %j",
    (header) => {
      expect(parseFaultHeader(header)).toEqual(NO_FAULT);
    },
  );
});

describe("parseFaultSuffix", () => {
  it.each([
    ["stall.20.8000", { fault: "stall", after: 20, ms: 8000 }],
    ["429.0.1000.2", { fault: "429", ms: 1000, times: 2 }],
    ["eof", { fault: "eof" }],
    ["stall..500", { fault: "stall", ms: 500 }],
    ["", {}],
  ])("%j", (suffix, fields) => {
    expect(parseFaultSuffix(suffix)).toEqual({ ...NO_FAULT, ...fields });
  });
});
