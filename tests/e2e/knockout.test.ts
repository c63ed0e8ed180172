import type { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { signIn } from "../support/session";
import { useStage } from "../support/stage";

/**
 * The host argues with data: to the scripted referee that is always a lightning strike, of 30 HP, and the fourth fells the
 * model. What the model says is cut short each time, and hits nobody.
 */
const stage = useStage({ ARENA_SPARRING_SPEED: "20", ARENA_SPARRING_FAULTS: "1" });
const DATA = [
  "A study of nine cities measured cleaner air, and its data and sources are public.",
  "Newer figures are evidence too: two studies measured shorter trips.",
  "The data of the fire brigades, measured for years, is evidence from good sources.",
  "Shops gain: studies, sources and measured figures agree, and the data is open.",
];

let host: ConvexHttpClient;
let battleId: Id<"battles">;
let url: string;
let pages: [wide: Page, phone: Page, still: Page];

const watch = (options: Parameters<typeof openPage>[2] = {}) => openPage(stage.browser, url, options);
const scenes = (page: Page) =>
  page.evaluate(() => (window as unknown as { arenaScenes: string[] }).arenaScenes.map((text) => text.trim()));
/** Notes each knockout that this page plays from now on: it takes two seconds. */
const noteScenes = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = [];
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof HTMLElement && node.dataset.testid === "knockout") seen.push(node.innerText);
      }
    }).observe(document.body, { subtree: true, childList: true });
    Object.assign(window, { arenaScenes: seen });
  });

beforeAll(async () => {
  host = await signIn(stage.product.convexUrl);
  const roomId = await makeRoom(host, {
    format: "challenge",
    fighters: [{ modelId: "sparring/jester+eof.12" }],
    rounds: 5,
    settings: { referee: true, commentator: true },
  });
  url = `${stage.product.webUrl}/rooms/${roomId}`;
  battleId = await host.mutation(api.battles.start, { roomId });
  pages = [await watch(), await watch({ width: 390, dark: false }), await watch()];
  await pages[2].emulateMedia({ reducedMotion: "reduce" });
  for (const page of pages) {
    await page
      .getByText(/ has the word$/)
      .first()
      .waitFor();
    await noteScenes(page);
  }
  for (const text of DATA) {
    await untilStage(host, battleId, "awaiting");
    await host.mutation(api.turns.say, { battleId, text });
  }
});

test("the fourth strike ends the battle in its fourth of five rounds, with nothing left", async () => {
  expect(await untilStage(host, battleId, "finished")).toMatchObject({
    state: { result: { winner: "A", by: "knockout" } },
    hp: { A: 100, B: 0 },
  });
  const hits = await host.query(api.battles.hits, { battleId });
  expect(hits.map(({ side, round, judgement }) => ({ side, round, judgement }))).toEqual(
    [1, 2, 3, 4].map((round) => ({ side: "A", round, judgement: expect.objectContaining({ damage: 30 }) })),
  );
});

test("whoever is there sees it happen, once; whoever asked for less motion reads it", async () => {
  const [wide, phone, still] = pages;
  for (const page of pages) await page.getByRole("region", { name: "Result" }).getByText("By knockout").waitFor();
  for (const page of [wide, phone])
    expect(await scenes(page)).toEqual([expect.stringMatching(/^knockout\s+.+ wins$/i)]);
  expect(await scenes(still)).toEqual([]);
  for (const page of [wide, phone]) await page.getByTestId("knockout").waitFor({ state: "detached" });
});

test("the banner names the winner, the loser's bar is empty, and the round stays the fourth", async () => {
  for (const page of pages) {
    const battle = await host.query(api.battles.get, { battleId });
    const [winner, loser] = battle!.fighters.map(({ name }) => name);
    await page.getByRole("heading", { name: `${winner} wins` }).waitFor();
    await page.getByRole("region", { name: "Result" }).getByText(`0 HP ${loser}`).waitFor();
    const hud = page.getByRole("region", { name: "Fighters and round" });
    await hud.locator('[data-side="A"]').getByText("Winner").waitFor();
    const meter = hud.getByRole("meter", { name: `HP of ${loser}` });
    expect(await meter.evaluate((element: HTMLMeterElement) => element.value)).toBe(0);
    const fill = hud.locator('[data-side="B"] .hp-fill');
    // Its box is wider than that: it leans.
    await expect.poll(() => fill.evaluate((element) => getComputedStyle(element).width)).toBe("0px");
    expect(await page.getByRole("heading", { name: /^Round 4 / }).count()).toBe(2);
    expect(await page.getByRole("heading", { name: /^Round 5 / }).count()).toBe(0);
  }
});

test("the recap follows, and axe finds nothing wide or narrow", async () => {
  for (const page of pages) {
    await page.locator('[data-recap][data-status="complete"]').waitFor();
    expect(await page.locator("[data-recap] [data-turn-text]").textContent()).toMatch(/\w/);
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  }
});

test("whoever comes later is shown the result, and no scene", async () => {
  const late = await watch();
  await late.getByRole("region", { name: "Result" }).getByText("By knockout").waitFor();
  expect(await late.getByTestId("knockout").count()).toBe(0);
});
