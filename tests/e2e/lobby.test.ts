import type { ConvexHttpClient } from "convex/browser";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { signIn } from "../support/session";
import { useStage } from "../support/stage";

/** What the lobby says of a battle whose crowd votes, and of one that starts by itself. */
const stage = useStage({ ARENA_SPARRING_SPEED: "50" });
const MINUTE = 60_000;
/** Of `expect.poll`, which by itself waits for one second. */
const PATIENCE = { timeout: 10_000 };

let host: ConvexHttpClient;
let pages: [wide: Page, phone: Page];

beforeAll(async () => {
  host = await signIn(stage.product.convexUrl);
  const lobby = (options: Parameters<typeof openPage>[2]) => openPage(stage.browser, stage.product.webUrl, options);
  pages = [await lobby({}), await lobby({ width: 390, dark: false })];
});
afterAll(() => Promise.all(pages.map((page) => page.context().close())));

/** What is wrong with the page as it stands. */
async function faults(page: Page): Promise<unknown[]> {
  const sideways = await sidewaysScroll(page);
  const window = page.viewportSize()?.width ?? 0;
  const boxes = await Promise.all((await page.getByRole("listitem").all()).map((item) => item.boundingBox()));
  const wide = boxes.filter((box) => box !== null && box.x + box.width > window);
  return [...(await axeFindings(page)), ...wide, ...(sideways > 0 ? [`${sideways} px too wide`] : [])];
}

/** The digits of a countdown, as one number: it only ever gets smaller. */
const digits = (countdown: Locator) => async () => Number((await countdown.textContent())?.replaceAll(/\D/g, ""));
const featured = (page: Page) => page.getByRole("region", { name: "Featured battle" });
const card = (page: Page, topic: string) => page.getByRole("listitem").filter({ hasText: topic });

describe("a vote", () => {
  const topic = "Should shops close on Sundays?";
  let battleId: Id<"battles">;

  beforeAll(async () => {
    const roomId = await makeRoom(host, { topic, rounds: 2, settings: { votingSeconds: 300 } });
    battleId = await host.mutation(api.battles.start, { roomId });
    await untilStage(host, battleId, "voting");
  });

  test("the lobby says that the crowd votes, for how long, and invites to it", async () => {
    for (const page of pages) {
      await featured(page).getByRole("heading", { name: topic }).waitFor();
      await featured(page).getByText("Round 1 of 2 · the crowd votes").waitFor();
      await featured(page).getByRole("link", { name: /^Vote/ }).waitFor();
      const timer = featured(page).getByRole("timer");
      await timer.filter({ hasText: /^[45]:\d\d left$/ }).waitFor();
      await expect.poll(digits(timer), PATIENCE).toBeLessThan(await digits(timer)());
      expect(await faults(page)).toEqual([]);
    }
  });

  test("the next round's vote and the verdict are named; a click leads to the choices", async () => {
    const [wide] = pages;
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    await featured(wide).getByText("Round 2 of 2 · the crowd votes").waitFor();
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 2 });
    await featured(wide).getByText("Final verdict: the crowd votes").waitFor();
    await featured(wide).getByRole("link", { name: /^Vote/ }).click();
    await wide.getByRole("group", { name: "Who won the battle?" }).waitFor();
    expect(await wide.locator("[data-choice]").count()).toBe(4);
    await wide.goBack();
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 0 });
    await card(wide, topic).getByText("Read").waitFor();
  });
});

describe("a start that is set", () => {
  test("a near one is counted down on its card", async () => {
    const topic = "Is a hot dog a sandwich?";
    await makeRoom(host, { topic, startAt: Date.now() + 1.5 * MINUTE });
    for (const page of pages) {
      const time = card(page, topic).getByText(/^starts in \d+ s$/);
      await time.waitFor();
      await expect.poll(digits(time), PATIENCE).toBeLessThan(await digits(time)());
      expect(await faults(page)).toEqual([]);
    }
  });

  test("a far one has a time or a date, each in the viewer's own", async () => {
    const day = 24 * 60 * MINUTE;
    const startAt = Date.now() + 2 * day;
    await makeRoom(host, { topic: "Should weekends last three days?", startAt });
    await makeRoom(host, { topic: "Are maps better than directions?", startAt: Date.now() + 30 * MINUTE });
    for (const page of pages) {
      await card(page, "maps better")
        .getByText(/^starts in (29|30) min$/)
        .waitFor();
      const shown = card(page, "weekends last").getByText(/^starts /);
      expect(await shown.getAttribute("datetime")).toBe(new Date(startAt).toISOString());
      expect(await shown.textContent()).toMatch(/^starts .*\d:\d\d/);
    }
  });

  test("when its time has come it is live, without anybody's click", async () => {
    const topic = "Should every street have trees?";
    // The vote keeps it live.
    await makeRoom(host, { topic, startAt: Date.now() + 6_000, settings: { votingSeconds: 300 } });
    const upcoming = (page: Page) => page.getByRole("region", { name: "Upcoming" }).getByText(topic);
    for (const page of pages) await upcoming(page).waitFor();
    for (const page of pages) {
      await featured(page).getByRole("heading", { name: topic }).waitFor();
      expect(await upcoming(page).count()).toBe(0);
    }
  });
});
