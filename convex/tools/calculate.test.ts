import { assert, asyncProperty, oneof, string, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import { calculate } from "./calculate";

const run = (expression: string) => calculate.run({ expression }, { earlier: [] });
/** `run` throws at once or rejects; a caller that awaits sees no difference. */
const failing = async (expression: string) => await run(expression);

/** The result, or why there is none. */
const outcomeOf = (expression: string) =>
  failing(expression).then(
    (result) => result,
    (error: Error) => error.message,
  );

describe("calculate", () => {
  it.each([
    ["1 + 2 * 3", "7"],
    ["-2^2", "-4"],
    ["2^3^2", "512"],
    ["2^-1", "0.5"],
    ["0.1 + 0.2", "0.3"],
    ["(1250 - 980) / 980 * 100", "27.5510204082"],
    ["10 % 3", "1"],
    ["200 * 15%", "30"],
    ["6 × 7 − 2 ÷ 4", "41.5"],
    ["sqrt(2) * sqrt(2)", "2"],
    ["max(1, 5, 3) + min(4, 2) + abs(-1) + round(2.5) + ceil(0.2) + floor(0.8)", "12"],
    ["log(e) + log10(1000) + exp(0)", "5"],
    ["round(pi, 4)", "3.1416"],
    ["1e3 + .5", "1000.5"],
    ["10^20 * 10", "1e+21"],
  ])("%s is %s", async (expression, value) => {
    expect(await run(expression)).toBe(`${expression} = ${value}`);
  });

  it.each(["1 / 0", "0 / 0", "sqrt(-1)", "9^9^9^9", "-1e999", "sqrt", "log(0)"])(
    "refuses what is no finite number: %s",
    async (expression) => {
      await expect(failing(expression)).rejects.toThrow("the result is not a finite number");
    },
  );

  it.each(["1 +", "(1", "1,000 + 1", "2 +* 3", "1 2", "2 sqrt", 'sqrt["constructor"]("return 1")()', "{}["])(
    "refuses what it cannot read: %s",
    async (expression) => {
      await expect(failing(expression)).rejects.toThrow("the expression cannot be read");
    },
  );

  it.each([
    "x",
    "constructor",
    "constructor(1)",
    "__proto__",
    "toString()",
    "sqrt.constructor",
    "f(x) = f(x - 1) + f(x - 1)",
    "a = 5",
    "1; 2",
    "[1, 2]",
    "{a: 1}",
    '"text"',
    "true",
    "1 == 1",
    "1 ? 2 : 3",
    "170!",
    "9999999999!",
    "import(1)",
    "evaluate(1)",
    "parse(1)",
    "createUnit(1)",
    "random()",
    "1 to 2",
    "5 cm",
    "i",
    "1:100000000",
  ])("runs nothing but arithmetic: %s", async (expression) => {
    await expect(failing(expression)).rejects.toThrow("understood");
  });

  it("answers a finite number or refuses, whatever it is given, and changes no prototype", async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const code = stringMatching(/^([0-9a-z.+*/^%(),=[\]"';:-]|sqrt|constructor|__proto__|pi){0,30}$/);
    const any = oneof(string({ maxLength: 40 }), code);
    await assert(
      asyncProperty(any, async (expression) => {
        expect(await outcomeOf(expression)).toMatch(
          /understood$|cannot be read$|finite number$| = -?[\d.]+(e[+-]\d+)?$/,
        );
      }),
      { numRuns: 1_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
