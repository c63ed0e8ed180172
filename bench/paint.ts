import { join } from "node:path";
import { api } from "../convex/_generated/api";
import { buildSpa } from "../embedded/cli/build-spa";
import { serveSpa } from "../embedded/cli/web-server";
import { openPage, samplesOf, watchTexts } from "../tests/support/arena-page";
import { launchChromium } from "../tests/support/chromium";
import { freePorts } from "../tests/support/free-ports";
import { startTokenServer } from "../tests/support/token-server";
import { arenaAt, openProviderHost } from "./arena";
import { chunkLatencies, type Shown } from "./latency";
import { quantile, quantiles, ratio } from "./percentiles";
import { Gate } from "./gate";
import { openViewer } from "./viewer";

/** Provider chunk to painted text in Chromium, against the arrival of the same text at a viewer's socket. */
export async function paintBench(): Promise<void> {
  const root = join(import.meta.dirname, "..");
  const built = buildSpa(root);
  const gate = new Gate();
  gate.close();
  const provider = await startTokenServer({ tokens: 1_000, tokensPerSecond: 50, before: () => gate.opened });
  const host = await openProviderHost(provider);
  const port = await freePorts(1);
  const web = await serveSpa({ dist: join(root, "dist"), port, convexUrl: host.url, built });
  const browser = await launchChromium();
  const arena = await arenaAt(host.url);
  const { roomId, battleId } = await arena.startBattle();
  const page = await openPage(browser, `http://127.0.0.1:${port}/rooms/${roomId}`);
  await page.locator("article[data-turn-id]").first().waitFor();
  await watchTexts(page);
  const arrived: Shown[] = [];
  const viewer = openViewer(host.url);
  viewer.onUpdate(api.turns.live, { battleId }, ([turn]) => {
    if (turn?.side === "A") arrived.push({ length: turn.base + turn.tail.length, at: Date.now() });
  });
  viewer.onUpdate(api.turns.list, { battleId }, ([turn]) => {
    if (turn) arrived.push({ length: turn.length, at: Date.now() });
  });
  gate.open();
  await page.locator('article[data-side="A"][data-status="complete"]').waitFor({ timeout: 60_000 });
  const samples = await samplesOf(page);
  const painted = samples.filter(({ turnId }) => turnId === samples[0]?.turnId);
  const sent = provider.streams[0]?.sent ?? [];
  const results = [
    { case: "socket of a viewer", steps: arrived.length, times: chunkLatencies(sent, arrived) },
    { case: "painted in Chromium, with playout", steps: painted.length, times: chunkLatencies(sent, painted) },
  ];
  await arena.client.mutation(api.battles.cancel, { battleId });
  await viewer.close();
  await browser.close();
  await web.close();
  await host.close();
  await provider.close();
  const base = quantile(results[0]?.times ?? [], 0.5);
  console.log("Provider chunk to viewer, one 1,000-token turn at 50 tokens/s\n");
  console.table(
    results.map(({ case: name, steps, times }) => ({
      case: name,
      steps,
      "p50 / p95 / p99": quantiles(times, 0.5, 0.95, 0.99),
      "p50 vs socket": ratio(quantile(times, 0.5), base),
    })),
  );
}
