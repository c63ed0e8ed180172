import { ConvexHttpClient } from "convex/browser";
import { expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { textHash } from "../../convex/model/textHash";
import { createRoom, openPage, type Sample, samplesOf, waitForStatus, watchTexts } from "../support/arena-page";
import { useStage } from "../support/stage";

const stage = useStage();

test("a backend killed mid-turn and started again ends the battle with no text lost or doubled", async () => {
  const host = await openPage(stage.browser, stage.product.webUrl);
  const roomUrl = await createRoom(host, stage.product.webUrl, {
    topic: "Should school start later?",
    fighters: ["Professor", "Firebrand"],
    rounds: 1,
  });
  await watchTexts(host);
  await host.getByRole("button", { name: "Start battle" }).click();
  await waitForStatus(host, 1, "A", "streaming");
  await host
    .locator('article[data-side="A"] [data-turn-text]')
    .filter({ hasText: /(\S+\s+){20}/ })
    .waitFor();

  await stage.product.kill();
  await host.getByText("Connection lost, catching up").waitFor();
  const seen = (await samplesOf(host)).at(-1);
  await stage.product.start();

  await host.getByRole("region", { name: "Result" }).waitFor({ timeout: 90_000 });
  const database = new ConvexHttpClient(stage.product.convexUrl);
  const room = await database.query(api.rooms.get, { roomId: roomUrl.split("/").at(-1) ?? "" });
  const battleId = room?.currentBattleId;
  if (!battleId) throw new Error("The battle is gone.");
  const turns = await database.query(api.turns.list, { battleId });
  expect(turns.map(({ side, status, errorCode }) => [side, status, errorCode])).toEqual([
    ["A", "interrupted", "host_lost"],
    ["B", "complete", null],
  ]);
  expect(await database.query(api.battles.get, { battleId })).toMatchObject({
    unrated: "interrupted",
    state: { kind: "finished" },
  });

  const [killed] = turns;
  if (!killed || !seen) throw new Error("The first turn is gone.");
  expect(killed.length).toBeGreaterThanOrEqual(seen.length);
  const texts = new Map(turns.map((turn) => [turn.turnId as string, turn.text]));
  const samples = (await samplesOf(host)).filter(({ turnId }) => texts.has(turnId));
  const stored = ({ turnId, length }: Sample) => textHash(texts.get(turnId)?.slice(0, length) ?? "");
  expect(samples.map(({ hash }) => hash)).toEqual(samples.map(stored));
  for (const turn of turns) {
    await host.locator(`article[data-turn-id="${turn.turnId}"] [data-raw-hash="${turn.hash}"]`).waitFor();
  }
});
