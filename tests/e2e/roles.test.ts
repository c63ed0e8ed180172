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

/** What changes for somebody who is banned, who leaves a room, or who is not invited to host. */

// A fighter that stalls in the middle keeps its battle live for as long as a test looks at it.
const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "50", ARENA_HOSTING: "invited" });
const STALLS = { modelId: "sparring/socrates+stall.20.60000" };
const FIREBRAND = { modelId: "sparring/firebrand" };
const BANNED = "This account is banned, so it can only watch.";
const INVITED_ONLY = "On this arena only invited people can host battles.";
const PATIENCE = { timeout: 60_000 };
const password = "correct horse battery";
const topic = "Should harbours be free for sailors?";

const open: Page[] = [];
let admin: HostPage;

beforeAll(async () => {
  const account = { email: "ada@example.org", password, flow: "signUp" as const };
  admin = await openHostPage(stage.browser, stage.product, { account });
  await convexRun(stage.product, "admin:grantAdmin", { email: account.email });
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

type Person = HostPage & { userId: Id<"users"> };

/** A person with an account, in a browser of their own. */
async function person(name: string, options: { width?: number; mayHost?: boolean } = {}): Promise<Person> {
  const account = { email: `${name}@example.org`, password, flow: "signUp" as const };
  const opened = await openHostPage(stage.browser, stage.product, { ...options, account });
  open.push(opened.page);
  const userId = (await opened.client.query(api.accounts.me))!.userId;
  if (options.mayHost) await admin.client.mutation(api.administration.setMayHost, { userId, mayHost: true });
  return { ...opened, userId };
}

async function visit(path: string, width = 1440): Promise<Page> {
  const page = await openPage(stage.browser, stage.product.webUrl + path, { width });
  open.push(page);
  return page;
}

const go = (page: Page, path: string) => page.goto(stage.product.webUrl + path);
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const ban = (userId: Id<"users">, reason: string) =>
  admin.client.mutation(api.administration.ban, { userId, reason, hours: 24 });
const unban = (userId: Id<"users">) => admin.client.mutation(api.administration.unban, { userId });
const gone = (page: Page) => page.getByRole("heading", { name: "No such battle" }).waitFor();
const stands = (page: Page) => page.getByRole("heading", { level: 1, name: topic }).waitFor();

/** Waits for words of a side: a finished turn may still be playing out. */
const reads = (page: Page, side: "A" | "B") =>
  page
    .locator(`article[data-side="${side}"] [data-turn-text]`)
    .filter({ hasText: /\w{3,}\W+\w{3,}/ })
    .waitFor(PATIENCE);

/** Fills what has no default; the fighters have one. */
async function fillTopic(page: Page): Promise<void> {
  await page.getByLabel("Topic", { exact: true }).fill(topic);
}
const create = (page: Page) => press(page, "Create battle");
const refusedWith = (page: Page, text: string) => page.locator("form").getByRole("alert").getByText(text).waitFor();
const createdRoom = (page: Page) => page.getByRole("button", { name: "Start battle" }).waitFor(PATIENCE);

async function expectInOrder(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
}

describe("a banned person", () => {
  test.each([1440, 390])(
    "at %i px reads it and why, and is refused in words until the ban is lifted",
    async (width) => {
      const { page, userId } = await person(`bob${width}`, { width, mayHost: true });
      await go(page, "/account");
      await page.getByRole("region", { name: "Where you are signed in" }).waitFor();
      await ban(userId, "Spam in <b>three</b> rooms");
      const note = page.getByRole("status").filter({ hasText: "This account is banned" });
      await note.getByText(/^This account is banned until .+\. It can only watch\.$/).waitFor();
      await note.getByText("Spam in <b>three</b> rooms").waitFor();
      await expectInOrder(page);
      await page.getByRole("textbox", { name: "Name" }).fill("Robert");
      await press(page, "Save name");
      await page.locator("form").getByRole("alert").getByText(BANNED).waitFor();

      await go(page, "/rooms/new");
      await page.getByRole("status").getByText(BANNED).waitFor();
      await fillTopic(page);
      await create(page);
      await refusedWith(page, BANNED);
      await unban(userId);
      await page.getByRole("status").getByText(BANNED).waitFor({ state: "detached" });
      await create(page);
      await createdRoom(page);
      await stands(page);
      await go(page, "/account");
      await page.getByRole("textbox", { name: "Name" }).waitFor();
      expect(await page.getByText("This account is banned").count()).toBe(0);
    },
  );

  test("still watches, and their report is refused", async () => {
    const { page, userId } = await person("eve");
    const roomId = await makeRoom(admin.client, { topic });
    await ban(userId, "Spam");
    await go(page, `/rooms/${roomId}`);
    await stands(page);
    await admin.client.mutation(api.battles.start, { roomId });
    await waitForStatus(page, 1, "B", "complete");
    await reads(page, "B");
    await press(page, /^More about Round 1, Socrates/);
    await page.getByRole("menuitem", { name: /^Report/ }).click();
    await page.getByRole("radio", { name: "Harassment" }).check();
    await press(page, "Send report");
    await page.getByRole("dialog").getByRole("alert").getByText(BANNED).waitFor();
    expect(await admin.client.query(api.reports.forRoom, { roomId })).toEqual([]);
  });

  test("loses the controls of their live battle, which is paused for all, and goes on with it after the ban", async () => {
    const host = await person("carl", { mayHost: true });
    const roomId = await makeRoom(host.client, { topic, fighters: [STALLS, FIREBRAND] });
    await go(host.page, `/rooms/${roomId}`);
    await press(host.page, "Start battle");
    await host.page.locator('article[data-status="streaming"]').waitFor(PATIENCE);
    const viewer = await visit(`/rooms/${roomId}`);
    await viewer.locator('article[data-side="A"]').first().waitFor();
    await ban(host.userId, "Spam");
    await viewer.getByText("Paused", { exact: true }).first().waitFor();
    const controls = host.page.getByRole("button", { name: /^(Pause|Resume|Cancel)/ });
    await expect.poll(() => controls.count(), PATIENCE).toBe(0);
    await stands(host.page);
    await unban(host.userId);
    await host.page
      .getByRole("button", { name: /^Resume/ })
      .first()
      .click();
    const room = await host.client.query(api.rooms.get, { roomId });
    await untilStage(host.client, room!.currentBattleId!, "turn");
    await viewer.getByText("Paused", { exact: true }).first().waitFor({ state: "detached" });
  });
});

const grace = (page: Page) => page.getByRole("listitem").filter({ hasText: "Grace" });

async function leave(page: Page): Promise<void> {
  await press(page, "Leave this room");
  const question = page.getByRole("alertdialog");
  await question.getByRole("button", { name: "Stay" }).click();
  await question.waitFor({ state: "detached" });
  await press(page, "Leave this room");
  await question.getByRole("button", { name: "Leave" }).click();
}

/** A host and a member named Grace in front of a room, each with its people open. */
async function member(visibility: "private" | "unlisted") {
  const host = await person(`host-${visibility}`, { mayHost: true });
  const guest = await person(`guest-${visibility}`);
  await guest.client.mutation(api.accounts.rename, { name: "Grace" });
  const roomId = await makeRoom(host.client, { topic, visibility });
  const { token } = await host.client.action(api.invites.create, { roomId, role: "member", days: 1, maxUses: 1 });
  await guest.client.mutation(api.invites.accept, { token });
  for (const { page } of [host, guest]) {
    await go(page, `/rooms/${roomId}`);
    await stands(page);
    await page.getByRole("button", { name: "People" }).click();
  }
  await grace(host.page).waitFor();
  return { host: host.page, guest: guest.page, roomId };
}

describe("whoever leaves a room", () => {
  test("while it is private finds it gone, is told so, and is gone from the host's list", async () => {
    const { host, guest, roomId } = await member("private");
    await grace(guest).getByText("Member, you").waitFor();
    await leave(guest);
    await guest.getByText("You have left the room.").waitFor();
    await guest.waitForURL(stage.product.webUrl + "/");
    await grace(host).waitFor({ state: "detached" });
    await go(guest, `/rooms/${roomId}`);
    await gone(guest);
    await go(guest, "/account");
    await guest.getByRole("region", { name: "Your rooms" }).getByText("None yet.").waitFor();
    expect(await guest.getByText(topic).count()).toBe(0);
  });

  test("while its address is enough stays as a viewer, without a place in it", async () => {
    const { host, guest, roomId } = await member("unlisted");
    await guest.getByText("You are a member. Only the hosts of this room see who else is.").waitFor();
    await leave(guest);
    await guest.getByText("You have left the room.").waitFor();
    await guest.getByRole("button", { name: "People" }).waitFor({ state: "detached" });
    await stands(guest);
    expect(new URL(guest.url()).pathname).toBe(`/rooms/${roomId}`);
    await grace(host).waitFor({ state: "detached" });
  });
});

describe("where only invited people host", () => {
  test("a visitor watches without a word about it, and reads it where they would create", async () => {
    const roomId = await makeRoom(admin.client, { topic });
    await admin.client.mutation(api.battles.start, { roomId });
    const page = await visit(`/rooms/${roomId}`);
    await waitForStatus(page, 1, "A", "complete");
    await reads(page, "A");
    expect(await page.getByText(INVITED_ONLY).count()).toBe(0);
    await go(page, "/rooms/new");
    const note = page.getByRole("status").filter({ hasText: INVITED_ONLY });
    await note.getByRole("button", { name: "Sign in" }).waitFor();
    await fillTopic(page);
    await expectInOrder(page);
    await create(page);
    await refusedWith(page, INVITED_ONLY);
    expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe(topic);
  });

  test("an account is invited and asked back in front of the form, without a reload", async () => {
    const { page } = await person("dora", { width: 390 });
    await go(page, "/rooms/new");
    const note = page.getByRole("status").filter({ hasText: INVITED_ONLY });
    await note.waitFor();
    expect(await note.getByRole("button").count()).toBe(0);
    await expectInOrder(page);
    await fillTopic(page);

    await go(admin.page, "/admin?section=people");
    const row = admin.page.getByRole("listitem").filter({ hasText: "dora@example.org" });
    await row.getByRole("button", { name: /^More/ }).click();
    await admin.page.getByRole("menuitem", { name: /^Invite to host/ }).click();
    await note.waitFor({ state: "detached" });
    await press(admin.page, "Undo");
    await note.waitFor();
    await create(page);
    await refusedWith(page, INVITED_ONLY);
    await row.getByRole("button", { name: /^More/ }).click();
    await admin.page.getByRole("menuitem", { name: /^Invite to host/ }).click();
    await note.waitFor({ state: "detached" });
    await create(page);
    await createdRoom(page);
  });

  test("an admin hosts without an invitation", async () => {
    const { page } = admin;
    await go(page, "/rooms/new");
    await fillTopic(page);
    expect(await page.getByText(INVITED_ONLY).count()).toBe(0);
    await create(page);
    await createdRoom(page);
  });
});
