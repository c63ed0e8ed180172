import { api } from "../../convex/_generated/api";
import type { FinishedTurn } from "../../convex/model/validators";
import { arenaAt, type Battle, openProviderHost, type TokenServer } from "../arena";
import { openViewer } from "../viewer";
import type { QueuedTurn } from "./fairness";

/** Of a battle of one round. */
const TURNS = 2;

/**
 * Starts `count` battles one after another without waiting for any of them, on a fresh host with `slots` live turns, and
 * answers their turns in order once all have ended. A turn is queued when its battle starts or the turn before it ends.
 */
export async function fightBattles(count: number, slots: number, provider: TokenServer): Promise<QueuedTurn[][]> {
  const host = await openProviderHost(provider, { env: { ARENA_MAX_LIVE_TURNS: `${slots}` } });
  const rooms = [];
  for (let i = 0; i < count; i++) {
    // One person may create 30 rooms an hour.
    const arena = await arenaAt(host.url);
    rooms.push({ arena, roomId: await arena.createRoom() });
  }
  const started: (Battle & { at: number })[] = [];
  for (const { arena, roomId } of rooms) started.push({ ...(await arena.startBattle(roomId)), at: Date.now() });
  const viewer = openViewer(host.url);
  const battles = await Promise.all(
    started.map(async ({ battleId, at }) => {
      const turns = await new Promise<FinishedTurn[]>((resolve) => {
        viewer.onUpdate(api.turns.list, { battleId }, (list) => list.length === TURNS && resolve(list));
      });
      return queuedTurns(turns, at);
    }),
  );
  await viewer.close();
  await host.close();
  return battles;
}

function queuedTurns(turns: readonly FinishedTurn[], battleStartedAt: number): QueuedTurn[] {
  const failed = turns.find(({ status }) => status !== "complete");
  if (failed) throw new Error(`A turn ended as ${failed.status}: ${failed.errorCode}`);
  let queuedAt = battleStartedAt;
  return turns.map(({ startedAt, endedAt }) => {
    // The answer to battles.start may arrive after the claim.
    const turn = { queuedAt: Math.min(queuedAt, startedAt ?? endedAt), startedAt: startedAt ?? endedAt, endedAt };
    queuedAt = endedAt;
    return turn;
  });
}
