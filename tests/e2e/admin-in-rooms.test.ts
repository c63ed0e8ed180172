import type { Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage, waitForStatus } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { convexRun } from "../support/dashboard";
import { makeRoom, untilStage } from "../support/fight";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

/** What an admin finds, and may do, in a room that somebody else hosts. */

// A fighter that stalls in the middle keeps its battle live for as long as a test looks at it.
const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "50" });
const STALLS = { modelId: "sparring/socrates+stall.20.60000" };
const FIREBRAND = { modelId: "sparring/firebrand" };
const PATIENCE = { timeout: 60_000 };
const topic = "Should harbours be free for sailors?";

const open: Page[] = [];
let admin: HostPage;

beforeAll(async () => {
  const account = { email: "ada@example.org", password: "correct horse battery", flow: "signUp" as const };
  admin = await openHostPage(stage.browser, stage.product, { account });
  await convexRun(stage.product, "admin:grantAdmin", { email: account.email });
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

/** A room with its host, a viewer and the admin in front of it; `live`: its battle hangs in the middle of the first turn. */
async function room(live: boolean) {
  const host = await openHostPage(stage.browser, stage.product);
  const roomId = await makeRoom(host.client, { topic, ...(live && { fighters: [STALLS, FIREBRAND] }) });
  const battleId = await host.client.mutation(api.battles.start, { roomId });
  await untilStage(host.client, battleId, live ? "turn" : "finished");
  const viewer = await openPage(stage.browser, `${stage.product.webUrl}/rooms/${roomId}`, { width: 390 });
  open.push(host.page, viewer);
  for (const page of [host.page, admin.page]) await page.goto(`${stage.product.webUrl}/rooms/${roomId}`);
  for (const page of [host.page, admin.page, viewer]) await stands(page);
  return { host, viewer, page: admin.page, roomId, battleId };
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const item = (page: Page, name: RegExp) => page.getByRole("menuitem", { name }).click();
const stands = (page: Page) => page.getByRole("heading", { level: 1, name: topic }).waitFor();
const gone = (page: Page) => page.getByRole("heading", { name: "No such battle" }).waitFor();
const question = (page: Page) => page.getByRole("alertdialog");
const words = (page: Page) => page.locator('article[data-side="A"] [data-turn-text]');
const stateOf = async ({ client }: HostPage, battleId: Id<"battles">) =>
  (await client.query(api.battles.get, { battleId }))!.state;

test("an admin is offered order and removal, and none of what is the hosts'", async () => {
  const { host, page } = await room(false);
  await page.getByRole("button", { name: "Admin", exact: true }).waitFor();
  await page.getByRole("button", { name: "Delete room" }).waitFor();
  await host.page.getByRole("button", { name: "Rematch" }).waitFor();
  await host.page.getByRole("button", { name: /^Cost/ }).waitFor();
  for (const name of ["Rematch", "Start battle", /^Cost/, "Moderate"]) {
    expect(await page.getByRole("button", { name }).count()).toBe(0);
  }
  await press(page, "People");
  await page.getByRole("dialog").getByRole("tab", { name: "Reports" }).waitFor();
  expect(await page.getByRole("dialog").getByRole("tab", { name: "Access" }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
});

describe("a turn that an admin hides", () => {
  test("is gone for viewers, its host cannot show it again, and undo brings it back", async () => {
    const { host, viewer, page } = await room(false);
    await waitForStatus(viewer, 1, "A", "complete");
    await expect.poll(() => words(viewer).textContent(), PATIENCE).toMatch(/\w{3}/);
    await press(page, /^More about Round 1, Socrates/);
    await item(page, /^Hide/);
    await viewer.locator('article[data-side="A"]').getByText("Hidden by an admin of this arena.").waitFor();
    await expect.poll(() => words(viewer).textContent(), PATIENCE).toBe("");
    await host.page.locator('article[data-side="A"]').getByText("Hidden by an admin of this arena.").waitFor();
    expect(await host.page.getByRole("button", { name: /^More about Round 1, Socrates/ }).count()).toBe(0);
    await press(page, "Undo");
    await expect.poll(() => words(viewer).textContent(), PATIENCE).toMatch(/\w{3}/);
    await host.page.getByRole("button", { name: /^More about Round 1, Socrates/ }).waitFor();
  });
});

describe("a room that an admin acts on", () => {
  test("is hidden from viewers and not from its host, and shown again by undo, without a reload", async () => {
    const { host, viewer, page, roomId } = await room(false);
    await press(page, "Admin");
    await item(page, /^Hide the room/);
    await gone(viewer);
    await page.getByText("The room is hidden.").waitFor();
    await stands(host.page);
    expect(await host.client.query(api.rooms.get, { roomId })).toMatchObject({ hidden: { by: "admin" } });
    await press(page, "Undo");
    await stands(viewer);
    await press(page, "Admin");
    await page.getByRole("menuitem", { name: /^Hide the room/ }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("is deleted after a question, for everybody in it", async () => {
    const { host, viewer, page, roomId } = await room(false);
    await press(page, "Delete room");
    await question(page).waitFor();
    await page.keyboard.press("Escape");
    await question(page).waitFor({ state: "detached" });
    await stands(viewer);
    await press(page, "Delete room");
    await question(page)
      .getByRole("button", { name: /^Delete/ })
      .click();
    for (const one of [viewer, host.page]) await gone(one);
    expect(await host.client.query(api.rooms.get, { roomId })).toBeNull();
  });
});

describe("a live battle", () => {
  test("is paused by an admin, whom only its host can follow with a resume", async () => {
    const { host, viewer, page, battleId } = await room(true);
    await press(page, "Admin");
    await item(page, /^Pause the battle/);
    for (const one of [viewer, page])
      await one.getByText("An admin paused the battle; the host can resume it", { exact: true }).waitFor();
    expect(await sidewaysScroll(viewer)).toBeLessThanOrEqual(0);
    await press(page, "Admin");
    await page.getByRole("menuitem", { name: /^Cancel the battle/ }).waitFor();
    expect(await page.getByRole("menuitem", { name: /^(Pause|Resume)/ }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await host.page
      .getByRole("button", { name: /^Resume/ })
      .first()
      .click();
    await untilStage(host.client, battleId, "turn");
    await host.client.mutation(api.battles.cancel, { battleId });
  });

  test("is cancelled after a question", async () => {
    const { host, viewer, page, battleId } = await room(true);
    await press(page, "Admin");
    await item(page, /^Cancel the battle/);
    await question(page).waitFor();
    await page.keyboard.press("Escape");
    await question(page).waitFor({ state: "detached" });
    expect((await stateOf(host, battleId)).kind).toBe("turn");
    await press(page, "Admin");
    await item(page, /^Cancel the battle/);
    await question(page)
      .getByRole("button", { name: /^Cancel/ })
      .click();
    await viewer.getByText("Battle cancelled").first().waitFor();
    expect((await stateOf(host, battleId)).kind).toBe("cancelled");
  });
});

test("an admin bars somebody from a private room, and undo lets them in again", async () => {
  const { host, page, roomId } = await room(false);
  const { token } = await host.client.action(api.invites.create, { roomId, role: "member", days: 1, maxUses: 1 });
  await host.client.mutation(api.rooms.setVisibility, { roomId, visibility: "private" });
  const guest = await openHostPage(stage.browser, stage.product);
  open.push(guest.page);
  await guest.client.mutation(api.invites.accept, { token });
  await guest.page.goto(page.url());
  await stands(guest.page);
  const { displayName } = (await guest.client.query(api.accounts.me))!;
  await press(page, "People");
  await press(page, `What to do about ${displayName}`);
  expect(await page.getByRole("menuitem", { name: /^Make a co-host/ }).count()).toBe(0);
  await item(page, /^Bar from the room/);
  await gone(guest.page);
  await page.getByRole("button", { name: `Let ${displayName} in again` }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await press(page, "Undo");
  await stands(guest.page);
});
