import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "20" });
const PROFESSOR = { modelId: "sparring/professor" };
const STALLS = { modelId: "sparring/professor+stall.10.60000" };

/** Of `expect.poll`, which by itself waits for one second. */
const PATIENCE = { timeout: 30_000 };

const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

async function talk(
  format: "chat" | "challenge",
  room: Partial<Parameters<HostPage["openRoom"]>[0]> = {},
  width = 1440,
): Promise<HostPage> {
  const host = await openHostPage(stage.browser, stage.product, { width });
  open.push(host.page);
  const settings = format === "challenge" ? { referee: false, commentator: false, votingSeconds: 0 } : undefined;
  await host.openRoom({
    topic: "Trams beat buses",
    format,
    fighters: [PROFESSOR],
    ...(settings && { settings }),
    ...room,
  });
  await host.page.getByRole("button", { name: "Start battle" }).click();
  await field(host.page).waitFor();
  return host;
}

const field = (page: Page) => page.getByLabel(/^(Message|Your argument)$/);
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const words = (page: Page, side: "A" | "B", text: string | RegExp) =>
  page.locator(`article[data-side="${side}"] [data-turn-text]`).filter({ hasText: text }).first().waitFor();
const answered = (page: Page) => page.getByRole("button", { name: "Regenerate" }).waitFor();

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  expect(content).toBeLessThanOrEqual(window);
}

test.each([1440, 390])("at %i px a chat is typed, answered, given anew, and ended", async (width) => {
  const { page } = await talk("chat", {}, width);
  await expectAccessible(page);
  await field(page).fill("Why do trams last?");
  await page.keyboard.press("Enter");
  await words(page, "A", "Why do trams last?");
  await answered(page);
  await words(page, "B", /\w/);
  await expectAccessible(page);
  await press(page, "Regenerate");
  await answered(page);
  await press(page, "End chat");
  await page.getByRole("alertdialog").getByRole("button", { name: "End chat" }).click();
  await page.getByRole("button", { name: "Rematch" }).waitFor();
  expect(await field(page).count()).toBe(0);
});

test("an answer is stopped, and the message changed and answered anew", async () => {
  const { page } = await talk("chat", { fighters: [STALLS] });
  await field(page).fill("Frist");
  await press(page, "Send");
  await words(page, "B", /\w/);
  await press(page, /^Edit/);
  const last = page.getByLabel("Your last message", { exact: true });
  await expect.poll(() => last.inputValue(), PATIENCE).toBe("Frist");
  await last.fill("First");
  await page.keyboard.press("Enter");
  await words(page, "A", /^First$/);
  await words(page, "B", /\w/);
  await press(page, "Stop");
  await page.getByRole("button", { name: "Send" }).waitFor();
});

test("a draft outlives a reload; nothing is lost while the connection is", async () => {
  const { page } = await talk("chat");
  await field(page).fill("Half a thought");
  await page.reload();
  await expect.poll(() => field(page).inputValue(), PATIENCE).toBe("Half a thought");
  await page.context().setOffline(true);
  await page.getByText(/What you send waits/).waitFor();
  await page.context().setOffline(false);
  await page.getByText(/What you send waits/).waitFor({ state: "detached" });
  await stage.product.kill();
  await page.getByText(/What you send waits/).waitFor();
  await field(page).fill("A whole thought");
  await page.keyboard.press("Enter");
  await words(page, "A", "A whole thought");
  await page.getByText(/goes out as soon as it is back/).waitFor();
  await stage.product.start();
  await answered(page);
  await words(page, "A", "A whole thought");
});

test("in a challenge a person argues for, the model answers, and the result stands at the end", async () => {
  const { page, client } = await talk("challenge", { rounds: 2 });
  for (const round of [1, 2]) {
    await field(page).fill(`Argument ${round}: trams carry more people.`);
    await page.keyboard.press("Enter");
    await words(page, "A", `Argument ${round}`);
    await page
      .locator(`article[data-side="B"][data-status="complete"]`)
      .nth(round - 1)
      .waitFor();
  }
  await page.getByRole("button", { name: "Rematch" }).waitFor();
  const roomId = page.url().split("/").at(-1)!;
  const room = await client.query(api.rooms.get, { roomId });
  const battle = await client.query(api.battles.get, { battleId: room!.currentBattleId! });
  expect(battle).toMatchObject({ state: { kind: "finished" }, unrated: "format" });
});

test("a refused message comes back into the field", async () => {
  const { page } = await talk("chat");
  // Only what nobody can see: the server finds no character in it.
  await field(page).fill("\u2800");
  await page.keyboard.press("Enter");
  await page.getByText("That text is empty or too long.").waitFor();
  await expect.poll(() => field(page).inputValue(), PATIENCE).toBe("\u2800");
  expect(await page.locator('article[data-side="A"]').count()).toBe(0);
});
