import { join } from "node:path";
import { api } from "../convex/_generated/api";
import { buildSpa } from "../embedded/cli/build-spa";
import { serveSpa } from "../embedded/cli/web-server";
import { openPage, samplesOf, watchTexts } from "../tests/support/arena-page";
import { launchChromium } from "../tests/support/chromium";
import { freePorts } from "../tests/support/free-ports";
import { openArena, type TokenServer } from "./arena";
import { p50p95, quantile } from "./percentiles";
import { openViewer } from "./viewer";

interface Shown {
  length: number;
  at: number;
}

/** For each growth of the shown text: how long ago its newest whole token had left the provider. */
function latencies(shown: Shown[], provider: TokenServer): number[] {
  const sent = provider.streams[0]?.sent ?? [];
  return shown.flatMap(({ length, at }) => {
    const token = sent.findLast((candidate) => candidate.length <= length);
    return token ? [at - token.at] : [];
  });
}

/** Provider chunk to painted text in Chromium, against the arrival of the same text at a viewer's socket. */
export async function paintBench(): Promise<void> {
  const root = join(import.meta.dirname, "..");
  const built = buildSpa(root);
  const arena = await openArena({ tokens: 1_000, tokensPerSecond: 50 });
  const port = await freePorts(1);
  const web = await serveSpa({ dist: join(root, "dist"), port, convexUrl: arena.host.url, built });
  const browser = await launchChromium();
  const { roomId, battleId } = await arena.startBattle();
  const page = await openPage(browser, `http://127.0.0.1:${port}/rooms/${roomId}`);
  await page.locator("article[data-turn-id]").first().waitFor();
  await watchTexts(page);
  const arrived: Shown[] = [];
  const viewer = openViewer(arena.host.url);
  viewer.client.onUpdate(api.turns.live, { battleId }, ([turn]) => {
    if (turn?.side === "A") arrived.push({ length: turn.base + turn.tail.length, at: Date.now() });
  });
  await page.locator('article[data-side="A"][data-status="complete"]').waitFor({ timeout: 60_000 });
  const joinedAt = arrived[0]?.at ?? 0;
  const samples = await samplesOf(page);
  const first = samples[0]?.turnId;
  const painted = samples.filter(
    (sample) => sample.turnId === first && sample.status === "streaming" && sample.at > joinedAt,
  );
  const results = [
    { case: "socket of a viewer", times: latencies(arrived.slice(1), arena.provider) },
    { case: "painted in Chromium, with playout", times: latencies(painted, arena.provider) },
  ];
  await arena.client.mutation(api.battles.cancel, { battleId });
  await viewer.client.close();
  await browser.close();
  await web.close();
  await arena.close();
  const base = Math.max(1, quantile(results[0]?.times ?? [], 0.5));
  console.log("Provider chunk to viewer, one 1,000-token turn at 50 tokens/s\n");
  console.table(
    results.map(({ case: name, times }) => ({
      case: name,
      steps: times.length,
      "p50 / p95": p50p95(times),
      "p50 vs socket": `${(quantile(times, 0.5) / base).toFixed(1)}x`,
    })),
  );
}
