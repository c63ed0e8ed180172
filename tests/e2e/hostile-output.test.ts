import type { ConvexHttpClient } from "convex/browser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { type AnsweringServer, type Asked, startAnsweringServer } from "../support/answering-server";
import { launchChromium } from "../support/chromium";
import { makeRoom, untilStage } from "../support/fight";
import { watchBreaches, wordsOutOfPlace } from "../support/inert";
import { Product } from "../support/product";
import { signIn } from "../support/session";
import { until } from "../support/until";
import type { Attack } from "./attacks/attack";
import { HTML_ATTACKS } from "./attacks/html-attacks";
import { LAYOUT_ATTACKS } from "./attacks/layout-attacks";
import { LINK_ATTACKS } from "./attacks/link-attacks";
import { UNICODE_ATTACKS } from "./attacks/unicode-attacks";

/** Every attack is one turn of a real battle, watched while it streams and after it ended. */

const ATTACKS: readonly Attack[] = [...HTML_ATTACKS, ...LINK_ATTACKS, ...LAYOUT_ATTACKS, ...UNICODE_ATTACKS];
const ROUNDS = 5;
const PER_BATTLE = 2 * ROUNDS;
/** Battles that stream at once. */
const AT_ONCE = 5;
const BATTLES = Math.ceil(ATTACKS.length / PER_BATTLE);
const UNLIMITED = { ARENA_MODEL_RPM: "100000", ARENA_MODEL_TPM: "100000000", ARENA_HOST_RPM: "100000" };

let server: AnsweringServer;
let product: Product;
let browser: Browser;
let host: ConvexHttpClient;

/** `hostile/<battle>` says the attack of its battle, round and side. */
function attackFor({ model, messages }: Asked): { text: string } {
  const system = messages[0]?.content ?? "";
  const battle = Number(model.split("/")[1]);
  const round = Number(/^Round: (\d)/m.exec(system)?.[1]);
  const side = /^Stance: against/m.test(system) ? 1 : 0;
  return { text: ATTACKS[battle * PER_BATTLE + (round - 1) * 2 + side]?.[1] ?? "Nothing to say." };
}

beforeAll(async () => {
  server = await startAnsweringServer(attackFor, { pieces: 5, pauseMs: 60 });
  const env = { OPENROUTER_BASE_URL: server.baseUrl, ARENA_MAX_LIVE_TURNS: "50", ...UNLIMITED };
  [product, browser] = await Promise.all([Product.start(env), launchChromium()]);
  host = await signIn(product.convexUrl);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await server?.close();
});

interface Watched {
  page: Page;
  battleId: Id<"battles">;
  breaches: () => Promise<string[]>;
}

async function watchBattle(battle: number): Promise<Watched> {
  const modelId = `hostile/${battle}`;
  const roomId = await makeRoom(host, { fighters: [{ modelId }, { modelId }], rounds: ROUNDS });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const page = await context.newPage();
  const { breaches } = await watchBreaches(
    page,
    [product.webUrl, product.convexUrl].map((url) => new URL(url).origin),
  );
  await page.goto(`${product.webUrl}/rooms/${roomId}`);
  await page.getByText("Waiting for the host").first().waitFor();
  return { page, battleId: await host.mutation(api.battles.start, { roomId }), breaches };
}

/** What stands around the turns, with its left edge and width: they must not depend on what the turns say. */
const frameOf = (page: Page) =>
  page.evaluate(() => {
    scrollTo(0, 0);
    const around = document.querySelectorAll("body > div > *, main > *, main section, article, article > header");
    const ours = [...around].filter((element) => !element.closest("[data-turn-text]"));
    return ours.map((element) => {
      const { left, width } = element.getBoundingClientRect();
      return `${element.localName} ${Math.round(left)} ${Math.round(width)}`;
    });
  });

async function expectInert({ page, breaches }: Watched, width: number, frame: string[]): Promise<void> {
  await page.setViewportSize({ width, height: 844 });
  await page.waitForTimeout(150);
  expect(await breaches()).toEqual([]);
  expect(await wordsOutOfPlace(page)).toEqual([]);
  expect(await frameOf(page)).toEqual(frame);
}

const allSaid = (page: Page) =>
  until(
    page,
    (turns: number) => document.querySelectorAll('article:not([aria-busy="true"])[data-turn-id]').length >= turns,
    PER_BATTLE,
    { timeout: 60_000 },
  );

test("there are enough of them, each with a name and words of its own", () => {
  expect(ATTACKS.length).toBeGreaterThanOrEqual(200);
  expect(new Set(ATTACKS.map(([name]) => name)).size).toBe(ATTACKS.length);
  expect(new Set(ATTACKS.map(([, text]) => text)).size).toBe(ATTACKS.length);
});

describe("a model's hostile words, while they stream and after", () => {
  const frames = new Map<number, string[]>();

  beforeAll(async () => {
    const calm = await watchBattle(BATTLES);
    await untilStage(host, calm.battleId, "finished");
    await allSaid(calm.page);
    for (const width of [390, 1440]) {
      await calm.page.setViewportSize({ width, height: 844 });
      await calm.page.waitForTimeout(150);
      frames.set(width, await frameOf(calm.page));
    }
    await calm.page.context().close();
  });

  const waves = Array.from({ length: Math.ceil(BATTLES / AT_ONCE) }, (_, wave) => {
    const battles = Array.from({ length: AT_ONCE }, (__, at) => wave * AT_ONCE + at);
    return { battles: battles.filter((battle) => battle < BATTLES), from: wave * AT_ONCE * PER_BATTLE };
  });

  // oxlint-disable-next-line vitest/expect-expect -- expectInert does
  test.each(waves)(
    "run nothing, ask nobody, move nothing, and offer no control (attacks from $from)",
    async ({ battles }) => {
      const watched = await Promise.all(battles.map(watchBattle));
      for (const one of watched) {
        await untilStage(host, one.battleId, "finished");
        await allSaid(one.page);
        await expectInert(one, 1440, frames.get(1440)!);
        await expectInert(one, 390, frames.get(390)!);
        await one.page.context().close();
      }
    },
  );
});
