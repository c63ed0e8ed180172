import { expect, test } from "vitest";
import { createRoom, openPage, waitForStatus } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { useStage } from "../support/stage";

const stage = useStage({ ARENA_SPARRING_SPEED: "50" });
const PATIENCE = { timeout: 60_000 };
const MENU_CHUNK = /\/assets\/turn-menu-[^/]+\.js$/;

test("a part of the page that does not load takes nothing else with it, is named, and comes after all", async () => {
  const { webUrl } = stage.product;
  const host = await openPage(stage.browser, webUrl);
  const url = await createRoom(host, webUrl, {
    topic: "Is a broken chunk a broken page?",
    fighters: ["Socrates", "Firebrand"],
    rounds: 1,
  });
  await host.getByRole("button", { name: "Start battle" }).click();
  await waitForStatus(host, 1, "B", "complete");

  const page = await openPage(stage.browser, "about:blank", { width: 390 });
  let asked = 0;
  await page.route(MENU_CHUNK, async (route) => {
    asked++;
    await route.abort("connectionfailed");
  });
  await page.goto(url);
  const notice = page.getByRole("status").filter({ hasText: "Part of this page did not load" });
  await notice.waitFor(PATIENCE);
  expect(asked).toBeGreaterThanOrEqual(3);
  const words = await waitForStatus(page, 1, "A", "complete");
  expect(words.length).toBeGreaterThan(0);
  expect(await notice.getByRole("button", { name: "Reload" }).isEnabled()).toBe(true);
  expect([await axeFindings(page), await sidewaysScroll(page), await smallTargets(page)]).toEqual([[], 0, []]);
  expect(await page.getByRole("article").getByRole("button", { name: /^More/ }).count()).toBe(0);

  await page.unroute(MENU_CHUNK);
  await page.getByRole("article").getByRole("button", { name: /^More/ }).first().waitFor(PATIENCE);
  await notice.waitFor({ state: "detached", ...PATIENCE });
});
