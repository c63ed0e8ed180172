import { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { textHash } from "../../convex/model/textHash";
import type { FinishedTurn } from "../../convex/model/validators";
import {
  createRoom,
  grows,
  openPage,
  type Sample,
  samplesOf,
  turnArticle,
  waitForStatus,
  watchTexts,
} from "../support/arena-page";
import { useStage } from "../support/stage";

const stage = useStage();
let database: ConvexHttpClient;

beforeAll(async () => {
  database = new ConvexHttpClient(stage.product.convexUrl);
});

async function storedTurns(roomUrl: string): Promise<FinishedTurn[]> {
  const room = await database.query(api.rooms.get, { roomId: roomUrl.split("/").at(-1) ?? "" });
  if (!room?.currentBattleId) throw new Error("The room has no battle.");
  return await database.query(api.turns.list, { battleId: room.currentBattleId });
}

/** Invariant 1: whatever was painted is a prefix of the stored text of that turn. */
function expectPrefixes(samples: Sample[], turns: FinishedTurn[]): void {
  const texts = new Map(turns.map((turn) => [turn.turnId as string, turn.text]));
  const stored = samples.filter(({ turnId }) => texts.has(turnId));
  const shown = ({ turnId, length }: Sample) => textHash(texts.get(turnId)?.slice(0, length) ?? "");
  expect(stored.map(({ hash }) => hash)).toEqual(stored.map(shown));
}

const lengthsOf = (samples: Sample[], turnId: string, status: string) =>
  new Set(samples.filter((s) => s.turnId === turnId && s.status === status && s.length > 0).map((s) => s.length));

test("on an empty database the first screen already shows a live battle with growing words", async () => {
  const page = await openPage(stage.browser, stage.product.webUrl);
  await page.getByRole("heading", { name: "Should cities ban private cars from their centres?" }).first().waitFor();
  await page.getByText("Live", { exact: true }).first().waitFor();
  await page.getByRole("link", { name: /watch/i }).first().click();
  await page.waitForURL(/\/rooms\//);
  await turnArticle(page, 1, "A").waitFor();
  await page.getByText("Scripted sparring partner, not an AI model").first().waitFor();
  await grows(page, 50);
  await grows(page, 50);
  expect(await page.locator('article[data-status="streaming"]').count()).toBeLessThanOrEqual(1);
  await page.context().close();
});

describe("a host, a viewer from the start and a late joiner", () => {
  let host: Page;
  let viewer: Page;
  let late: Page;
  let roomUrl: string;

  beforeAll(async () => {
    host = await openPage(stage.browser, stage.product.webUrl);
    roomUrl = await createRoom(host, stage.product.webUrl, {
      topic: "Is a four-day week good for small firms?",
      fighters: ["Professor", "Socrates"],
      rounds: 1,
    });
    viewer = await openPage(stage.browser, roomUrl);
    await viewer.getByText("Waiting for the host").first().waitFor();
  });

  test("a viewer has no host controls", async () => {
    expect(await viewer.getByRole("button", { name: /start battle|cancel|delete room/i }).count()).toBe(0);
  });

  test("text grows in at least five steps before the turn ends, for the viewer and for a late joiner", async () => {
    await Promise.all([watchTexts(host), watchTexts(viewer)]);
    await host.getByRole("button", { name: "Start battle" }).click();
    await waitForStatus(viewer, 1, "A", "streaming");
    await viewer
      .locator('article[data-side="A"] [data-turn-text]')
      .filter({ hasText: /(\S+\s+){30}/ })
      .waitFor();

    late = await openPage(stage.browser, roomUrl);
    await turnArticle(late, 1, "A").waitFor();
    await watchTexts(late);
    const joined = (await samplesOf(late))[0];
    expect(joined?.status).toBe("streaming");

    const ended = await waitForStatus(viewer, 1, "A", "complete");
    expect(lengthsOf(await samplesOf(viewer), ended.turnId, "streaming").size).toBeGreaterThanOrEqual(5);
    await waitForStatus(late, 1, "A", "complete");
    expect(lengthsOf(await samplesOf(late), ended.turnId, "streaming").size).toBeGreaterThanOrEqual(5);
  });

  test("at the end every screen shows the stored bytes, and nobody ever saw anything else", async () => {
    for (const page of [host, viewer, late])
      await page.getByRole("region", { name: "Result" }).waitFor({ timeout: 90_000 });
    const turns = await storedTurns(roomUrl);
    expect(turns.map(({ side, status }) => [side, status])).toEqual([
      ["A", "complete"],
      ["B", "complete"],
    ]);
    for (const page of [host, viewer, late]) {
      for (const turn of turns) {
        const whole = page.locator(`article[data-turn-id="${turn.turnId}"] [data-raw-length="${turn.length}"]`);
        await whole.waitFor();
        expect(await whole.getAttribute("data-raw-hash")).toBe(turn.hash);
      }
      expectPrefixes(await samplesOf(page), turns);
    }
  });

  test("a reload keeps the whole transcript and the host's role", async () => {
    const turns = await storedTurns(roomUrl);
    await host.reload();
    for (const turn of turns) {
      await host.locator(`article[data-turn-id="${turn.turnId}"] [data-raw-hash="${turn.hash}"]`).waitFor();
    }
    await host.getByRole("button", { name: "Rematch" }).waitFor();
    expect(await host.locator("article[data-turn-id]").count()).toBe(turns.length);
  });

  test("cancel freezes host and viewer within a second, and what was said stays", async () => {
    await host.getByRole("button", { name: "Rematch" }).click();
    await Promise.all([watchTexts(host), watchTexts(viewer)]);
    for (const page of [host, viewer]) {
      await page
        .locator('article[data-status="streaming"] [data-turn-text]')
        .filter({ hasText: /(\S+\s+){10}/ })
        .waitFor();
    }
    await host.getByRole("button", { name: "Cancel", exact: true }).click();
    const confirm = host.getByRole("button", { name: "Cancel battle" });
    const clickedAt = confirm.evaluate(
      (button) => new Promise<number>((r) => button.addEventListener("click", () => r(Date.now()))),
    );
    await confirm.click();
    const frozen = await Promise.all([host, viewer].map((page) => waitForStatus(page, 1, "A", "cancelled")));
    for (const page of [host, viewer]) {
      const first = (await samplesOf(page)).find((sample) => sample.status === "cancelled");
      expect((first?.at ?? Infinity) - (await clickedAt)).toBeLessThan(1_000);
    }
    expect(frozen[0]?.hash).toBe(frozen[1]?.hash);

    const turns = await storedTurns(roomUrl);
    expect(turns).toMatchObject([{ status: "cancelled", hash: frozen[0]?.hash, length: frozen[0]?.length }]);
    for (const page of [host, viewer]) {
      const samples = (await samplesOf(page)).filter((sample) => sample.turnId === frozen[0]?.turnId);
      expect(samples.at(-1)?.length).toBe(turns[0]?.length);
      expectPrefixes(samples, turns);
    }
  });
});
