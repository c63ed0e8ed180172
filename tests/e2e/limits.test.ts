import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import { fillCredentials, openDialog, submit } from "../support/account-page";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { type HostPage, openHostPage } from "../support/host-page";
import { useStage } from "../support/stage";

/** Whoever does something too often reads when they may again, and may then. */

const stage = useStage({ ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "50" });
const STALLS = { modelId: "sparring/socrates+stall.20.60000" };
const FIREBRAND = { modelId: "sparring/firebrand" };
const PATIENCE = { timeout: 60_000 };
const topic = "Should harbours be free for sailors?";
const password = "correct horse battery";

const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

async function visit(path = "/", width = 1440): Promise<Page> {
  const page = await openPage(stage.browser, stage.product.webUrl + path, { width });
  open.push(page);
  return page;
}

async function host(options: Parameters<typeof openHostPage>[2] = {}): Promise<HostPage> {
  const opened = await openHostPage(stage.browser, stage.product, options);
  open.push(opened.page);
  return opened;
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
const go = (page: Page, path: string) => page.goto(stage.product.webUrl + path);

/** Does it until the server calls it too often; answers how many went through, and for how long it then has to wait. */
async function exhaust(act: () => Promise<unknown>): Promise<{ done: number; waitMs: number }> {
  for (let done = 0; ; done++) {
    try {
      await act();
    } catch (error) {
      const { code, retryAfterMs } = (error as { data: { code: string; retryAfterMs: number } }).data;
      if (code !== "RATE_LIMITED") throw error;
      return { done, waitMs: retryAfterMs };
    }
  }
}

/** "6 min" or "90 s", in seconds. */
async function secondsIn(text: Locator): Promise<number> {
  const [, count, unit] = /in (\d+) (s|min)\b/.exec((await text.textContent()) ?? "")!;
  return Number(count) * (unit === "s" ? 1 : 60);
}

/** The browser's clock goes on as it does, and can be put forward: an hour's limit is not waited for. */
async function ahead(page: Page, ms: number): Promise<void> {
  await page.clock.fastForward(ms);
}

async function expectInOrder(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
}

describe("the sign-in form", () => {
  test.each([1440, 390])(
    "at %i px counts down after too many wrong passwords, and lets one try again",
    async (width) => {
      const email = `ada${width}@example.org`;
      await host({ account: { email, password, flow: "signUp" } });
      const page = await visit("/", width);
      await page.clock.install();
      await page.reload();
      await openDialog(page, "Sign in");
      const alert = page.getByRole("dialog").getByRole("alert");
      const button = page.getByRole("dialog").locator("form").getByRole("button", { name: "Sign in", exact: true });
      await fillCredentials(page, email, "not the password");
      await submit(page, "Sign in");
      await alert.getByText("Email, password or code do not match.").waitFor();
      const wrong = { provider: "password", params: { email, password: "not the password", flow: "signIn" } };
      const stranger = await host();
      const again = stranger.client.action.bind(stranger.client, api.auth.signIn, wrong);
      await exhaust(() =>
        again().catch((error) => (error.data?.code === "WRONG_CREDENTIALS" ? null : Promise.reject(error))),
      );
      await submit(page, "Sign in");
      await alert.getByText("Too many tries in a short time. Again in 6 min.").waitFor();
      expect(await button.isDisabled()).toBe(true);
      await expectInOrder(page);
      await ahead(page, 5 * 60_000);
      const text = alert.getByText(/Again in \d+ s\.$/);
      await text.waitFor();
      const left = await secondsIn(text);
      expect(left).toBeLessThanOrEqual(60);
      await expect.poll(() => secondsIn(text), PATIENCE).toBeLessThan(left);
      expect(await button.isDisabled()).toBe(true);
      await ahead(page, 61_000);
      await expect.poll(() => button.isEnabled(), PATIENCE).toBe(true);
      await text.waitFor({ state: "detached" });
      expect(await page.getByRole("dialog").getByRole("textbox", { name: "Email" }).inputValue()).toBe(email);
    },
  );
});

test("suggested topics come too often: the page counts down, and says when they may be asked for again", async () => {
  const { page, client } = await host();
  await page.clock.install();
  await go(page, "/rooms/new");
  await page.getByLabel("Topic", { exact: true }).fill("harbours");
  const { done } = await exhaust(() => client.action(api.topics.suggest, {}));
  expect(done).toBe(10);
  await press(page, "Suggest topics");
  const alert = page.getByRole("alert").filter({ hasText: "You asked for topics often." });
  await alert.getByText("Again in 6 min.").waitFor();
  await expectInOrder(page);
  await ahead(page, 5 * 60_000);
  const text = alert.getByText(/Again in \d+ s\.$/);
  const left = await secondsIn(text);
  await expect.poll(() => secondsIn(text), PATIENCE).toBeLessThan(left);
  await ahead(page, 61_000);
  await page.getByText("You can ask for topics again.").waitFor();
  expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe("harbours");
});

test("a host creates too often: the form counts down until they may again, and keeps what was typed", async () => {
  const { page, client } = await host({ width: 390 });
  await page.clock.install();
  await go(page, "/rooms/new");
  await page.getByLabel("Topic", { exact: true }).fill(topic);
  const { done } = await exhaust(() => makeRoom(client));
  expect(done).toBe(30);
  await press(page, "Create battle");
  const alert = page.locator("form").getByRole("alert").filter({ hasText: "Too often in a short time." });
  await alert.getByText(/^Try again in (2 min|1[01]\d s)\.$/).waitFor();
  await expectInOrder(page);
  await ahead(page, 60_000);
  const text = alert.getByText(/in \d+ s\.$/);
  const left = await secondsIn(text);
  expect(left).toBeLessThanOrEqual(60);
  await expect.poll(() => secondsIn(text), PATIENCE).toBeLessThan(left);
  await ahead(page, 61_000);
  await page.getByText("You can create again.").waitFor();
  expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe(topic);
  expect(await page.getByRole("button", { name: "Create battle" }).isEnabled()).toBe(true);
});

test("lines of a host come too often: the dialog keeps the words and says when again, and then they are said", async () => {
  const { page, client, openRoom } = await host();
  const quick = { referee: false, commentator: false, tools: false, votingSeconds: 0, maxWords: 80 };
  const roomId = await openRoom({ topic, fighters: [STALLS, FIREBRAND], rounds: 1, settings: quick });
  const battleId = await client.mutation(api.battles.start, { roomId });
  await untilStage(client, battleId, "turn");
  const field = page.getByRole("textbox", { name: "Your line" });
  const refused = page.locator("[data-sonner-toast][data-type=error]");
  const say = async () => {
    if (!(await field.isVisible())) await press(page, "Moderate");
    await field.fill("Name one number.");
    await press(page, "Say it");
  };
  // One more is allowed every three seconds; on a slow machine the page may come to be the one that says it, and asks again.
  const inject = () => client.mutation(api.battles.inject, { battleId, text: "Shorter, please." });
  await expect
    .poll(
      async () => {
        while ((await exhaust(inject)).waitMs < 2_000);
        await say();
        await vi.waitUntil(async () => (await refused.count()) > 0 || !(await field.isVisible()), PATIENCE);
        return await refused.count();
      },
      { ...PATIENCE, interval: 10 },
    )
    .toBeGreaterThan(0);
  await refused.getByText(/^Too often in a short time\. Try again in [1-3] s\.$/).waitFor();
  expect(await field.inputValue()).toBe("Name one number.");
  await expectInOrder(page);
  await expect
    .poll(
      async () => {
        if (await field.isVisible()) await press(page, "Say it");
        return await field.isVisible();
      },
      { ...PATIENCE, interval: 1_000 },
    )
    .toBe(false);
  const lines = await client.query(api.battles.moderator, { battleId });
  expect(lines.at(-1)?.text).toBe("Name one number.");
  await client.mutation(api.battles.cancel, { battleId });
});
