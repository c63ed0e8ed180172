import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { LiveTurn } from "../../convex/model/validators";
import { freePorts } from "../../tests/support/free-ports";
import { openProviderHost, type TokenServer } from "../arena";
import { quantile, ratio } from "../percentiles";
import { until } from "../until";
import { openViewer } from "../viewer";
import { TOKENS_BEFORE } from "./cancels";
import { type Design, startTurn, type Turn } from "./design";
import { agent, every250, ours, persistent } from "./designs";
import type { Gate } from "../gate";

const RUNS = 3;
/** How long a rival may take; its own limits are minutes, see the notes. */
const PATIENCE_MS = Number(process.env["BENCH_DEAD_TURN_SECONDS"] ?? 60) * 1_000;

/** The patience of `src/features/battle/use-stall-watch.ts`, which needs React. */
const STALL_MS = 12_000;
const SPREAD_MS = 3_000;

/** A viewer who asks the server about a turn that makes no progress, as the product's does. */
function watchForStalls(
  url: string,
  battleId: Id<"battles">,
): { turn: () => LiveTurn | undefined; close(): Promise<void> } {
  const client = openViewer(url);
  let turn: LiveTurn | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.onUpdate(api.turns.live, { battleId }, (turns) => {
    clearTimeout(timer);
    turn = turns[0];
    let patience = STALL_MS;
    const askLater = () => {
      timer = setTimeout(
        () => {
          if (turn) client.mutation(api.turns.reapIfStale, { turnId: turn.turnId }).catch(() => undefined);
          patience *= 2;
          askLater();
        },
        patience + Math.random() * SPREAD_MS,
      );
    };
    if (turn) askLater();
  });
  return {
    turn: () => turn,
    close: async () => {
      clearTimeout(timer);
      await client.close();
    },
  };
}

interface Lost {
  turn: Turn;
  url: string;
  killedAt: number;
  /** Until the host was back, in milliseconds. */
  downMs: number;
  close(): Promise<void>;
}

/**
 * Starts a turn on a durable host, kills the host's process, and starts another one on its data and ports: the action is
 * gone, its turn is not. `onStart` runs before the kill.
 */
async function loseTurn(
  design: Design,
  provider: TokenServer,
  tokens: number,
  onStart?: (url: string, turn: Turn) => Promise<void>,
): Promise<Lost> {
  const dataDir = mkdtempSync(join(tmpdir(), "arena-bench-"));
  const port = await freePorts(2);
  const options = { convexDir: design.convexDir, dataDir, port, sitePort: port + 1 };
  const first = await openProviderHost(provider, options);
  const { turn, stream } = await startTurn(design, first, provider);
  await onStart?.(first.url, turn);
  await until(() => stream.sent.length >= tokens);
  const killedAt = Date.now();
  await first.kill();
  const second = await openProviderHost(provider, options);
  return {
    turn,
    url: second.url,
    killedAt,
    downMs: Date.now() - killedAt,
    close: async () => {
      await second.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Detected {
  /** From the kill until a viewer sees the turn ended, or given to a second attempt. */
  ms: number;
  downMs: number;
}

async function detection(provider: TokenServer, gate: Gate, tokens: number): Promise<Detected> {
  if (tokens === 0) gate.close();
  let viewer: ReturnType<typeof watchForStalls> | undefined;
  const lost = await loseTurn(ours, provider, tokens, async (url, turn) => {
    viewer = watchForStalls(url, turn.watch.args["battleId"] as Id<"battles">);
    await until(() => (viewer?.turn()?.seq ?? -1) >= Math.min(1, tokens));
  });
  gate.open();
  const dealtWith = async () => (viewer?.turn()?.epoch ?? 1) > 1 || (await lost.turn.isOver(lost.url));
  await until(dealtWith, 120_000, 20);
  const ms = Date.now() - lost.killedAt;
  await viewer?.close();
  await lost.close();
  return { ms, downMs: lost.downMs };
}

/** Null if the design still says after `PATIENCE_MS` that the turn is running. */
async function detectionOf(lost: Lost): Promise<number | null> {
  const over = await until(() => lost.turn.isOver(lost.url), PATIENCE_MS - (Date.now() - lost.killedAt), 500);
  const elapsed = Date.now() - lost.killedAt;
  await lost.close();
  return over ? elapsed : null;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Prints how long a turn whose action was lost goes on pretending to run. */
export async function deadTurnTable(provider: TokenServer, gate: Gate): Promise<void> {
  gate.open();
  const rivals: { design: Design; found: Promise<number | null> }[] = [];
  // Started one after another, since that takes a core and their streams are told apart by order; then all wait at once.
  for (const design of [every250, agent, persistent]) {
    console.log(`  dead turn: ${design.name}`);
    rivals.push({ design, found: detectionOf(await loseTurn(design, provider, TOKENS_BEFORE)) });
  }
  const inText: Detected[] = [];
  const beforeText: Detected[] = [];
  for (let run = 0; run < RUNS; run++) {
    console.log(`  dead turn: ${ours.name}, run ${run + 1}`);
    inText.push(await detection(provider, gate, TOKENS_BEFORE));
    beforeText.push(await detection(provider, gate, 0));
  }
  const found = await Promise.all(rivals.map(async (rival) => ({ design: rival.design, ms: await rival.found })));
  const base = quantile(
    inText.map(({ ms }) => ms),
    0.5,
  );
  console.log(
    `\nThe host is killed and started again; ArenaAI is asked by one viewer, median (longest) of ${RUNS} runs\n`,
  );
  console.table([
    ourRow("ArenaAI, in the middle of the text: interrupted", inText, base),
    ourRow("ArenaAI, before the first word: tried again", beforeText, base),
    ...found.map(({ design, ms }) => ({
      case: `${design.name}, in the middle of the text`,
      "until a viewer sees it": ms === null ? `not within ${PATIENCE_MS / 1_000} s` : seconds(ms),
      "of which the host was down": "",
      "vs ArenaAI": ms === null ? `> ${ratio(PATIENCE_MS, base)}` : ratio(ms, base),
    })),
  ]);
}

function ourRow(name: string, runs: readonly Detected[], base: number) {
  const times = runs.map(({ ms }) => ms);
  const down = runs.map(({ downMs }) => downMs);
  return {
    case: name,
    "until a viewer sees it": `${seconds(quantile(times, 0.5))} (${seconds(Math.max(...times))})`,
    "of which the host was down": `${seconds(quantile(down, 0.5))} (${seconds(Math.max(...down))})`,
    "vs ArenaAI": ratio(quantile(times, 0.5), base),
  };
}
