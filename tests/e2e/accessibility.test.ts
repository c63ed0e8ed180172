import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { openPage } from "../support/arena-page";
import { useStage } from "../support/stage";

const stage = useStage();
let roomPath: string;

beforeAll(async () => {
  const lobby = await openPage(stage.browser, stage.product.webUrl);
  await lobby.getByRole("link", { name: /watch/i }).first().click();
  await lobby.waitForURL(/\/rooms\//);
  roomPath = new URL(lobby.url()).pathname;
  await lobby.context().close();
});

const ready: Record<string, (page: Page) => Promise<void>> = {
  lobby: (page) => page.getByRole("link", { name: /watch/i }).first().waitFor(),
  "new room": (page) => page.getByRole("button", { name: "Create battle" }).waitFor(),
  battle: (page) => page.locator("article[data-turn-id] [data-turn-text]").filter({ hasText: /\w/ }).first().waitFor(),
  "not found": (page) => page.getByRole("heading", { level: 1 }).waitFor(),
};

const paths = (): Record<string, string> => ({
  lobby: "/",
  "new room": "/rooms/new",
  battle: roomPath,
  "not found": "/rooms/nope",
});

const cases = Object.keys(ready).flatMap((route) =>
  [390, 1440].flatMap((width) => [true, false].map((dark) => ({ route, width, dark }))),
);

test.each(cases)(
  "$route at $width px (dark: $dark): axe finds nothing and nothing scrolls sideways",
  async ({ route, width, dark }) => {
    const page = await openPage(stage.browser, stage.product.webUrl + paths()[route], { width, dark });
    await ready[route]?.(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  },
);
