import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, startHost } from "../../embedded/main";
import { call, must, type PublicFunction, until } from "./calls";
import { asAdminOf, type Caller, type Callers, dashboard, emailOf, signEverybodyIn } from "./roles";

export const VISIBILITIES = ["public", "unlisted", "private"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A room with all that can be in one. */
export interface Place {
  visibility: Visibility;
  topic: string;
  roomId: string;
  /** It is on, its turn is live. */
  battleId: string;
  turnId: string;
  /** Cancelled, with one turn that has ended. */
  oldBattleId: string;
  endedTurnId: string;
  lineId: string;
  reportId: string;
  inviteId: string;
  inviteToken: string;
  /** Already used up. */
  spentToken: string;
}

export interface World {
  host: Host;
  callers: Callers;
  places: Record<Visibility, Place>;
  personaId: string;
  /** Of a room that was removed. */
  goneRoomId: string;
  /** Whose vote is open, and whose counts are known to the member alone, who has voted. */
  votedBattleId: string;
  resetCode: string;
  functions: { public: PublicFunction[]; internal: PublicFunction[]; routes: { method: string; path: string }[] };
  close(): Promise<void>;
}

const ENV = {
  // Turns go on for as long as the tests take.
  ARENA_SPARRING_SPEED: "0.1",
  ARENA_MAX_LIVE_TURNS: "50",
  OPENROUTER_API_KEY: "sk-or-v1-planted-key",
  OPENROUTER_BASE_URL: "http://127.0.0.1:9",
  ARENA_MAIL: "log",
};
export const PLANTED_KEY = ENV.OPENROUTER_API_KEY;

/** The product's own functions on the embedded host, with everybody signed in and a room of each visibility. */
export async function openWorld(): Promise<World> {
  const log: string[] = [];
  const host = await startHost({
    convexDir: "convex",
    dataDir: mkdtempSync(join(tmpdir(), "authority-")),
    port: 0,
    sitePort: 0,
    env: ENV,
    log: (line) => void log.push(line),
  });
  const callers = await signEverybodyIn(host);
  const personaId = await must<string>(call(host.url, mutation("personas:save"), PERSONA, callers.host.authorization));
  const wish = { topic: "A room that goes", fighters: FIGHTERS };
  const goneRoomId = await must<string>(call(host.url, mutation("rooms:create"), wish, callers.host.authorization));
  await dashboard(host, "admin:deleteRoom", { roomId: goneRoomId });
  const places = await Promise.all(VISIBILITIES.map((visibility) => openPlace(host, callers, visibility)));
  const [open, unlisted, closed] = places as [Place, Place, Place];
  return {
    host,
    callers,
    places: { public: open, unlisted, private: closed },
    personaId,
    goneRoomId,
    votedBattleId: await openVote(host, callers),
    resetCode: await askForReset(host, log),
    functions: await functionsOf(host),
    close: () => host.close(),
  };
}

export const FIGHTERS = [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }];
export const PERSONA = {
  name: "Secret persona",
  archetype: "Tester",
  colour: "#aa5500",
  style: "Short",
  prompt: "Planted words of a prompt.",
};

function mutation(name: string): PublicFunction {
  return { name, kind: "mutation" };
}

async function openPlace(host: Host, callers: Callers, visibility: Visibility): Promise<Place> {
  const act = <T>(who: Caller, name: string, args: object, kind: PublicFunction["kind"] = "mutation") =>
    must<T>(call(host.url, { name, kind }, args, who.authorization));
  const byHost = <T>(name: string, args: object, kind?: PublicFunction["kind"]) =>
    act<T>(callers.host, name, args, kind);
  const topic = `Is the ${visibility} topic known?`;
  const settings = { maxWords: 400, referee: false, commentator: false, tools: false, votingSeconds: 300 };
  const roomId = await byHost<string>("rooms:create", {
    topic,
    fighters: FIGHTERS,
    format: "duel",
    visibility,
    settings,
    rounds: 5,
  });
  const invite = async (role: string) =>
    await byHost<{ inviteId: string; token: string }>(
      "invites:create",
      { roomId, role, days: 1, maxUses: 1 },
      "action",
    );
  const [forMember, forCohost, spare] = [await invite("member"), await invite("cohost"), await invite("member")];
  await act(callers.member, "invites:accept", { token: forMember.token });
  await act(callers.cohost, "invites:accept", { token: forCohost.token });
  await byHost("members:ban", { roomId, userId: callers.roomBanned.userId });

  const oldBattleId = await byHost<string>("battles:start", { roomId });
  const live = visibility === "private" ? "turns:livePrivate" : "turns:live";
  const speaking = async (battleId: string) =>
    await until(async () => {
      const turns = await byHost<{ turnId: string; tail: string }[]>(live, { battleId }, "query");
      return turns.find(({ tail }) => tail !== "");
    });
  const { turnId: endedTurnId } = await speaking(oldBattleId);
  const lineId = await byHost<string>("battles:inject", { battleId: oldBattleId, text: "Stay calm." });
  await byHost("battles:skipTurn", { turnId: endedTurnId });
  // The other side begins anew, and reads the line.
  const [other] = await byHost<{ turnId: string }[]>(live, { battleId: oldBattleId }, "query");
  await byHost("battles:retryTurn", { turnId: other?.turnId });
  await until(async () => {
    const lines = await byHost<{ read: boolean }[]>("battles:moderator", { battleId: oldBattleId }, "query");
    return lines.find(({ read }) => read);
  });
  await byHost("battles:cancel", { battleId: oldBattleId });
  await act(callers.member, "reports:file", { roomId, turnId: endedTurnId, reason: "other", note: "Secret note." });
  const reports = await byHost<{ reportId: string }[]>("reports:forRoom", { roomId }, "query");

  const battleId = await byHost<string>("battles:start", { roomId });
  const { turnId } = await speaking(battleId);
  await byHost("battles:inject", { battleId, text: "Stay civil." });
  await act(callers.member, "presence:beat", { battleId });
  return {
    visibility,
    topic,
    roomId,
    battleId,
    turnId,
    oldBattleId,
    endedTurnId,
    lineId,
    reportId: reports[0]?.reportId ?? "",
    inviteId: spare.inviteId,
    inviteToken: spare.token,
    spentToken: forMember.token,
  };
}

/** A duel whose turns were both skipped, so that the crowd has the word. */
async function openVote(host: Host, { host: owner, member }: Callers): Promise<string> {
  const act = <T>(who: Caller, name: string, args: object, kind: PublicFunction["kind"] = "mutation") =>
    must<T>(call(host.url, { name, kind }, args, who.authorization));
  const settings = { referee: false, commentator: false, tools: false, votingSeconds: 300 };
  const wish = { topic: "What does the crowd say?", fighters: FIGHTERS, format: "duel", settings };
  const roomId = await act<string>(owner, "rooms:create", wish);
  const battleId = await act<string>(owner, "battles:start", { roomId });
  const turns = await act<{ turnId: string }[]>(owner, "turns:live", { battleId }, "query");
  for (const { turnId } of turns) await act(owner, "battles:skipTurn", { turnId });
  const vote = { battleId, ballot: 1 };
  await act(member, "votes:cast", { ...vote, choice: "A" });
  await until(async () => {
    const { tally } = await act<{ tally: { A: number } | null }>(member, "votes:get", vote, "query");
    return tally?.A === 1 ? tally : null;
  });
  return battleId;
}

/** The log is where the code goes, and nothing else. */
async function askForReset(host: Host, log: readonly string[]): Promise<string> {
  const params = { flow: "reset", email: emailOf("member") };
  await must(call(host.url, { name: "auth:signIn", kind: "action" }, { provider: "password", params }, null));
  return await until(async () => /\b\d{8}\b/.exec(log.join("\n"))?.[0]);
}

interface Spec {
  identifier?: string;
  functionType: string;
  visibility?: { kind: string };
  method?: string;
  path?: string;
}

/** What `npx convex function-spec` prints. */
async function functionsOf(host: Host): Promise<World["functions"]> {
  const spec = await must<Spec[]>(
    call(host.url, { name: "_system/cli/modules:apiSpec", kind: "query" }, {}, asAdminOf(host)),
  );
  const called = (visibility: string) =>
    spec.flatMap(({ identifier, functionType, visibility: its }) =>
      identifier && its?.kind === visibility
        ? [{ name: identifier.replace(".js:", ":"), kind: functionType.toLowerCase() as PublicFunction["kind"] }]
        : [],
    );
  const routes = spec.flatMap(({ method, path }) => (method && path ? [{ method, path }] : []));
  return { public: called("public"), internal: called("internal"), routes };
}
