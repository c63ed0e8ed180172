import type { Browser, Page } from "playwright-core";
import { until } from "./until";

export interface Fight {
  topic: string;
  /** A challenge and a chat take the second one only: the host is the first. */
  fighters: [string, string];
  rounds: number;
  format?: "debate" | "duel" | "challenge" | "chat";
  /** What is left out is off, so that a battle takes no longer than its turns. A chat has none of the first three. */
  rules?: { referee?: boolean; commentator?: boolean; votingSeconds?: 0 | 10 | 20 | 30 | 60; tools?: boolean };
}

/** A person with a browser of their own: nothing is shared with another viewer. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { width?: number; dark?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: 900 },
    colorScheme: options.dark === false ? "light" : "dark",
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Fills the form as a person would; answers the room's URL. */
export async function createRoom(page: Page, webUrl: string, fight: Fight): Promise<string> {
  const { topic, fighters, rounds, format = "debate", rules = {} } = fight;
  await page.goto(`${webUrl}/rooms/new`);
  await page.locator(`input[name="format"][value="${format}"]`).check({ force: true });
  await page.getByLabel("Topic", { exact: true }).fill(topic);
  for (const [index, name] of fighters.entries()) {
    const field = page.locator(index === 0 ? "#model-A" : "#model-B");
    if (index === 0 && (format === "challenge" || format === "chat")) continue;
    await field.fill(name);
    await page.keyboard.press("Tab");
  }
  await page.getByRole("button", { name: "Rules" }).click();
  await page.locator("#tools").setChecked(rules.tools ?? false, { force: true });
  if (format !== "chat") {
    await page.locator(`input[name="rounds"][value="${rounds}"]`).check({ force: true });
    await page.locator(`input[name="voting"][value="${rules.votingSeconds ?? 0}"]`).check({ force: true });
    await page.locator("#referee").setChecked(rules.referee ?? false, { force: true });
    await page.locator("#commentator").setChecked(rules.commentator ?? false, { force: true });
  }
  await page.getByRole("button", { name: /^Create (battle|chat)$/ }).click();
  await page.getByRole("button", { name: "Start battle" }).waitFor();
  return page.url();
}

export interface Sample {
  turnId: string;
  status: string;
  length: number;
  hash: string;
  at: number;
}

/** Notes every state of every turn's text that this page paints from now on. */
export async function watchTexts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const samples: unknown[] = [];
    const last = new Map<string, string>();
    const observer = new MutationObserver(() => {
      for (const article of document.querySelectorAll<HTMLElement>("article[data-turn-id]")) {
        const text = article.querySelector<HTMLElement>("[data-turn-text]");
        const { turnId, status } = article.dataset;
        const { rawLength, rawHash } = text?.dataset ?? {};
        const state = `${status} ${rawLength}`;
        if (!turnId || rawLength === undefined || last.get(turnId) === state) continue;
        last.set(turnId, state);
        samples.push({ turnId, status, length: Number(rawLength), hash: rawHash, at: Date.now() });
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    // A change of its own makes the first sample.
    document.body.dataset.watched = "";
    Object.assign(window, { arenaSamples: samples });
  });
}

export const samplesOf = (page: Page): Promise<Sample[]> =>
  page.evaluate(() => (window as unknown as { arenaSamples: Sample[] }).arenaSamples);

export const turnArticle = (page: Page, round: number, side: "A" | "B") =>
  page.locator(`article[data-side="${side}"]`).filter({ has: page.getByRole("heading", { name: `Round ${round} ` }) });

/** Waits until the turn's article carries the status, and answers what it shows then. */
export async function waitForStatus(page: Page, round: number, side: "A" | "B", status: string): Promise<Sample> {
  const article = turnArticle(page, round, side);
  await article.and(page.locator(`[data-status="${status}"]`)).waitFor({ timeout: 90_000 });
  return await article.evaluate((element: HTMLElement) => {
    const text = element.querySelector<HTMLElement>("[data-turn-text]")?.dataset;
    const { turnId = "", status: now = "" } = element.dataset;
    return { turnId, status: now, length: Number(text?.rawLength ?? 0), hash: text?.rawHash ?? "", at: Date.now() };
  });
}

/** Waits until the page shows `by` more UTF-16 units of all turns together than it does now. */
export async function grows(page: Page, by: number): Promise<void> {
  await until(
    page,
    ([from, more]) => {
      const texts = [...document.querySelectorAll<HTMLElement>("[data-turn-text]")];
      return texts.reduce((sum, text) => sum + Number(text.dataset.rawLength), 0) >= from + more;
    },
    [await shownLength(page), by] as const,
  );
}

const shownLength = (page: Page): Promise<number> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-turn-text]")].reduce(
      (sum, text) => sum + Number(text.dataset.rawLength),
      0,
    ),
  );
