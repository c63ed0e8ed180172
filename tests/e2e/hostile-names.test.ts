import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { sidewaysScroll } from "../support/checks";
import { convexRun } from "../support/dashboard";
import { makeRoom } from "../support/fight";
import { type HostPage, openHostPage } from "../support/host-page";
import { watchBreaches } from "../support/inert";
import { useStage } from "../support/stage";
import { NAME_ATTACKS, NO_NAMES } from "./attacks/name-attacks";

/** Hostile names of people in every place that shows one: inert, in their own box, and in their own direction. */

const stage = useStage({ ARENA_SPARRING_SPEED: "50" });
const password = "correct horse battery";
const CHAT = { format: "chat" as const, fighters: [{ modelId: "sparring/professor" }] };
/** Where each takes a dialog of its own, these stand for all. */
const WORST = new Set(["script", "right to left, with numbers", "Arabic", "one long word", "piled accents"]);
const WIDTHS = [1440, 390];

interface Watched extends HostPage {
  breaches: () => Promise<string[]>;
}
interface Attacker extends Watched {
  userId: Id<"users">;
  /** As it is stored. */
  name: string;
}
let admin: Watched;
let attackers: Attacker[];
let roomId: Id<"rooms">;

async function account(email: string): Promise<Watched> {
  const opened = await openHostPage(stage.browser, stage.product, { account: { email, password, flow: "signUp" } });
  return { ...opened, ...(await watchBreaches(opened.page, [stage.product.webUrl, stage.product.convexUrl])) };
}

async function attacker(n: number, words: string): Promise<Attacker> {
  const opened = await account(`hostile${n}@example.org`);
  await opened.client.mutation(api.accounts.rename, { name: words });
  const me = (await opened.client.query(api.accounts.me))!;
  return { ...opened, userId: me.userId, name: me.displayName };
}

/** The first hosts the room that the others belong to; each reports it, has a chat under way, and was acted upon. */
beforeAll(async () => {
  admin = await account("ada@example.org");
  await convexRun(stage.product, "admin:grantAdmin", { email: "ada@example.org" });
  attackers = [];
  for (const [n, [, words]] of NAME_ATTACKS.entries()) attackers.push(await attacker(n, words));
  const [host] = attackers as [Attacker];
  roomId = await makeRoom(host.client, { topic: "Should harbours be free for sailors?" });
  const link = await host.client.action(api.invites.create, { roomId, role: "cohost", days: 1, maxUses: null });
  for (const { client, userId } of attackers) {
    if (userId !== host.userId) {
      await client.mutation(api.invites.accept, { token: link.token });
      await client.action(api.invites.create, { roomId, role: "member", days: 1, maxUses: 1 });
    }
    await client.mutation(api.reports.file, { roomId, reason: "spam", note: "" });
    await client.mutation(api.battles.start, { roomId: await makeRoom(client, CHAT) });
    await admin.client.mutation(api.administration.setMayHost, { userId, mayHost: true });
    await admin.client.mutation(api.administration.grantAdmin, { userId });
    await client.mutation(api.rooms.hide, { roomId });
    await client.mutation(api.rooms.unhide, { roomId });
    await admin.client.mutation(api.administration.revokeAdmin, { userId });
  }
});
afterAll(async () => {
  for (const { page } of [admin, ...attackers]) await page.context().close();
});

/** Places where a name shares a line with words of ours without an element or marks that keep its direction to itself. */
const unisolated = (page: Page, names: readonly string[]) =>
  page.evaluate((all) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      const element = node.parentElement!;
      if (element.closest("title, option, .sr-only")) continue;
      for (const name of all) {
        if (!text.includes(name)) continue;
        const alone = text === name && getComputedStyle(element).unicodeBidi === "isolate";
        if (!alone && !text.includes(`\u2068${name}\u2069`)) found.push(`<${element.localName}>: ${text}`);
      }
    }
    return found;
  }, names);

/** Names that are painted beyond the window, or beyond the row, dialog or message that they are in. */
const outside = (page: Page, names: readonly string[]) =>
  page.evaluate((all) => {
    const found: string[] = [];
    const boxes = "li, header, h1, [role=dialog], [role=alertdialog], [role=menu], [data-sonner-toast], main";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      if (element.closest("title, .sr-only") || !all.some((name) => node.textContent?.includes(name))) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let { left, right } = range.getBoundingClientRect();
      if (right === left) continue;
      const box = element.closest(boxes)!;
      for (let at: Element | null = element; at && at !== box; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === "visible") continue;
        const clip = at.getBoundingClientRect();
        [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      }
      const limit = box.getBoundingClientRect();
      if (left < Math.max(limit.left, 0) - 1 || right > Math.min(limit.right, innerWidth) + 1) {
        found.push(
          `${node.textContent} from ${left} to ${right} in <${box.localName}> from ${limit.left} to ${limit.right}`,
        );
      }
    }
    return found;
  }, names);

/** What is wrong with a page that shows names; empty when they are inert, in their box and in their own direction. */
async function faults({ page, breaches }: Watched): Promise<string[]> {
  const sideways = await sidewaysScroll(page);
  const wide = sideways > 0 ? [`${sideways} px too wide`] : [];
  return [...(await unisolated(page, names())), ...(await outside(page, names())), ...wide, ...(await breaches())];
}

async function go(page: Page, path: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(stage.product.webUrl + path);
}
/** Each of the names, as words of its own. */
async function shows(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) await page.getByText(name, { exact: true }).filter({ visible: true }).first().waitFor();
}
const worst = () => attackers.filter((_, n) => WORST.has(NAME_ATTACKS[n]![0]));
const names = () => attackers.map(({ name }) => name);

test("what shows nothing is no name, and what a name could reorder or pile up is not kept", async () => {
  const { client } = attackers[0]!;
  for (const [, words] of NO_NAMES) {
    const refused = client.mutation(api.accounts.rename, { name: words });
    await expect(refused).rejects.toMatchObject({ data: { code: "INVALID_NAME" } });
  }
  for (const name of names()) expect(name).not.toMatch(/[\u200b\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|\p{M}{4}/u);
  expect(new Set(names()).size).toBe(NAME_ATTACKS.length);
});

test.each(WIDTHS)("at %i px on one's own page and in its menu", async (width) => {
  for (const one of attackers) {
    const { page, name } = one;
    await go(page, "/account", width);
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe(name);
    await page.getByRole("button", { name: /^Account:/ }).click();
    await page.getByRole("menu").getByText(name, { exact: true }).waitFor();
    expect(await faults(one)).toEqual([]);
  }
});

test.each(WIDTHS)("at %i px on an invite", async (width) => {
  for (const { client, name } of attackers) {
    const own = await makeRoom(client, { visibility: "private" });
    const { token } = await client.action(api.invites.create, { roomId: own, role: "member", days: 1, maxUses: 1 });
    await go(admin.page, `/join/${token}`, width);
    await shows(admin.page, [name]);
    expect(await faults(admin)).toEqual([]);
  }
});

test.each(WIDTHS)(
  "at %i px among the people of a room, in its invites, and in what is asked and said of one",
  async (width) => {
    const host = attackers[0]!;
    const { page } = host;
    await go(page, `/rooms/${roomId}`, width);
    await page.getByRole("button", { name: /^People/ }).click();
    await shows(page, names());
    expect(await faults(host)).toEqual([]);
    for (const { name } of worst().filter((one) => one !== host)) {
      const menu = page.getByRole("button", { name: `What to do about ${name}`, exact: true });
      await menu.click();
      await page.getByRole("menuitem", { name: /^Remove from the room/ }).click();
      const question = page.getByRole("alertdialog");
      await question.waitFor();
      expect(await faults(host)).toEqual([]);
      await question.getByRole("button", { name: "Keep them" }).click();
      await question.waitFor({ state: "detached" });
      await menu.click();
      await page.getByRole("menuitem", { name: /^Bar from the room/ }).click();
      await page.getByRole("button", { name: `Let ${name} in again`, exact: true }).waitFor();
      await page.locator("[data-sonner-toast]").filter({ hasText: name }).first().waitFor();
      expect(await faults(host)).toEqual([]);
      await page.getByRole("button", { name: `Let ${name} in again`, exact: true }).click();
      await menu.waitFor();
    }
    await page.getByRole("dialog").getByRole("tab", { name: "Invites" }).click();
    await shows(page, names());
    expect(await faults(host)).toEqual([]);
  },
);

test.each(WIDTHS)("at %i px in every list of an admin", async (width) => {
  const { page } = admin;
  for (const section of ["people", "rooms", "battles", "reports", "audit"]) {
    await go(page, `/admin?section=${section}`, width);
    await page.getByRole("heading", { level: 2 }).waitFor();
    await page.locator("main [aria-busy=true]").waitFor({ state: "detached" });
    const more = page.getByRole("button", { name: "Load more" });
    const rows = page.getByRole("main").getByRole("region").getByRole("listitem");
    await rows.nth(11).waitFor();
    while (await more.isVisible()) {
      const before = await rows.count();
      await more.click();
      await expect.poll(() => rows.count(), { timeout: 60_000 }).toBeGreaterThan(before);
    }
    await shows(page, names());
    expect(await faults(admin)).toEqual([]);
  }
});

test.each(WIDTHS)("at %i px in what an admin is asked, and told, about somebody", async (width) => {
  const { page } = admin;
  await go(page, "/admin?section=people", width);
  for (const [n, { name }] of attackers.entries()) {
    if (!WORST.has(NAME_ATTACKS[n]![0])) continue;
    const row = page.getByRole("listitem").filter({ hasText: `hostile${n}@example.org` });
    const toast = page.locator("[data-sonner-toast]").filter({ hasText: name }).first();
    await row.getByRole("button", { name: /^Ban/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("אבג (1) spam");
    expect(await faults(admin)).toEqual([]);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await toast.getByText(/Banned/).waitFor();
    expect(await faults(admin)).toEqual([]);
    await row.getByRole("button", { name: /^Lift the ban/ }).click();
    await toast.getByText(/Lifted/).waitFor();
    expect(await faults(admin)).toEqual([]);
    await row.getByRole("button", { name: /^More/ }).click();
    await page.getByRole("menuitem", { name: /^Make an admin/ }).click();
    const question = page.getByRole("alertdialog");
    await question.waitFor();
    expect(await faults(admin)).toEqual([]);
    await question.getByRole("button", { name: "Leave it" }).click();
    await question.waitFor({ state: "detached" });
  }
});
