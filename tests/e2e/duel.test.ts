import type { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage, turnArticle } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { signIn } from "../support/session";
import { useStage } from "../support/stage";
import { until } from "../support/until";

const whole = (on: Page) => on.locator("main").textContent();
const stage = useStage({ ARENA_SPARRING_SPEED: "2" });

describe("a blind duel", () => {
  let host: ConvexHttpClient;
  let roomId: Id<"rooms">;
  let battleId: Id<"battles">;
  let page: Page;
  let phone: Page;

  beforeAll(async () => {
    host = await signIn(stage.product.convexUrl);
    roomId = await makeRoom(host, {
      format: "duel",
      topic: "Explain the tides to a ten-year-old",
      fighters: [{ modelId: "sparring/socrates" }, { modelId: "sparring/researcher" }],
      settings: { referee: true, votingSeconds: 300 },
    });
    const url = `${stage.product.webUrl}/rooms/${roomId}`;
    page = await openPage(stage.browser, url);
    phone = await openPage(stage.browser, url, { width: 390 });
  });

  test("shows before its start that names stay hidden", async () => {
    await page.getByText("Names are hidden until the verdict").first().waitFor();
    expect(await whole(page)).not.toMatch(/Socrates|Researcher/);
  });

  test("both answer at once, side by side", async () => {
    battleId = await host.mutation(api.battles.start, { roomId });
    await until(
      page,
      () => document.querySelectorAll('article[data-status="streaming"] [data-turn-text]:not(:empty)').length === 2,
      null,
    );
    const [a, b] = await Promise.all(["A", "B"].map((side) => turnArticle(page, 1, side as "A" | "B").boundingBox()));
    expect(a?.y).toBe(b?.y);
    expect(a!.x + a!.width).toBeLessThan(b!.x);
    expect(await whole(page)).not.toMatch(/Socrates|Researcher/);
  });

  test("on a phone one stands below the other", async () => {
    const [a, b] = await Promise.all(["A", "B"].map((side) => turnArticle(phone, 1, side as "A" | "B").boundingBox()));
    expect(b!.y).toBeGreaterThanOrEqual(a!.y + a!.height);
    expect(await sidewaysScroll(phone)).toBe(0);
  });

  test("the crowd votes for sides, not for names", async () => {
    await untilStage(host, battleId, "voting");
    await page.getByRole("group", { name: "Who won round 1?" }).waitFor();
    expect(await page.locator("[data-choice]").allTextContents()).toEqual(["Fighter ASide A", "Fighter BSide B"]);
    await page.locator("[data-verdict]").nth(1).getByText(/−\d+/).waitFor();
    expect(await whole(page)).not.toMatch(/Socrates|Researcher/);
    expect(await axeFindings(page)).toEqual([]);
  });

  test("the verdict lifts the masks", async () => {
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    await untilStage(host, battleId, "verdict");
    await page.locator('[data-choice="B"]').click();
    await page.locator('[data-choice="B"]').getByText("Your vote · 100 %").waitFor();
    expect(await whole(page)).not.toMatch(/Socrates|Researcher/);
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 0 });
    const result = page.getByRole("region", { name: "Result" });
    await result.getByRole("heading", { name: /^(Socrates|Researcher) wins$/ }).waitFor();
    expect(await whole(page)).not.toContain("Names are hidden");
    await phone
      .getByText(/^(Socrates|Researcher) wins$/)
      .first()
      .waitFor();
  });
});
