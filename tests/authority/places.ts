import type { Host } from "../../embedded/main";
import { call, until } from "./calls";
import { as, asAdminOf, type Act, type Callers } from "./roles";

export const VISIBILITIES = ["public", "unlisted", "private"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A room with one battle. */
interface Stage {
  roomId: string;
  battleId: string;
}

/** Rooms of one visibility, with all that can be in one. What the acts change is found again by `ready.ts`. */
export interface Place extends Stage {
  visibility: Visibility;
  topic: string;
  /** Of the battle that is on: its words come for as long as the tests take. */
  turnId: string;
  inviteId: string;
  inviteToken: string;
  /** Already used up. */
  spentToken: string;
  /** A duel, argued with tools and judged twice; its first vote is closed, that on `ballot` is open. */
  crowd: Stage & { ballot: number; turnIds: string[]; lineId: string };
  /** A duel whose live turns wait for a slot. */
  queue: Stage & { turnId: string };
  /** Its host has the word, or has said `saidTurnId`. */
  chat: Stage & { saidTurnId: string };
  /** Nothing is missed when it goes. */
  spare: { roomId: string; token: string };
  reportId: string;
}

/** At the pace of ARENA_SPARRING_SPEED, these two speak for minutes. */
export const FIGHTERS = [{ modelId: "sparring/socrates" }, { modelId: "sparring/professor" }];
/** One asks its tool first. */
const CROWD_FIGHTERS = [{ modelId: "sparring/researcher" }, { modelId: "sparring/firebrand" }];
/** Of battles that are not blind, so that these names tell nothing. */
const OTHERS = [{ modelId: "sparring/jester" }, { modelId: "sparring/reasoner" }];
const QUIET = { maxWords: 400, referee: false, commentator: false, tools: false, votingSeconds: 300 };

/** What only those may read who may see the room. */
export function saidIn(visibility: Visibility): string {
  return `Planted words of the ${visibility} room.`;
}

interface Wish {
  topic: string;
  visibility: Visibility;
  format?: string;
  fighters?: object[];
  settings?: object;
  rounds?: number;
}

/** With a member, a co-host and somebody barred. `by` makes the link, which is used up then. */
async function openRoom(host: Host, callers: Callers, wish: Wish, by: "host" | "admin" = "host") {
  const byHost = as(host, callers.host);
  const { settings = {}, ...more } = { fighters: FIGHTERS, format: "duel", rounds: 5, ...wish };
  const roomId = await byHost<string>("rooms:create", {
    ...more,
    ...(more.format !== "chat" && { settings: { ...QUIET, ...settings } }),
  });
  const { token } = await as(host, callers[by])<{ token: string }>(
    "invites:create",
    { roomId, role: "member", days: 1, maxUses: 2 },
    "action",
  );
  for (const role of ["member", "cohost"] as const) await as(host, callers[role])("invites:accept", { token });
  await byHost("members:setRole", { roomId, userId: callers.cohost.userId, role: "cohost" });
  await byHost("members:ban", { roomId, userId: callers.roomBanned.userId });
  return { roomId, token };
}

/** Something that may be removed, with a link into it. */
export async function openSpare(host: Host, callers: Callers, wish: Wish): Promise<Place["spare"]> {
  const { roomId } = await openRoom(host, callers, { ...wish, format: "debate", fighters: OTHERS }, "admin");
  const invite = { roomId, role: "member", days: 1, maxUses: 9 };
  const { token } = await as(host, callers.admin)<{ token: string }>("invites:create", invite, "action");
  return { roomId, token };
}

type Crowd = Place["crowd"];

/** Two rounds, at the greatest speed. The member's vote counts; whoever else may vote in all rooms casts one that does not. */
export async function playForTheCrowd(
  host: Host,
  callers: Callers,
  wish: Wish,
): Promise<Crowd & Pick<Place, "reportId">> {
  const settings = { referee: true, tools: true };
  const { roomId } = await openRoom(host, callers, { ...wish, fighters: CROWD_FIGHTERS, settings });
  const byHost = as(host, callers.host);
  const battleId = await byHost<string>("battles:start", { roomId });
  await votingOn(byHost, battleId, 1);
  await vote(host, callers, { battleId, ballot: 1 }, wish.visibility);
  await byHost("battles:closeVoting", { battleId, ballot: 1 });
  await votingOn(byHost, battleId, 2);
  await vote(host, callers, { battleId, ballot: 2 }, wish.visibility);
  // Longer than the tests take on any machine.
  for (let n = 0; n < 5; n++) await byHost("battles:extendVoting", { battleId, ballot: 2, seconds: 120 });
  const lineId = await byHost<string>("battles:inject", { battleId, text: saidIn(wish.visibility) });
  const turns = await byHost<{ turnId: string }[]>("turns:list", { battleId }, "query");
  const turnIds = turns.map(({ turnId }) => turnId);
  const report = { roomId, turnId: turnIds[0], reason: "other", note: "Secret note." };
  await as(host, callers.member)("reports:file", report);
  const reports = await byHost<{ reportId: string }[]>("reports:forRoom", { roomId }, "query");
  return { roomId, battleId, ballot: 2, turnIds, lineId, reportId: reports[0]?.reportId ?? "" };
}

async function votingOn(byHost: Act, battleId: string, round: number): Promise<void> {
  await until(async () => {
    const { state } = await byHost<{ state: { kind: string; round?: number } }>("battles:get", { battleId }, "query");
    return state.kind === "voting" && state.round === round ? state : null;
  });
}

async function vote(host: Host, callers: Callers, ballot: object, visibility: Visibility): Promise<void> {
  const uncounted = visibility === "private" ? [] : (["guest", "otherHost", "roomBanned"] as const);
  for (const role of [...uncounted, "member"] as const) {
    await as(host, callers[role])("votes:cast", { ...ballot, choice: "A" });
  }
  await until(async () => {
    const { tally } = await as(host, callers.member)<{ tally: { A: number } | null }>("votes:get", ballot, "query");
    return tally?.A === 1 ? tally : null;
  });
}

/** A battle that is on, with words in both turns, and enough of them for segments. */
export async function openLive(host: Host, callers: Callers, wish: Wish) {
  const { roomId, token: spentToken } = await openRoom(host, callers, wish);
  const byHost = as(host, callers.host);
  const invite = { roomId, role: "member", days: 1, maxUses: 1 };
  const { inviteId, token } = await byHost<{ inviteId: string; token: string }>("invites:create", invite, "action");
  const battleId = await byHost<string>("battles:start", { roomId });
  await as(host, callers.member)("presence:beat", { battleId });
  const turns = await byHost<{ turnId: string; epoch: number }[]>("turns:livePrivate", { battleId }, "query");
  const words = saidIn(wish.visibility);
  const delta = `${words} `.repeat(Math.ceil(1_400 / words.length));
  const writes = turns.map(({ turnId, epoch }) => ({ turnId, epoch, seq: 1, delta }));
  // Before its model's first word, which comes much later; "stop" until an action has the turn.
  await until(async () => {
    const { value } = await call(host.url, { name: "turns:append", kind: "mutation" }, { writes }, asAdminOf(host));
    return (value as string[]).every((answer) => answer !== "stop") ? value : null;
  });
  const [speaking] = turns;
  return { roomId, battleId, turnId: speaking?.turnId ?? "", inviteId, inviteToken: token, spentToken };
}

/** No slot is free any more. */
export async function openQueue(host: Host, callers: Callers, wish: Wish): Promise<Place["queue"]> {
  const { roomId } = await openRoom(host, callers, { ...wish, settings: { votingSeconds: 0 } });
  const byHost = as(host, callers.host);
  const battleId = await byHost<string>("battles:start", { roomId });
  const [turn] = await byHost<{ turnId: string }[]>("turns:livePrivate", { battleId }, "query");
  return { roomId, battleId, turnId: turn?.turnId ?? "" };
}

export async function openChat(host: Host, callers: Callers, wish: Wish): Promise<Place["chat"]> {
  const [fighter] = OTHERS;
  const { roomId } = await openRoom(host, callers, {
    topic: wish.topic,
    visibility: wish.visibility,
    format: "chat",
    fighters: [fighter ?? {}],
  });
  const battleId = await as(host, callers.host)<string>("battles:start", { roomId });
  return { roomId, battleId, saidTurnId: "" };
}
