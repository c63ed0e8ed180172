import { expect, it } from "vitest";
import { SABOTAGES } from "./sabotages";
import { simulate } from "./simulate";

const MANY = 60;

it.each(SABOTAGES)(
  "reports it when $bug",
  async ({ sabotage, reportedAs }) => {
    let rule: string | null = null;
    for (let seed = 1; seed <= MANY && rule === null; seed++) {
      rule = (await simulate(seed, sabotage)).violation?.rule ?? null;
    }
    expect(reportedAs).toContain(rule);
  },
  120_000,
);
