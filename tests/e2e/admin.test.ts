import type { Locator, Page } from "playwright-core";
import { afterEach, beforeAll, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { convexRun } from "../support/dashboard";
import { makeRoom, untilStage } from "../support/fight";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

// A fighter that stalls in the middle keeps its battle live for as long as a test looks at it.
const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "20" });
const STALLS = { modelId: "sparring/socrates+stall.20.60000" };
const FIREBRAND = { modelId: "sparring/firebrand" };
const PATIENCE = { timeout: 30_000 };
const password = "correct horse battery";
const ADA = { email: "ada@example.com", password };

const open: Page[] = [];
const tabs: Page[] = [];
let first: HostPage;

beforeAll(async () => {
  first = await openHostPage(stage.browser, stage.product, { account: { ...ADA, flow: "signUp" } });
  await convexRun(stage.product, "admin:grantAdmin", { email: ADA.email });
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
  for (const page of tabs.splice(0)) await page.close();
});

async function opened(options: Parameters<typeof openHostPage>[2] = {}): Promise<HostPage> {
  const host = await openHostPage(stage.browser, stage.product, options);
  open.push(host.page);
  return host;
}

const url = (name: string) => `${stage.product.webUrl}/admin?section=${name}`;

/** Another tab of the admin's browser: signing in anew for each would soon be too often. */
async function adminTab({ width = 1440, dark = true }: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await first.page.context().newPage();
  tabs.push(page);
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  return page;
}

/** The admin's page on one section, once its data is there. */
async function section(name: string, look: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await adminTab(look);
  await page.goto(url(name));
  await page.getByRole("heading", { level: 2 }).waitFor();
  await page.locator("main [aria-busy=true]").waitFor({ state: "detached" });
  return page;
}

const press = (on: Page | Locator, name: string | RegExp) => on.getByRole("button", { name }).click();
const undo = (page: Page) => press(page, "Undo");
/** Notices are list items, too. */
const rowOf = (page: Page, text: string | RegExp) =>
  page.getByRole("main").getByRole("listitem").filter({ hasText: text });

async function liveBattle(): Promise<{ host: HostPage; roomId: Id<"rooms">; battleId: Id<"battles"> }> {
  const host = await opened();
  const roomId = await makeRoom(host.client, { fighters: [STALLS, FIREBRAND] });
  const battleId = await host.client.mutation(api.battles.start, { roomId });
  await untilStage(host.client, battleId, "turn");
  return { host, roomId, battleId };
}

test("whoever is no admin reads so, is offered a sign-in, and gets no data", async () => {
  const nobody = await openPage(stage.browser, url("people"));
  open.push(nobody);
  await nobody.getByRole("heading", { name: "Only admins of this arena" }).waitFor();
  await nobody.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await nobody.getByRole("dialog").getByLabel("Email").waitFor();
  expect(await nobody.getByText(ADA.email).count()).toBe(0);

  const { page, client } = await opened({ account: { email: "bob@example.com", password, flow: "signUp" } });
  await page.goto(url("people"));
  await page.getByText("Your account is not one of them.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Your account" }).waitFor();
  expect(await page.getByRole("menuitem", { name: "Admin" }).count()).toBe(0);
  await expect(client.query(api.administration.overview)).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
});

test("an admin finds the page in the account menu", async () => {
  const page = await adminTab();
  await page.goto(stage.product.webUrl);
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Admin" }).click();
  await page.getByRole("heading", { name: "The arena is running" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin");
});

test("a ban needs a reason, bars at once, and is undone", async () => {
  const eve = await opened({ account: { email: "eve@example.com", password, flow: "signUp" } });
  const page = await section("people");
  await page.getByLabel("Email or name").fill("eve@example.com");
  await expect.poll(() => rowOf(page, "@example.com").count(), PATIENCE).toBe(1);
  const row = rowOf(page, "eve@example.com");
  await press(row, /^Ban/);
  const dialog = page.getByRole("dialog");
  await press(dialog, "Ban");
  await dialog.getByText("Say why, in a few words.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByLabel("Reason").fill("Spam in three rooms");
  await dialog.getByText("7 days").click();
  await page.keyboard.press("Enter");
  await row.getByText("Banned").waitFor();
  await row.getByText("Spam in three rooms").waitFor();
  await expect(makeRoom(eve.client)).rejects.toMatchObject({ data: { code: "BANNED" } });
  await undo(page);
  await row.getByText("Banned").waitFor({ state: "detached" });
  await makeRoom(eve.client);
});

test("admin's rights are given and taken after a question; the last admin stays one", async () => {
  const carl = await opened({ account: { email: "carl@example.com", password, flow: "signUp" } });
  const page = await section("people");
  const row = rowOf(page, "carl@example.com");
  await press(row, /^More/);
  await page.getByRole("menuitem", { name: /Make an admin/ }).click();
  const question = page.getByRole("alertdialog");
  await question.getByText(/carl@example.com/).waitFor();
  await press(question, "Make an admin");
  await row.getByText("Admin", { exact: true }).waitFor();
  await carl.page.goto(url("people"));
  await rowOf(carl.page, ADA.email).waitFor();
  await undo(page);
  await carl.page.getByRole("heading", { name: "Only admins of this arena" }).waitFor();
  expect(await carl.page.getByText(ADA.email).count()).toBe(0);
  await row.getByText("Admin", { exact: true }).waitFor({ state: "detached" });
  await press(rowOf(page, ADA.email), /^More/);
  await page.getByRole("menuitem", { name: /Take the admin's rights/ }).click();
  await press(question, "Take the rights");
  await page.locator("[data-sonner-toast][data-type=error]").waitFor();
  await rowOf(page, ADA.email).getByText("Admin", { exact: true }).waitFor();
});

test("the kill switch pauses a live battle in front of its viewers, and resuming goes on with it", async () => {
  const { host, roomId, battleId } = await liveBattle();
  await host.page.goto(`${stage.product.webUrl}/rooms/${roomId}`);
  const idle = await makeRoom(host.client);
  const page = await section("overview");
  await press(page, "Pause the arena");
  const dialog = page.getByRole("dialog");
  await press(dialog, "Pause the arena");
  await dialog.getByText("Say why, in a few words.").waitFor();
  await dialog.getByLabel("Reason").fill("A provider charges twice");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The arena is paused" }).waitFor();
  await page.getByText("A provider charges twice").waitFor();
  await dialog.waitFor({ state: "detached" });
  const { state } = await untilStage(host.client, battleId, "paused");
  expect(state).toMatchObject({ because: "halted" });
  await page.getByText(/battles? paused by it/).waitFor();
  await host.page
    .getByText(/paused/i)
    .first()
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  for (const act of [
    host.client.mutation(api.battles.start, { roomId: idle }),
    host.client.mutation(api.battles.resume, { battleId }),
  ]) {
    await expect(act).rejects.toMatchObject({ data: { code: "HALTED" } });
  }
  await press(page, "Resume the arena");
  await page.getByRole("heading", { name: "The arena is running" }).waitFor();
  await untilStage(host.client, battleId, "turn");
  await host.client.mutation(api.battles.cancel, { battleId });
});

test("a live battle is paused and cancelled after a question", async () => {
  const { host, battleId } = await liveBattle();
  const page = await section("battles");
  const row = rowOf(page, /Side A has the word/).filter({ hasText: "By Guest" });
  await press(row, /^Pause/);
  const question = page.getByRole("alertdialog");
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  await press(row, /^Pause/);
  await press(question, "Pause the battle");
  expect((await untilStage(host.client, battleId, "paused")).state).toMatchObject({ because: "admin" });
  const paused = rowOf(page, "Paused by an admin");
  await press(paused, /^Cancel/);
  await press(question, "Cancel the battle");
  await untilStage(host.client, battleId, "cancelled");
  await paused.waitFor({ state: "detached" });
});

test("a room is hidden and shown again, and deleted after a question", async () => {
  const host = await opened();
  const roomId = await makeRoom(host.client, { topic: "Should this room be here?" });
  const page = await section("rooms");
  const row = rowOf(page, "Should this room be here?");
  await press(row, /^Hide/);
  await row.getByText("Hidden by an admin").waitFor();
  expect(await first.client.query(api.rooms.get, { roomId })).toMatchObject({ hidden: { by: "admin" } });
  await undo(page);
  await row.getByText("Hidden by an admin").waitFor({ state: "detached" });
  await press(row, /^Delete/);
  await press(page.getByRole("alertdialog"), "Delete the room");
  await row.waitFor({ state: "detached" });
  expect(await host.client.query(api.rooms.get, { roomId })).toBeNull();
});

test("a report shows the words as text; upheld it hides the room, and undone it is open again", async () => {
  const host = await opened();
  const viewer = await opened();
  const topic = "Is <b>bold</b> **text** fine?";
  const roomId = await makeRoom(host.client, { topic });
  await viewer.client.mutation(api.reports.file, { roomId, reason: "spam", note: "<img src=x> says nothing" });
  const page = await section("reports");
  const row = rowOf(page, topic);
  await row.getByText("<img src=x> says nothing").waitFor();
  expect(await row.locator("b, img, strong").count()).toBe(0);
  await press(row, /^Uphold/);
  await row.waitFor({ state: "detached" });
  expect(await viewer.client.query(api.rooms.get, { roomId })).toBeNull();
  await undo(page);
  await row.waitFor();
  await expect.poll(() => viewer.client.query(api.rooms.get, { roomId }), PATIENCE).not.toBeNull();
  await press(row, /^Dismiss/);
  await page.getByText("Nothing waits for a decision.").waitFor();
  expect(await viewer.client.query(api.rooms.get, { roomId })).not.toBeNull();
});

test("limits out of range are refused at their field; good ones are saved, and can be taken back", async () => {
  const page = await section("limits");
  const slots = page.getByLabel("Turns live at once");
  await slots.fill("0");
  await press(page, "Save limits");
  await page.getByText("A whole number from 1 to 200, or nothing.").waitFor();
  expect(await slots.getAttribute("aria-invalid")).toBe("true");
  await slots.fill("12");
  await page.getByLabel("Each host's budget per day, in US dollars").fill("2,50");
  await page.getByText("Invited people").click();
  await press(page, "Save limits");
  await page.getByText("Limits saved.").waitFor();
  await page.getByText("Others wait in the queue. Now 12.").waitFor();
  const { effective } = await first.client.query(api.administration.overview);
  expect(effective).toEqual({ maxLiveTurns: 12, hostDailyUsd: 2.5, hosting: "invited" });
  const guest = await opened();
  await expect(makeRoom(guest.client)).rejects.toMatchObject({ data: { code: "HOSTING_RESTRICTED" } });
  await undo(page);
  await page.getByText("Others wait in the queue. Now 6.").waitFor();
  await makeRoom(guest.client);
});

test("blocked words are saved, and refused from then on", async () => {
  const page = await section("limits");
  await page.getByLabel("Blocked words", { exact: true }).last().fill("florbinate\n\nflorbinate\n");
  await press(page, "Save blocked words");
  await page.getByText("1 blocked word saved.").waitFor();
  const guest = await opened();
  const room = makeRoom(guest.client, { topic: "Should we florbinate cities?" });
  await expect(room).rejects.toMatchObject({ data: { code: "BLOCKED_TEXT" } });
});

test("the charts show what a real battle cost, by mouse, by keyboard and as a table", async () => {
  const host = await opened();
  const roomId = await makeRoom(host.client, {
    fighters: [{ modelId: "sparring/professor" }, FIREBRAND],
    settings: { referee: true },
  });
  const battleId = await host.client.mutation(api.battles.start, { roomId });
  await untilStage(host.client, battleId, "finished");
  const page = await section("usage");
  const chart = page.getByRole("region", { name: "Simulated money per day" });
  await chart.getByRole("img", { name: /7 days, \$0\.\d+ together/ }).waitFor();
  await page.getByRole("region", { name: "Real money per day" }).getByText("No real model has cost anything").waitFor();
  const day = chart.getByRole("slider");
  expect(await day.getAttribute("aria-valuetext")).toMatch(/: \$0\.\d+, Fighters \$0\.\d+, Referee \$0\.\d+$/);
  await day.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => day.getAttribute("aria-valuetext"), PATIENCE).toMatch(/: \$0\.00$/);
  const box = (await day.boundingBox())!;
  await page.mouse.move(box.x + box.width - 5, box.y + 60);
  await expect.poll(() => day.getAttribute("aria-valuetext"), PATIENCE).toMatch(/Fighters/);
  await press(chart, /as a table/);
  expect(await chart.getByRole("row").count()).toBe(8);
  const calls = page.getByRole("region", { name: "Calls per day" });
  await press(calls, /as a table/);
  const today = new Date().toISOString().slice(0, 10);
  const { total } = await first.client.query(api.administration.usage, { until: today, days: 7 });
  await calls.getByText(total.calls.toLocaleString("en-US"), { exact: true }).first().waitFor();
  await page.getByRole("region", { name: "Simulated money per model" }).getByText("sparring/professor").waitFor();
  await page.getByText("90 days").click();
  await page.waitForURL(/days=90/);
  await page
    .getByRole("img", { name: /90 days/ })
    .first()
    .waitFor();
});

test("the audit log holds what was done here, by whom, newest first", async () => {
  const page = await section("audit");
  const entries = page.getByRole("main").getByRole("region", { name: "Audit log" }).getByRole("listitem");
  const acts = ["Made an admin", "Banned", "Lifted a ban", "Paused the arena", "Resumed the arena", "Hid a room"];
  for (const act of [...acts, "Deleted a room", "Set limits", "Set the blocked words"]) {
    await entries.filter({ hasText: act }).first().waitFor();
  }
  await entries.filter({ hasText: "Made an admin" }).filter({ hasText: "Dashboard" }).waitFor();
  await entries.filter({ hasText: "A provider charges twice" }).filter({ hasText: "Player" }).waitFor();
  expect(
    await page
      .getByRole("main")
      .getByText(/@example\.com/)
      .count(),
  ).toBe(0);
  expect(await entries.first().textContent()).toMatch(/Set the blocked words/);
});

const looks = [390, 1440].flatMap((width) => [true, false].map((dark) => ({ width, dark })));
test.each(looks)("at $width px (dark: $dark) axe finds nothing in any section", async (look) => {
  const page = await section("overview", look);
  for (const name of [
    "Overview",
    "People",
    "Rooms",
    "Live battles",
    "Reports",
    "Limits",
    "Usage and cost",
    "Audit log",
  ]) {
    await page.getByRole("navigation", { name: "Admin" }).getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 2, name }).waitFor();
    await page.locator("main [aria-busy=true]").waitFor({ state: "detached" });
    const found = [...(await axeFindings(page)), ...(await smallTargets(page))];
    const sideways = await sidewaysScroll(page);
    expect({ name, found, sideways: Math.max(0, sideways) }).toEqual({ name, found: [], sideways: 0 });
  }
});
