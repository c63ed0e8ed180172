import { nextSlice } from "./clock";
import { currentExecution } from "./execution";

/** Variables of an instrumented bundle (modules/instrument.ts): what is left, and what refills it. */
export const FUEL = "$fuel$";
export const CHECK = "$checkFuel$";

/** What instrumentation inserts, each of which spends one unit of fuel. */
export const SPEND = {
  inCondition: `--${FUEL}<0&&(${FUEL}=${CHECK}()),`,
  inBlock: `if(--${FUEL}<0)${FUEL}=${CHECK}();`,
  /** Before a statement that is no block. An `else` that follows still belongs to the same `if` as before. */
  beforeStatement: `if(--${FUEL}<0&&(${FUEL}=${CHECK}())<0);else `,
  /** Before the body of an arrow function, which may be any expression that an alternate of a conditional may be. */
  beforeExpression: `--${FUEL}<0&&(${FUEL}=${CHECK}())<0?0:`,
};

const INSERTED = new RegExp(
  [SPEND.beforeStatement, SPEND.inBlock, SPEND.beforeExpression, SPEND.inCondition]
    .map((text) => text.replace(/[$()?]/g, "\\$&"))
    .join("|"),
  "g",
);

/** How many characters were inserted into a line before `column`, which counts from 0. */
export function insertedBefore(line: string, column: number): number {
  let inserted = 0;
  for (const match of line.slice(0, column + SPEND.beforeStatement.length).matchAll(INSERTED)) {
    if (match.index < column) inserted += match[0].length;
  }
  return Math.min(inserted, column);
}

/** The code as it was before it was instrumented. */
export function withoutFuel(code: string): string {
  return code.replaceAll(INSERTED, "");
}

/** Milliseconds between two checks of code that runs without pause. */
const INTERVAL = { shortest: 0.5, longest: 2 };
const MAX_FUEL = 65_536;

let fuel = 1024;

/**
 * Called by instrumented code when its fuel is used up. Throws if the function that runs is over its time, and again on
 * every later call; otherwise returns the next fuel: so much that checks cost nothing, and so little that code which does
 * much between two of them is checked in time.
 */
export function checkFuel(): number {
  const execution = currentExecution();
  const elapsed = nextSlice();
  if (elapsed > INTERVAL.longest) fuel = Math.max(1, Math.floor((fuel * INTERVAL.longest) / elapsed));
  else if (elapsed < INTERVAL.shortest) fuel = Math.min(MAX_FUEL, fuel * 2);
  execution?.spend(elapsed);
  return fuel;
}
