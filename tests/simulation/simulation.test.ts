import { expect, it } from "vitest";
import { campaignOf, coverageOf, runCampaign, storyOf } from "./campaign";
import { EXPECTED } from "./expected";
import { simulate } from "./simulate";

const campaign = campaignOf(process.env);
/** With fewer runs, rare things may not happen. */
const ENOUGH = 300;

it(`keeps every invariant in ${campaign.runs} battles in which everything goes wrong`, async () => {
  const reports = await runCampaign(campaign);
  const broken = reports.find((report) => report.broken !== null);
  const coverage = coverageOf(reports);
  const unseen = campaign.runs < ENOUGH ? [] : EXPECTED.filter((kind) => !coverage.has(kind));
  expect({ broken: broken && storyOf(broken), unseen }).toEqual({ broken: undefined, unseen: [] });
}, 7_200_000);

it("repeats a battle from its seed, event by event", async () => {
  for (const seed of [1, 2, 3]) {
    const [first, second] = [await simulate(seed), await simulate(seed)];
    expect(first.log.length).toBeGreaterThan(10);
    expect(second).toEqual(first);
  }
}, 60_000);
