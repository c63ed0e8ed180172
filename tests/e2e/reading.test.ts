import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { grows, openPage } from "../support/arena-page";
import { useStage } from "../support/stage";

const stage = useStage();

const scrollTop = (page: Page) => page.evaluate(() => scrollY);

/** How far down the page has ever been. Words come while the reader's hand is on its way, so one reading is too old. */
const highestScrollTop = (page: Page) => page.evaluate(() => Number(document.documentElement.dataset.highest));
const watchScrollTop = (page: Page) =>
  page.evaluate(() => {
    const { dataset } = document.documentElement;
    const note = () => (dataset.highest = `${Math.max(Number(dataset.highest ?? 0), scrollY)}`);
    note();
    addEventListener("scroll", note);
  });

test("on a phone the page follows the words, yields to the reader, and comes back on demand", async () => {
  const page = await openPage(stage.browser, stage.product.webUrl, { width: 390 });
  await page.getByRole("link", { name: /watch/i }).first().click();
  await page.locator('article[data-side="B"][data-status="streaming"]').waitFor({ timeout: 60_000 });
  const jump = page.getByRole("button", { name: "Jump to live" });

  await grows(page, 300);
  expect(await scrollTop(page)).toBeGreaterThan(0);
  expect(await jump.count()).toBe(0);

  await watchScrollTop(page);
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, -400);
  await jump.waitFor();
  const followed = await highestScrollTop(page);
  await expect.poll(() => scrollTop(page)).toBeLessThan(followed);
  // The wheel's own movement is over by the time more words have come.
  await grows(page, 100);
  const yielded = await scrollTop(page);
  await grows(page, 300);
  expect(await scrollTop(page)).toBe(yielded);

  await jump.click();
  await jump.waitFor({ state: "detached" });
  await grows(page, 50);
  expect(await scrollTop(page)).toBeGreaterThan(yielded);
});
