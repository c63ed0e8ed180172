import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage, waitForStatus } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { untilStage } from "../support/fight";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

const stage = useStage({ ARENA_SPARRING_SPEED: "50" });
const PATIENCE = { timeout: 30_000 };
const quick = { referee: false, commentator: false, votingSeconds: 0, tools: false, maxWords: 80 };
// Not that of the exhibition in the lobby.
const topic = "Should harbours be free for sailors?";
const fighters = [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }];
type Room = Parameters<HostPage["openRoom"]>[0];

const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

async function host(room: Partial<Room> = {}) {
  const opened = await openHostPage(stage.browser, stage.product);
  open.push(opened.page);
  const roomId = await opened.openRoom({ topic, fighters, rounds: 1, settings: quick, ...room });
  await opened.page.getByRole("button", { name: "Start battle" }).waitFor();
  return { ...opened, roomId };
}

async function visit(path: string, width = 1440): Promise<Page> {
  const page = await openPage(stage.browser, stage.product.webUrl + path, { width });
  open.push(page);
  return page;
}

/** Loads the page anew: whether it says that at any time before the room stands. */
async function saidWhileLoading(page: Page, words: string): Promise<boolean> {
  await page.addInitScript((sought) => {
    const look = () => document.body?.textContent.includes(sought) && Object.assign(window, { arenaSaid: true });
    new MutationObserver(look).observe(document, { subtree: true, childList: true });
  }, words);
  await page.reload();
  await stands(page);
  return await page.evaluate(() => "arenaSaid" in window);
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const gone = (page: Page) => page.getByRole("heading", { name: "No such battle" }).waitFor();
const stands = (page: Page) => page.getByRole("heading", { level: 1, name: topic }).waitFor();

async function tab(page: Page, name: string): Promise<void> {
  if (!(await page.getByRole("dialog").isVisible())) await press(page, /^People/);
  await page.getByRole("dialog").getByRole("tab", { name }).click();
  await page.getByRole("tabpanel", { name }).waitFor();
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Makes a link in the dialog as a host does, and answers its path. */
async function invite(page: Page, as: "Member" | "Co-host" = "Member"): Promise<string> {
  await tab(page, "Invites");
  await page.getByRole("radio", { name: as }).check();
  await press(page, "Make an invite link");
  await page.getByRole("figure", { name: "QR code of the invite link" }).waitFor();
  return new URL(await page.getByRole("textbox", { name: "Invite link" }).inputValue()).pathname;
}

async function join(path: string, button: "Join the room" | "Become a co-host" = "Join the room"): Promise<Page> {
  const page = await visit(path);
  await press(page, button);
  await stands(page);
  return page;
}

const menuOf = (page: Page, name: RegExp) => page.getByRole("button", { name }).click();
const item = (page: Page, name: RegExp) => page.getByRole("menuitem", { name }).click();

describe("a private room", () => {
  test("exists for whoever took an invite, words and all, and for nobody else", async () => {
    const { page, roomId } = await host({ visibility: "private" });
    await page.getByText("Private", { exact: true }).waitFor();
    const stranger = await visit(`/rooms/${roomId}`);
    await gone(stranger);
    const path = await invite(page);
    expect(await axeFindings(page)).toEqual([]);
    await close(page);

    const guest = await visit(path, 390);
    await guest.getByText(topic).waitFor();
    expect(await axeFindings(guest)).toEqual([]);
    expect(await sidewaysScroll(guest)).toBeLessThanOrEqual(0);
    await press(guest, "Join the room");
    await stands(guest);
    await press(page, "Start battle");
    await waitForStatus(guest, 1, "B", "complete");
    const said = guest.locator('article[data-side="B"] [data-turn-text]');
    await expect.poll(() => said.textContent(), PATIENCE).toMatch(/\w.{20}/);
    expect(await saidWhileLoading(guest, "No such battle")).toBe(false);
    await stranger.reload();
    await gone(stranger);
    await stranger.goto(stage.product.webUrl);
    await stranger.getByRole("link", { name: /watch/i }).first().waitFor();
    expect(await stranger.getByText(topic).count()).toBe(0);
    // One person was invited, and one has come.
    await stranger.goto(stage.product.webUrl + path);
    await stranger.getByRole("heading", { name: "This invite does not work" }).waitFor();
  });

  test("a revoked invite opens nothing", async () => {
    const { page } = await host({ visibility: "private" });
    const path = await invite(page);
    const guest = await visit(path);
    await guest.getByRole("heading", { name: "You are invited" }).waitFor();
    await press(page, "Revoke");
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke invite" }).click();
    await page.getByText(/^Revoked/).waitFor();
    await guest.getByRole("heading", { name: "This invite does not work" }).waitFor();
    expect(await guest.getByRole("button", { name: "Join the room" }).count()).toBe(0);
  });

  test("whoever is barred is out at once, and undo lets them in again", async () => {
    const { page } = await host({ visibility: "private" });
    const guest = await join(await invite(page));
    await tab(page, "People");
    await menuOf(page, /^What to do about Guest/);
    await item(page, /^Bar from the room/);
    await gone(guest);
    await page.getByRole("button", { name: /^Let Guest .* in again$/ }).waitFor();
    await close(page);
    await press(page, "Undo");
    await stands(guest);
    expect(await guest.getByText("No such battle").count()).toBe(0);
  });

  test("opened to everybody it is there for everybody, without a reload", async () => {
    const { page, roomId } = await host({ visibility: "private" });
    const stranger = await visit(`/rooms/${roomId}`);
    await gone(stranger);
    await tab(page, "Access");
    await page.getByRole("radio", { name: "Unlisted" }).check();
    await stands(stranger);
    await stranger.getByText("Unlisted", { exact: true }).waitFor();
    expect(await stranger.getByText("Private", { exact: true }).count()).toBe(0);
  });
});

test("a co-host runs the battle; limits, access, roles and deletion stay the host's; made a member, they only watch", async () => {
  const { page } = await host();
  const cohost = await join(await invite(page, "Co-host"), "Become a co-host");
  await press(cohost, "Start battle");
  await waitForStatus(page, 1, "B", "complete");
  await cohost.getByRole("button", { name: "Rematch" }).waitFor();
  expect(await cohost.getByRole("button", { name: "Delete room" }).count()).toBe(0);
  await press(cohost, /^Cost/);
  await cohost.getByRole("row", { name: /This battle/ }).waitFor();
  expect(await cohost.getByText("Change a limit").count()).toBe(0);
  await close(cohost);
  await tab(cohost, "Invites");
  expect(await cohost.getByRole("tab", { name: "Access" }).count()).toBe(0);
  expect(await cohost.getByRole("radio", { name: "Co-host" }).count()).toBe(0);
  await close(cohost);

  await tab(page, "People");
  await menuOf(page, /^What to do about Guest/);
  await item(page, /^Make a member/);
  await cohost.getByRole("button", { name: "Rematch" }).waitFor({ state: "detached" });
});

describe("keeping order", () => {
  test("a viewer's report reaches the host, who hides the turn and shows it again", async () => {
    const { page, roomId } = await host();
    await press(page, "Start battle");
    const viewer = await visit(`/rooms/${roomId}`, 390);
    await waitForStatus(viewer, 1, "B", "complete");
    await menuOf(viewer, /^More about Round 1, Socrates/);
    await item(viewer, /^Report/);
    await press(viewer, "Send report");
    await viewer.getByText("Choose what is wrong with it.").waitFor();
    await viewer.getByRole("radio", { name: "Harassment" }).check();
    await viewer.getByRole("textbox", { name: /^Note/ }).fill("<img src=x onerror=alert(1)> rude");
    expect(await axeFindings(viewer)).toEqual([]);
    await press(viewer, "Send report");
    await viewer.getByText("Thank you. The hosts have your report.").waitFor();

    await press(page, "People, 1 open report");
    await tab(page, "Reports");
    await page.getByText("<img src=x onerror=alert(1)> rude").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(page, "Hide the turn");
    await page.getByText("No open reports.").waitFor();
    await close(page);
    const hidden = viewer.locator('article[data-side="A"]');
    await hidden.getByText("Hidden by the host.").waitFor();
    await expect.poll(() => hidden.locator("[data-turn-text]").textContent(), PATIENCE).toBe("");

    await menuOf(page, /^More about Round 1, Socrates/);
    await item(page, /^Show again/);
    await expect.poll(() => hidden.locator("[data-turn-text]").textContent(), PATIENCE).toMatch(/\w{3}/);
  });

  test("a host hides a turn from its menu, and undo brings it back", async () => {
    const { page, roomId } = await host();
    await press(page, "Start battle");
    const viewer = await visit(`/rooms/${roomId}`);
    await waitForStatus(viewer, 1, "B", "complete");
    await menuOf(page, /^More about Round 1, Firebrand/);
    await item(page, /^Hide/);
    const place = viewer.locator('article[data-side="B"]');
    await place.getByText("Hidden by the host.").waitFor();
    await press(page, "Undo");
    await expect.poll(() => place.locator("[data-turn-text]").textContent(), PATIENCE).toMatch(/\w{3}/);
  });
});

test("a host does not vote in a rated battle of their own; a new guest's vote counts after a few seconds", async () => {
  const { page, client, roomId } = await host({ settings: { ...quick, votingSeconds: 120 } });
  await press(page, "Start battle");
  const battleId = await expect
    .poll(async () => (await client.query(api.rooms.get, { roomId }))?.currentBattleId, PATIENCE)
    .toBeTruthy()
    .then(async () => (await client.query(api.rooms.get, { roomId }))?.currentBattleId as Id<"battles">);
  await untilStage(client, battleId, "voting");
  await page.getByText(/Hosts do not vote in their own rated battles\./).waitFor();
  expect(await page.locator("[data-choice]").count()).toBe(0);
  const guest = await visit(`/rooms/${roomId}`);
  await guest.locator('[data-choice="A"]').click();
  await guest.getByText(/Yours counts once you have been here for a few seconds\./).waitFor();
  await guest.getByText(/Yours counts, and you may change it\./).waitFor();
  await guest.locator('[data-choice="A"]').getByText("Your vote · 100 %").waitFor();
  await tabPresent(page);
});

/** Whoever votes is seen by the hosts. */
async function tabPresent(page: Page): Promise<void> {
  await press(page, /^People/);
  await page.getByRole("region", { name: "Watching now" }).getByRole("listitem").first().waitFor();
}
