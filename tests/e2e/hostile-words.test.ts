import type { ConvexHttpClient } from "convex/browser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { type AnsweringServer, type Asked, startAnsweringServer } from "../support/answering-server";
import { sidewaysScroll } from "../support/checks";
import { launchChromium } from "../support/chromium";
import { makeRoom, untilStage } from "../support/fight";
import { openHostPage } from "../support/host-page";
import { watchBreaches, wordsOutOfPlace } from "../support/inert";
import { Product } from "../support/product";
import { HOME, RUN } from "./attacks/attack";

/** Hostile words in every other place that shows some: topics, names, the host's lines, tools, reasons, the recap. */

const WORDS: readonly string[] = [
  `<img src=x onerror="${RUN}">`.slice(0, 100),
  `<script>alert(1)</script>`,
  `<img src="${HOME}/p.png">`,
  `[click](javascript:alert(1)) ![x](${HOME}/p.png)`,
  `"><svg onload=alert(1)>`,
  "{{constructor.constructor('alert(1)')()}}",
  "\u202Eeno taht\u202C and \u2067this",
  "אבג דהו 100 (1) − 30 HP",
  "Z\u0310\u0311\u0312\u0313\u0314\u0315".repeat(10).slice(0, 38),
  "W".repeat(100),
  "\u200B\u2060a\uFEFF\u00AD\u3164",
  "﷽".repeat(30),
];
/** A persona's name and kind are shorter than anything else. */
const SHORT = 40;

let server: AnsweringServer;
let product: Product;
let browser: Browser;

/** `hostile/<n>` says and does its words wherever a model may. */
function answer({ model, messages, tools, response_format }: Asked) {
  const words = WORDS[Number(model.split("/")[1])] ?? "";
  if (response_format) {
    return { text: JSON.stringify({ hit: "WEAK_BLOW", reason: `It says ${words}`, confidence: 0.5 }) };
  }
  const called = messages.some(({ role }) => role === "tool");
  if (!tools || called) return { text: `I say ${words}` };
  const calls = [
    { name: "search_transcript", arguments: JSON.stringify({ query: words }) },
    { name: `tool_${words}`.slice(0, 60), arguments: words },
  ];
  return { text: "", calls };
}

beforeAll(async () => {
  server = await startAnsweringServer(answer);
  const env = { OPENROUTER_BASE_URL: server.baseUrl, ARENA_MODEL_RPM: "100000", ARENA_MODEL_TPM: "100000000" };
  [product, browser] = await Promise.all([Product.start(env), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await server?.close();
});

/** Text of others that shares a line with text of ours and is not isolated from it: its direction would reorder both. */
const unisolated = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent?.includes("אבג")) continue;
      let element = node.parentElement;
      while (
        element &&
        getComputedStyle(element).display === "inline" &&
        getComputedStyle(element).unicodeBidi === "normal"
      ) {
        element = element.parentElement;
      }
      if (element?.localName === "title" || element?.localName === "option") continue;
      if (element?.textContent !== node.textContent) found.push(`${element?.localName}: ${element?.textContent}`);
    }
    return found;
  });

async function fightWith(client: ConvexHttpClient, words: string, n: number) {
  const modelId = `hostile/${n}`;
  const name = [...words].slice(0, SHORT).join("").slice(0, SHORT).trim();
  const persona = { name, archetype: name, colour: "#2f80ed", style: words, prompt: words };
  // Words without a letter are refused as a name; the built-in one then stands in.
  const personaId = await client.mutation(api.personas.save, persona).catch(() => undefined);
  const fighter = { modelId, ...(personaId && { personaId }) };
  const settings = { referee: true, commentator: true, tools: true };
  const topic = `Is ${words} so?`;
  const roomId = await makeRoom(client, { topic, fighters: [fighter, fighter], settings });
  const battleId = await client.mutation(api.battles.start, { roomId });
  await client.mutation(api.battles.inject, { battleId, text: words }).catch(() => undefined);
  return { roomId, battleId };
}

test.each(WORDS.map((words, n) => ({ words, n })))("$n: $words", async ({ words, n }) => {
  const { page, client } = await openHostPage(browser, product, { width: 390 });
  const { breaches } = await watchBreaches(page, [product.webUrl, product.convexUrl]);
  const { roomId, battleId } = await fightWith(client, words, n);
  await page.goto(`${product.webUrl}/rooms/${roomId}`);
  await untilStage(client, battleId, "finished");
  await page.locator('[data-recap][data-status="complete"]').waitFor();
  await page.locator("[data-verdict='hit']").nth(1).waitFor();
  for (const chip of await page.locator("[data-tool] summary").all()) await chip.click();
  expect(await page.locator("[data-tool]").count()).toBeGreaterThanOrEqual(2);
  expect(await unisolated(page)).toEqual([]);
  expect(await wordsOutOfPlace(page)).toEqual([]);
  for (const path of ["/", "/personas", "/rooms/new"]) {
    await page.goto(product.webUrl + path);
    await page.locator("main h1, main h2").first().waitFor();
    // A page that still loads its parts may cut the next navigation short.
    await page.waitForLoadState("networkidle");
    expect(await unisolated(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  }
  expect(await breaches()).toEqual([]);
  await page.context().close();
});

test("there are twelve of them, each in nine places", () => {
  expect(new Set(WORDS).size).toBeGreaterThanOrEqual(12);
});
