import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { openPage, turnArticle, waitForStatus } from "../support/arena-page";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

// A fighter that stalls in the middle keeps its turn open for as long as a test looks at it.
const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "20" });
const STALLS = { modelId: "sparring/socrates+stall.20.60000" };
const FIREBRAND = { modelId: "sparring/firebrand" };
const PROFESSOR = { modelId: "sparring/professor" };
const quick = { referee: false, commentator: false, votingSeconds: 0 };
const topic = "Should cities ban private cars from their centres?";

/** Of `expect.poll`, which by itself waits for one second. */
const PATIENCE = { timeout: 30_000 };

const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

async function host(options: Parameters<typeof openHostPage>[2] = {}): Promise<HostPage> {
  const opened = await openHostPage(stage.browser, stage.product, options);
  open.push(opened.page);
  return opened;
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const speaking = (page: Page, side: "A" | "B") =>
  page
    .locator(`article[data-side="${side}"][data-status="streaming"] [data-turn-text]`)
    .filter({ hasText: /\w/ })
    .first()
    .waitFor();
const shownLength = async (page: Page, side: "A" | "B") =>
  Number(await turnArticle(page, 1, side).locator("[data-turn-text]").getAttribute("data-raw-length"));
const gone = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).waitFor({ state: "detached" });

async function expectAccessible(page: Page, { menu = false } = {}): Promise<void> {
  // An open menu hides the page, landmarks included, and is none itself.
  const { violations } = await new AxeBuilder({ page }).disableRules(menu ? ["region"] : []).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  expect(content).toBeLessThanOrEqual(window);
}

const start = async ({ page, openRoom }: HostPage, room: Partial<Parameters<HostPage["openRoom"]>[0]> = {}) => {
  const roomId = await openRoom({ topic, fighters: [STALLS, FIREBRAND], rounds: 1, settings: quick, ...room });
  await press(page, "Start battle");
  return roomId;
};

describe("starting", () => {
  test("the menu of the start button starts with the sides swapped", async () => {
    const { page, openRoom } = await host();
    await openRoom({ topic, fighters: [PROFESSOR, STALLS], rounds: 1, settings: quick });
    await press(page, "Other ways to start");
    await expectAccessible(page, { menu: true });
    await page.getByRole("menuitem", { name: /Swap sides/ }).click();
    await speaking(page, "A");
    expect(await turnArticle(page, 1, "A").getAttribute("aria-label")).toMatch(/Socrates, for/);
  });

  test("a mirror match is two battles: this one is its first leg", async () => {
    const { page, client, openRoom } = await host();
    const roomId = await openRoom({ topic, fighters: [STALLS, FIREBRAND], rounds: 1, settings: quick });
    await press(page, "Other ways to start");
    await page.getByRole("menuitem", { name: /Mirror match/ }).click();
    await speaking(page, "A");
    const room = await client.query(api.rooms.get, { roomId });
    const battle = await client.query(api.battles.get, { battleId: room!.currentBattleId! });
    expect(battle?.mirror).toEqual({ leg: 1, otherId: null });
  });

  test("a start is set ahead, shown, and taken back", async () => {
    const { page, client, openRoom } = await host();
    const roomId = await openRoom({ topic, fighters: [PROFESSOR, FIREBRAND], rounds: 1, settings: quick });
    await press(page, "Other ways to start");
    await page.getByRole("menuitem", { name: /Start at a set time/ }).click();
    await expectAccessible(page);
    await press(page, "Set the start");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect
      .poll(async () => (await client.query(api.rooms.get, { roomId }))?.startAt, PATIENCE)
      .toBeGreaterThan(Date.now());
    await press(page, "Other ways to start");
    await page.getByRole("menuitem", { name: /Do not start by itself/ }).click();
    await expect.poll(async () => (await client.query(api.rooms.get, { roomId }))?.startAt, PATIENCE).toBeNull();
  });
});

describe("steering a battle that runs", () => {
  test("a pause in the middle of an argument asks first; resuming has it argued anew", async () => {
    const at = await host();
    await start(at);
    await speaking(at.page, "A");
    await press(at.page, "Pause the battle");
    await expectAccessible(at.page);
    await press(at.page, "Pause now");
    await press(at.page, "Resume");
    await speaking(at.page, "A");
    await press(at.page, "Cancel");
    await press(at.page, "Cancel battle");
    await at.page.getByRole("button", { name: "Rematch" }).waitFor();
    expect((await waitForStatus(at.page, 1, "A", "cancelled")).length).toBeGreaterThan(0);
  });

  test("a skipped turn gives the word to the other side", async () => {
    const at = await host();
    await start(at);
    await speaking(at.page, "A");
    // The keys press what is on screen, and the host's panel is loaded on its own.
    await at.page.getByRole("button", { name: /^Skip/ }).first().waitFor();
    await at.page.keyboard.press("s");
    await at.page.getByRole("alertdialog", { name: "Skip Socrates, round 1?" }).waitFor();
    await press(at.page, "Skip turn");
    const skipped = await waitForStatus(at.page, 1, "A", "cancelled");
    expect(skipped.length).toBeGreaterThan(0);
    await waitForStatus(at.page, 1, "B", "complete");
  });

  test("another fighter takes over in the middle of an argument, and a viewer sees who", async () => {
    const at = await host();
    const roomId = await start(at);
    await speaking(at.page, "A");
    const viewer = await openPage(stage.browser, `${stage.product.webUrl}/rooms/${roomId}`);
    open.push(viewer);
    await speaking(viewer, "A");
    expect(await viewer.getByRole("region", { name: "Host" }).count()).toBe(0);
    await press(at.page, "Swap fighter");
    await at.page.getByText("The battle then no longer counts for ratings.").waitFor();
    await at.page.getByLabel("New model").fill("Jester");
    await at.page.getByRole("option", { name: /Jester/ }).click();
    await expectAccessible(at.page);
    await at.page.getByRole("dialog").getByRole("button", { name: "Swap fighter" }).click();
    await waitForStatus(viewer, 1, "A", "complete");
    await viewer.getByText("Jester", { exact: true }).first().waitFor();
  });

  test("a turn that was cut short is argued again on demand", async () => {
    const at = await host();
    await start(at, {
      // The stream ends early, once.
      fighters: [FIREBRAND, { modelId: "sparring/socrates+eof.10.0.1" }],
      settings: { ...quick, votingSeconds: 300 },
    });
    const cut = await waitForStatus(at.page, 1, "B", "interrupted");
    await press(at.page, /^Retry turn: Socrates, round 1/);
    await at.page.getByRole("alertdialog").getByRole("button", { name: "Retry turn" }).click();
    await waitForStatus(at.page, 1, "B", "complete");
    await expect.poll(() => shownLength(at.page, "B"), PATIENCE).toBeGreaterThan(cut.length);
  });

  test("a moderator's line is shown, taken back, and stays once a fighter has read it", async () => {
    const at = await host();
    await start(at);
    await speaking(at.page, "A");
    const say = async (line: string) => {
      await press(at.page, "Moderate");
      await at.page.getByLabel("Your line").fill(line);
      await expectAccessible(at.page);
      await press(at.page, "Say it");
      await at.page.getByRole("dialog").waitFor({ state: "detached" });
      await at.page.getByText(line).waitFor();
    };
    await say("Name one number.");
    await press(at.page, "Undo");
    await at.page.getByText("Name one number.").waitFor({ state: "detached" });
    await say("Name two numbers.");
    await at.page.getByRole("button", { name: "Undo" }).waitFor();
    await press(at.page, /^Skip turn: /);
    await at.page.getByRole("alertdialog").getByRole("button", { name: "Skip turn" }).click();
    await gone(at.page, "Undo");
    expect(await at.page.getByText("Name two numbers.").count()).toBe(1);
  });

  test("after the end the recap is given anew on demand", async () => {
    const at = await host();
    await start(at, { fighters: [PROFESSOR, FIREBRAND], settings: { ...quick, commentator: true } });
    const recaps = async () => {
      const roomId = at.page.url().split("/").at(-1)!;
      const room = await at.client.query(api.rooms.get, { roomId });
      const turns = await at.client.query(api.turns.list, { battleId: room!.currentBattleId! });
      return turns.filter((turn) => turn.side === null).map(({ status, superseded }) => ({ status, superseded }));
    };
    await expect.poll(recaps, PATIENCE).toEqual([{ status: "complete", superseded: false }]);
    await press(at.page, "Redo recap");
    await at.page.getByRole("alertdialog").getByRole("button", { name: "Redo recap" }).click();
    await expect.poll(recaps, PATIENCE).toEqual([
      { status: "complete", superseded: true },
      { status: "complete", superseded: false },
    ]);
  });

  test("an open vote is made longer, and closed", async () => {
    const at = await host();
    const roomId = await start(at, {
      fighters: [PROFESSOR, FIREBRAND],
      rounds: 2,
      settings: { ...quick, votingSeconds: 300 },
    });
    await at.page.getByRole("button", { name: "Close vote" }).waitFor();
    const closesAt = async () => {
      const room = await at.client.query(api.rooms.get, { roomId });
      const battle = await at.client.query(api.battles.get, { battleId: room!.currentBattleId! });
      return battle?.state.kind === "voting" ? battle.state.closesAt : null;
    };
    const before = await closesAt();
    await press(at.page, "+30 s for the vote");
    await expect.poll(closesAt, PATIENCE).toBe(before! + 30_000);
    await press(at.page, "Close vote");
    await turnArticle(at.page, 2, "A").waitFor();
  });
});

describe("money and keys", () => {
  test("the meter counts simulated money as simulated, and a limit is set from it", async () => {
    const { page, client, openRoom } = await host();
    const roomId = await openRoom({ topic, fighters: [PROFESSOR, FIREBRAND], rounds: 1, settings: quick });
    await press(page, "Start battle");
    await page.getByRole("button", { name: "Rematch" }).waitFor();
    await page.getByRole("button", { name: /^Cost: simulated \$0\.0/ }).click();
    await page.getByRole("row", { name: /This battle/ }).waitFor();
    await page.getByText("Change a limit").click();
    await page.getByLabel(/New limit/).fill("0,25");
    await expectAccessible(page);
    await press(page, "Set limit");
    await page.getByRole("row", { name: /This battle.*\$0\.25/ }).waitFor();
    const room = await client.query(api.rooms.get, { roomId });
    const cost = await client.query(api.usage.battleCost, { battleId: room!.currentBattleId! });
    expect(cost).toMatchObject({ real: 0, budgets: { battleUsd: 0.25, roomDailyUsd: null } });
  });

  test.each([1440, 390])("at %i px a battle that its budget stopped goes on once that is raised", async (width) => {
    const { page, openRoom } = await host({ width });
    const budgets = { battleUsd: 0.000_01 };
    await openRoom({ topic, fighters: [PROFESSOR, FIREBRAND], rounds: 1, settings: quick, budgets });
    await press(page, "Start battle");
    await page.getByText("Paused by a budget").waitFor();
    await expectAccessible(page);
    await press(page, "Set and resume");
    await page.getByText("Paused by a budget").waitFor({ state: "detached" });
    await waitForStatus(page, 1, "B", "complete");
    await expect.poll(() => shownLength(page, "B"), PATIENCE).toBeGreaterThan(0);
  });

  test.each([
    ["401", "The key was refused"],
    ["402", "The account is out of credit"],
  ])("a provider's %s is explained to the host, and to nobody else", async (status, title) => {
    const { page, openRoom } = await host();
    const fighters = [{ modelId: `sparring/socrates+${status}` }, FIREBRAND];
    const roomId = await openRoom({ topic, fighters, rounds: 1, settings: { ...quick, votingSeconds: 300 } });
    await press(page, "Start battle");
    await waitForStatus(page, 1, "A", "failed");
    await page.getByText(title).waitFor();
    const viewer = await openPage(stage.browser, `${stage.product.webUrl}/rooms/${roomId}`);
    open.push(viewer);
    await waitForStatus(viewer, 1, "B", "complete");
    expect(await viewer.getByText(/OPENROUTER_API_KEY|out of credit|refused/).count()).toBe(0);
  });
});

test("on a phone every act is in a sheet of the dock, within reach of a thumb", async () => {
  const { page, openRoom } = await host({ width: 390 });
  await openRoom({ topic, fighters: [STALLS, FIREBRAND], rounds: 1, settings: quick });
  await press(page, "Start battle");
  await speaking(page, "A");
  await press(page, "Host tools");
  await page.getByRole("row", { name: /This battle/ }).waitFor();
  await expectAccessible(page);
  for (const button of await page.getByRole("dialog").getByRole("button").all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await press(page, /^Skip turn: Socrates/);
  await page.getByRole("alertdialog").getByRole("button", { name: "Skip turn" }).click();
  await waitForStatus(page, 1, "A", "cancelled");
});
