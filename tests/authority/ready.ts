import { type Act, as } from "./roles";
import { openSpare, type Place } from "./places";
import type { World } from "./world";

/** Each brings a battle, or a room, into the state in which an act is possible, whatever the acts before have made of it. */

interface At {
  world: World;
  place: Place;
}
interface Turn {
  turnId: string;
}
type State = { kind: string; round: number };

const byHost = ({ world }: At) => as(world.host, world.callers.host);

async function stateOf(act: Act, battleId: string): Promise<State> {
  return (await act<{ state: State }>("battles:get", { battleId }, "query")).state;
}

async function liveTurns(act: Act, battleId: string): Promise<Turn[]> {
  return await act<Turn[]>("turns:livePrivate", { battleId }, "query");
}

/** The crowd may vote on `crowd.ballot`. */
export async function voting(at: At): Promise<void> {
  const { crowd } = at.place;
  const { battleId } = crowd;
  const act = byHost(at);
  for (;;) {
    const state = await stateOf(act, battleId);
    if (state.kind === "voting") {
      crowd.ballot = state.round;
      return;
    }
    if (state.kind === "paused") await act("battles:resume", { battleId });
    else if (state.kind !== "exchange") throw new Error(`No vote can be opened in a battle that is ${state.kind}`);
    else for (const { turnId } of await liveTurns(act, battleId)) await act("battles:skipTurn", { turnId });
  }
}

export async function paused(at: At): Promise<void> {
  await voting(at);
  await byHost(at)("battles:pause", { battleId: at.place.crowd.battleId });
}

/** `crowd.lineId` has been read by nobody. */
export async function unread(at: At): Promise<void> {
  await voting(at);
  const { crowd } = at.place;
  crowd.lineId = await byHost(at)("battles:inject", { battleId: crowd.battleId, text: "Stay civil." });
}

/** The host has hidden the first of `crowd.turnIds`, and may show it again. */
export async function hidden(at: At): Promise<void> {
  await byHost(at)("turns:hide", { turnId: at.place.crowd.turnIds[0] });
}

/** `queue.turnId` is live. */
export async function queued(at: At): Promise<void> {
  const { queue } = at.place;
  const act = byHost(at);
  queue.battleId = await runningIn(act, queue.roomId);
  queue.turnId = (await liveTurns(act, queue.battleId))[0]?.turnId ?? "";
}

/** Nothing is on in the room of the queue. */
export async function idle(at: At): Promise<void> {
  await queued(at);
  await byHost(at)("battles:cancel", { battleId: at.place.queue.battleId });
}

/** The host has the word in the chat. */
export async function awaiting(at: At): Promise<void> {
  const { chat } = at.place;
  const act = byHost(at);
  chat.battleId = await runningIn(act, chat.roomId);
  for (const { turnId } of await liveTurns(act, chat.battleId)) await act("battles:skipTurn", { turnId });
}

/** What the host has said, `chat.saidTurnId`, has not been answered yet. */
export async function unanswered(at: At): Promise<void> {
  await awaiting(at);
  const { chat } = at.place;
  chat.saidTurnId = await byHost(at)("turns:say", { battleId: chat.battleId, text: "Hello." });
}

async function runningIn(act: Act, roomId: string): Promise<string> {
  const { status, currentBattleId } = await act<{ status: string; currentBattleId: string }>(
    "rooms:get",
    { roomId },
    "query",
  );
  return status === "live" ? currentBattleId : await act<string>("battles:start", { roomId });
}

/** A room that may go is there. */
export async function spare(at: At): Promise<void> {
  const { world, place } = at;
  const { topic, visibility } = place;
  const room = await byHost(at)("rooms:get", { roomId: place.spare.roomId }, "query");
  if (room === null) place.spare = await openSpare(world.host, world.callers, { topic, visibility });
}
