import { ConvexHttpClient } from "convex/browser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Room } from "../../convex/model/validators";
import { createRoom, openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { launchChromium } from "../support/chromium";
import { listenWithModels, type ModelListing } from "../support/model-listing";
import { Product } from "../support/product";
import { useStage } from "../support/stage";
import { until } from "../support/until";

const stage = useStage();

const openForm = async (options: { width?: number; dark?: boolean } = {}): Promise<Page> => {
  const page = await openPage(stage.browser, `${stage.product.webUrl}/rooms/new`, options);
  await page.getByRole("button", { name: "Create battle" }).waitFor();
  return page;
};

async function storedRoom(page: Page): Promise<Room> {
  await page.waitForURL(/\/rooms\/(?!new)/);
  const roomId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const room = await new ConvexHttpClient(stage.product.convexUrl).query(api.rooms.get, { roomId });
  if (!room) throw new Error("The room was not stored.");
  return room;
}

test("keys alone make a duel: arrows for the format, Tab to the topic, Enter", async () => {
  const page = await openForm();
  await page.locator('input[name="format"][value="debate"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText(/sides are drawn by lot/).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Explain the tides to a ten-year-old");
  await page.keyboard.press("Enter");
  expect(await storedRoom(page)).toMatchObject({
    format: "duel",
    topic: "Explain the tides to a ten-year-old",
    rounds: 3,
  });
  await page.context().close();
});

test.each(["debate", "challenge", "chat"] as const)("a %s is stored as it was asked for", async (format) => {
  const page = await openPage(stage.browser, stage.product.webUrl);
  const fighters: [string, string] = ["Jester", "Professor"];
  await createRoom(page, stage.product.webUrl, { topic: `A ${format}`, fighters, rounds: 2, format });
  const { fighters: stored, ...room } = await storedRoom(page);
  expect(room).toMatchObject({
    format,
    settings: { referee: false, commentator: false, tools: false, votingSeconds: 0 },
  });
  expect(stored[0]).toMatchObject(format === "debate" ? { name: "Jester" } : { person: true });
  expect(stored[1].name).toBe("Professor");
  await page.context().close();
});

test("rules, limits, a stand-in and a start are stored; the start is local time", async () => {
  const page = await openForm();
  await page.getByLabel("Topic", { exact: true }).fill("Tabs or spaces?");
  await page.getByRole("button", { name: "Rules" }).click();
  await page.locator('input[name="rounds"][value="5"]').check({ force: true });
  await page.locator('input[name="voting"][value="60"]').check({ force: true });
  await page.locator("#commentator").uncheck({ force: true });
  await page.locator("#max-words").press("End");
  await page.locator("#fallback").fill("Researcher");
  await page.keyboard.press("Tab");
  await page.getByLabel(/limit for one battle/i).fill("0.00001");
  await page.getByText(/sets aside up to/).waitFor();
  await page.getByLabel(/limit for one battle/i).fill("0.5");
  const startAt = await page.evaluate(() => {
    const at = new Date(Date.now() + 3_600_000);
    at.setSeconds(0, 0);
    return at.getTime();
  });
  await page.locator("#start-at").fill(
    await page.evaluate((at) => {
      const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
      return local.toISOString().slice(0, 16);
    }, startAt),
  );
  await page.getByText(/5 rounds · up to 400 words a turn · referee · 60 s votes · no recap/).waitFor();
  await page.getByRole("button", { name: "Create battle" }).click();
  expect(await storedRoom(page)).toMatchObject({
    rounds: 5,
    startAt,
    settings: { maxWords: 400, votingSeconds: 60, commentator: false, fallbackModelId: "sparring/researcher" },
  });
  await page.context().close();
});

test("what the server refuses stands at its field, and the draft is still there after a reload", async () => {
  const page = await openForm();
  await page.getByLabel("Topic", { exact: true }).fill("Tabs or spaces?");
  await page.locator("#model-B").fill("vendor/model");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Create battle" }).click();
  await page
    .locator("#model-B-note")
    .getByText(/not available here/)
    .waitFor();
  expect(await page.locator("#model-B").evaluate((element) => element === document.activeElement)).toBe(true);
  await page.reload();
  await page.getByRole("button", { name: "Create battle" }).waitFor();
  expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe("Tabs or spaces?");
  expect(await page.locator("#model-B").inputValue()).toBe("vendor/model");
  await page.context().close();
});

test("topics are suggested, picked and used; asked too often, the form says when to ask again", async () => {
  const page = await openForm({ width: 390 });
  const suggest = page.getByRole("button", { name: "Suggest topics" });
  await suggest.click();
  await page.getByText("From the built-in list, not from a model.").waitFor();
  const first = page.getByRole("region", { name: "Suggested topics" }).getByRole("button").first();
  const topic = await first.innerText();
  await first.click();
  expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe(topic);
  const asked = page.getByText(/You asked for topics often/);
  for (let times = 0; times < 10; times++) {
    await suggest.click();
    await until(page, () => document.querySelector("form button[aria-busy]") === null, null);
  }
  await asked.waitFor();
  await page.getByRole("button", { name: "Create battle" }).click();
  expect((await storedRoom(page)).topic).toBe(topic);
  await page.context().close();
});

const looks = [390, 1440].flatMap((width) => [true, false].map((dark) => ({ width, dark })));
test.each(looks)(
  "with everything open at $width px (dark: $dark) axe finds nothing, targets are large, nothing is cut off",
  async (look) => {
    const page = await openForm(look);
    await page.getByRole("button", { name: "Rules" }).click();
    await page.locator("#persona-A").click();
    await page.getByRole("option", { name: /Own words/ }).click();
    await page.getByRole("button", { name: "Suggest topics" }).click();
    await page.getByText("From the built-in list, not from a model.").waitFor();
    await page.locator("#model-B").fill("Nobody");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Create battle" }).click();
    await page
      .locator("#model-B-note")
      .getByText(/no “Nobody” in the list/)
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.context().close();
  },
);

describe("with a provider's list of 400 models", () => {
  let listing: ModelListing;
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    listing = await listenWithModels(
      Array.from({ length: 400 }, (_, n) => ({
        id: `vendor/model-${n}`,
        name: `Model ${n}`,
        context_length: n % 2 === 0 ? 8_192 : 200_000,
        pricing: { prompt: `${(n + 1) / 1e8}`, completion: `${(n + 1) / 1e8}` },
        ...(n === 7 && { expiration_date: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10) }),
      })),
    );
    [product, browser] = await Promise.all([Product.start({ OPENROUTER_BASE_URL: listing.url }), launchChromium()]);
    page = await openPage(browser, `${product.webUrl}/rooms/new`);
    await page.getByText("400 of 400 real models.").waitFor({ timeout: 30_000 });
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
    await listing.close();
  });

  test("filters narrow both lists, the order is the price's, and a row tells price, context and its end", async () => {
    await page.getByLabel("Context, at least").selectOption("128000");
    await page.getByText("200 of 400 real models.").waitFor();
    await page.getByLabel("Price, at most").selectOption("0.5");
    await page.getByLabel("Order").selectOption("cheapest");
    const picker = page.locator("#model-B");
    await picker.fill("model 7");
    const row = page.getByRole("option", { name: /Model 7 / });
    await row.getByText("$0.08 / $0.08 per M · 200K context").waitFor();
    await row.getByText(/takes it away on/).waitFor();
    await picker.press("ArrowDown");
    await picker.press("Enter");
    expect(await picker.inputValue()).toBe("Model 7");
    await page.locator("#model-B-note").getByText("vendor/model-7").waitFor();
  });

  test("a long list draws a part of itself, and a key pressed in it is answered at once", async () => {
    await page.getByLabel("Context, at least").selectOption("");
    await page.getByLabel("Price, at most").selectOption("");
    await page.locator("#model-A").click();
    await page.getByText(/40 of 407/).waitFor();
    expect(await page.getByRole("option").count()).toBe(40);
    await page.locator("#model-A").fill("model 399");
    await page.getByRole("option", { name: /Model 399/ }).waitFor();
    expect(await page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Escape");
  });

  test("a failed update says so, with the time of the prices that are shown; a second one in a minute has to wait", async () => {
    listing.failing = true;
    await page.getByRole("button", { name: "Refresh list" }).click();
    await page.getByText(/failed: the provider answered with an error. Until it works prices are of/).waitFor();
    expect(await page.getByText("400 of 400 real models.").count()).toBe(1);
    await page.getByRole("button", { name: "Refresh list" }).click();
    await page.getByText(/Too often in a short time. Try again in \d+ s./).waitFor();
  });
});
