import type { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { grows, openPage, samplesOf, turnArticle, watchTexts } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { signIn } from "../support/session";
import { useStage } from "../support/stage";

/** What a spectator sees of a fight: hits, pauses, tools, waits, the host's words, the end. */

const stage = useStage({ ARENA_SPARRING_SPEED: "6", ARENA_SPARRING_FAULTS: "1", ARENA_MAX_LIVE_TURNS: "2" });
let host: ConvexHttpClient;

beforeAll(async () => {
  host = await signIn(stage.product.convexUrl);
  // The exhibition would hold one of the two slots.
  const { page } = await host.query(api.rooms.list, { paginationOpts: { numItems: 1, cursor: null } });
  const exhibition = page[0]?.currentBattleId;
  if (exhibition) await untilStage(host, exhibition, "voting");
});

const watch = (roomId: string, options: Parameters<typeof openPage>[2] = {}) =>
  openPage(stage.browser, `${stage.product.webUrl}/rooms/${roomId}`, options);
const start = (roomId: Id<"rooms">, over: { mirror?: boolean } = {}) =>
  host.mutation(api.battles.start, { roomId, ...over });
const close = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

describe("a hit", () => {
  let roomId: Id<"rooms">;
  let battleId: Id<"battles">;
  let page: Page;

  beforeAll(async () => {
    roomId = await makeRoom(host, { settings: { referee: true, votingSeconds: 300 } });
    page = await watch(roomId);
    await page.getByText("Waiting for the host").first().waitFor();
    battleId = await start(roomId);
  });

  test("is seen landing by whoever is there: what struck, how hard, and what is left", async () => {
    const blow = page.getByTestId("blow").first();
    await blow.waitFor({ timeout: 60_000 });
    expect(await blow.textContent()).toMatch(/^(Lightning strike|Fire slash|Counter attack|Weak blow) −\d+$/);
    await untilStage(host, battleId, "voting");
    const battle = await host.query(api.battles.get, { battleId });
    for (const [name, hp] of [
      ["Socrates", battle?.hp.A],
      ["Firebrand", battle?.hp.B],
    ] as const) {
      const meter = page.getByRole("meter", { name: `HP of ${name}` });
      await expect.poll(() => meter.evaluate((element: HTMLMeterElement) => element.value)).toBe(hp);
      expect(hp).toBeLessThan(100);
    }
  });

  test("stays on its card as a name, a number and a reason of the referee's", async () => {
    const hits = await host.query(api.battles.hits, { battleId });
    expect(hits).toHaveLength(2);
    for (const { side, judgement } of hits) {
      if (judgement.kind !== "hit") throw new Error("A scripted referee judges.");
      const verdict = turnArticle(page, 1, side).locator("[data-verdict]");
      await verdict.getByText(judgement.reason).waitFor();
      await verdict.getByText(`−${judgement.damage}`, { exact: true }).waitFor();
    }
  });

  test("that landed before a viewer came plays nothing", async () => {
    const late = await watch(roomId);
    await turnArticle(late, 1, "B").locator('[data-verdict="hit"]').waitFor();
    expect(await late.getByTestId("blow").count()).toBe(0);
    expect(await late.locator(".hp-flash, [data-shake]").count()).toBe(0);
    await close(late);
  });

  test.each([390, 1440])("at %i px the HUD stays on top while the transcript scrolls", async (width) => {
    const small = await watch(roomId, { width });
    await turnArticle(small, 1, "B").locator('[data-verdict="hit"]').waitFor();
    // Low enough for one round to be longer than the window.
    await small.setViewportSize({ width, height: 500 });
    await small.mouse.move(width / 2, 300);
    await small.mouse.wheel(0, 2_000);
    await expect.poll(() => small.locator("[data-hud]").evaluate((hud) => hud.getBoundingClientRect().top)).toBe(0);
    expect(await sidewaysScroll(small)).toBe(0);
    await close(small);
  });

  test("and the end is a result on HP, in which axe finds nothing", async () => {
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    await untilStage(host, battleId, "verdict");
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 0 });
    const result = page.getByRole("region", { name: "Result" });
    await result.getByText(/^(On HP, \d+ to \d+|Both stand at \d+ HP)$/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await close(page);
  });
});

test("with reduced motion a hit is text and contrast: nothing shakes or flashes", async () => {
  const roomId = await makeRoom(host, { settings: { referee: true } });
  const context = await stage.browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${stage.product.webUrl}/rooms/${roomId}`);
  await page.getByText("Waiting for the host").first().waitFor();
  await start(roomId);
  await page.getByTestId("blow").first().waitFor({ timeout: 60_000 });
  const moving = await page.evaluate(() =>
    document.getAnimations().filter((animation) => /shake|flash/.test((animation as CSSAnimation).animationName ?? "")),
  );
  expect(moving).toEqual([]);
  await context.close();
});

test("a pause keeps what was said, and the new attempt collapses it", async () => {
  // The slowest of them: the pause comes while it speaks.
  const fighters = [{ modelId: "sparring/professor" }, { modelId: "sparring/firebrand" }];
  const roomId = await makeRoom(host, { fighters, settings: { maxWords: 400 } });
  const page = await watch(roomId, { width: 390, dark: false });
  const battleId = await start(roomId);
  await page.locator('article[data-status="streaming"]').waitFor();
  await grows(page, 60);
  await host.mutation(api.battles.pause, { battleId });
  await page.getByText("Paused. It is argued anew when the battle goes on.", { exact: true }).waitFor();
  await page.getByText("The host paused the battle").first().waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await host.mutation(api.battles.resume, { battleId });
  const earlier = page.getByText("Earlier attempt, cut short");
  await earlier.waitFor();
  await earlier.click();
  const words = turnArticle(page, 1, "A").locator("details .prose");
  expect(await words.textContent()).toMatch(/\w/);
  await host.mutation(api.battles.cancel, { battleId });

  // What was taken back can still be wrong to show.
  await page.getByRole("button", { name: "More about Round 1, Professor, for, earlier attempt 1" }).click();
  await page.getByRole("menuitem", { name: /^Report/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menuitem").first().waitFor({ state: "detached" });
  expect(await axeFindings(page)).toEqual([]);
  const turns = await host.query(api.turns.list, { battleId });
  await host.mutation(api.turns.hide, { turnId: turns.find((turn) => turn.superseded)!.turnId });
  await page.getByText("Earlier attempt, hidden").waitFor();
  expect(await words.textContent()).toBe("Hidden by the host.");
  await close(page);
});

test("tools are seen working, and the host's words stand in the middle", async () => {
  const roomId = await makeRoom(host, {
    fighters: [{ modelId: "sparring/researcher" }, { modelId: "sparring/firebrand" }],
    settings: { tools: true },
  });
  const page = await watch(roomId, { width: 390 });
  const battleId = await start(roomId);
  await host.mutation(api.battles.inject, { battleId, text: "Stay with the night nurse." });
  await page.getByText("Stay with the night nurse.").waitFor();
  await page.getByText("Host to both fighters").waitFor();
  const tool = turnArticle(page, 1, "A").locator('[data-tool="done"]');
  await tool.waitFor({ timeout: 60_000 });
  const rightEdge = () => turnArticle(page, 1, "A").evaluate((card) => card.getBoundingClientRect().right);
  expect(await rightEdge()).toBeLessThanOrEqual(390);
  await tool.getByText("Searches the transcript").click();
  expect(await rightEdge()).toBeLessThanOrEqual(390);
  await tool.getByText("Result").waitFor();
  expect(await tool.textContent()).toContain((await host.query(api.battles.toolCalls, { battleId }))[0]?.result);
  await untilStage(host, battleId, "finished");
  await close(page);
});

test("a provider that asks for a pause is waited for with a countdown", async () => {
  const roomId = await makeRoom(host, {
    fighters: [{ modelId: "sparring/jester+429.0.8000.1" }, { modelId: "sparring/firebrand" }],
  });
  const page = await watch(roomId, { width: 390 });
  const battleId = await start(roomId);
  await page.getByText(/^Resuming in \d s: the model's provider asked for a pause$/).waitFor({ timeout: 30_000 });
  await untilStage(host, battleId, "finished");
  const turns = await host.query(api.turns.list, { battleId });
  expect(turns.map((turn) => turn.status)).toEqual(["complete", "complete"]);
  await close(page);
});

test("without a free slot a turn knows its place in the queue", async () => {
  const slow = { settings: { maxWords: 400 }, fighters: [1, 2].map(() => ({ modelId: "sparring/professor" })) };
  const [first, second, third] = await Promise.all([makeRoom(host, slow), makeRoom(host, slow), makeRoom(host, slow)]);
  const busy = [await start(first), await start(second)];
  const page = await watch(third);
  await start(third);
  await page.getByText("Waiting for a slot, next in line").waitFor({ timeout: 30_000 });
  for (const battleId of busy) await host.mutation(api.battles.cancel, { battleId });
  await page.locator('article[data-status="streaming"]').waitFor();
  expect(await page.getByText(/Waiting for a slot/).count()).toBe(0);
  await close(page);
});

test("a stand-in is named, and the battle says why it does not count", async () => {
  const roomId = await makeRoom(host, {
    fighters: [{ modelId: "sparring/jester+500" }, { modelId: "sparring/firebrand" }],
    settings: { fallbackModelId: "sparring/socrates" },
  });
  const battleId = await start(roomId);
  const page = await watch(roomId);
  await page.getByText("Stand-in: Socrates spoke for Jester").waitFor({ timeout: 60_000 });
  expect((await untilStage(host, battleId, "finished")).unrated).toBe("fallback");
  await page.getByRole("region", { name: "Result" }).getByText("Unrated: a stand-in spoke").waitFor();
  await close(page);
});

test("the commentator's recap streams after the end, into a page that was there and one that came late", async () => {
  const roomId = await makeRoom(host, { settings: { commentator: true, referee: true } });
  const page = await watch(roomId, { width: 390 });
  // It speaks for a second: the page notes each state that it paints.
  await watchTexts(page);
  const battleId = await start(roomId);
  const recap = page.getByRole("article", { name: "The commentator's recap" });
  await recap.and(page.locator('[data-status="complete"]')).waitFor({ timeout: 60_000 });
  const recapId = await recap.getAttribute("data-turn-id");
  const states = (await samplesOf(page)).filter(({ turnId }) => turnId === recapId).map(({ status }) => status);
  expect(states).toContain("streaming");
  expect(await recap.textContent()).toContain("Scripted sparring partner, not an AI model");
  const late = await watch(roomId);
  await late.locator('[data-recap][data-status="complete"]').waitFor();
  expect((await host.query(api.battles.get, { battleId }))?.state.kind).toBe("finished");
  await close(page, late);
});

test("a mirror match announces its second battle, begins it by itself, and links the two", async () => {
  const roomId = await makeRoom(host);
  const page = await watch(roomId);
  await start(roomId, { mirror: true });
  await page.getByText("First of two: sides swap next").last().waitFor({ timeout: 60_000 });
  await page.getByText(/^The second battle starts in \d+ s$/).waitFor();
  await page.getByRole("region", { name: "Result" }).getByText("Second of two: sides are swapped").waitFor({
    timeout: 90_000,
  });
  await page.getByRole("link", { name: "See the first battle" }).click();
  await page.getByText("An earlier battle of this room.").waitFor();
  await page.getByRole("link", { name: "See the second battle" }).waitFor();
  await page.getByRole("link", { name: "See the newest" }).click();
  await page.getByRole("link", { name: "See the first battle" }).waitFor();
  expect(new URL(page.url()).search).toBe("");
  await close(page);
});

test("a scheduled battle counts down and starts without anybody's click", async () => {
  const roomId = await makeRoom(host, { startAt: Date.now() + 8_000 });
  const page = await watch(roomId, { width: 390, dark: false });
  await page
    .getByRole("timer")
    .filter({ hasText: /^Starts in 0:\d\d$/ })
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await turnArticle(page, 1, "A").waitFor({ timeout: 60_000 });
  await close(page);
});

test("a chat has no meters, no rounds and no votes", async () => {
  const roomId = await makeRoom(host, {
    format: "chat",
    topic: "What should I read about the deep sea?",
    fighters: [{ modelId: "sparring/firebrand" }],
  });
  const battleId = await start(roomId);
  const page = await watch(roomId, { width: 390 });
  await page.getByText("The host has the word").first().waitFor();
  await host.mutation(api.turns.say, { battleId, text: "Line one\nline two" });
  await page.getByText("Typed by a person").waitFor();
  await page.locator('article[data-side="B"][data-status="complete"]').waitFor({ timeout: 60_000 });
  expect(await page.getByRole("meter").count()).toBe(0);
  expect(await page.locator("main").textContent()).not.toMatch(/Round|HP/);
  await host.mutation(api.battles.endChat, { battleId });
  await page.getByRole("heading", { name: "The chat is over" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await close(page);
});
