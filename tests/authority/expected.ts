import {
  adminOnly,
  type Entry,
  everybody,
  type Expected,
  inRoom,
  MODERATORS,
  onlyFor,
  seen,
  self,
  SESSIONS,
} from "./patterns";
import { FIGHTERS, type Place } from "./places";
import { awaiting, hidden, idle, paused, queued, spare, unanswered, unread, voting } from "./ready";
import { as, type Caller, nameOf, PASSWORD } from "./roles";
import { PERSONA, type World } from "./world";

/** The expected answer of every public function to every role. */

type At = Parameters<Entry["args"]>[0];
type Ready = NonNullable<Entry["ready"]>;

function placed(args: (place: Place, at: At) => object, expected: Expected, undo?: Entry["undo"]): Entry {
  return { args: (at) => args(at.place, at), placed: true, expected, ...(undo && { undo }) };
}

/** An act that is asked for where it is possible. */
function possible(ready: Ready, args: (place: Place) => object, expected: Expected): Entry {
  return { ...placed(args, expected), ready };
}

function once(args: object | ((at: At) => object), expected: Expected): Entry {
  return {
    args: (at) => (typeof args === "function" ? (args as (at: At) => object)(at) : args),
    placed: false,
    expected,
  };
}

const room = ({ roomId }: Place) => ({ roomId });
const battle = ({ battleId }: Place) => ({ battleId });
const turn = ({ turnId }: Place) => ({ turnId });
const voted = ({ crowd }: Place) => ({ battleId: crowd.battleId });
const argued = ({ crowd }: Place) => ({ turnId: crowd.turnIds[0] });
const ballot = ({ crowd }: Place) => ({ battleId: crowd.battleId, ballot: crowd.ballot });
const queuedTurn = ({ queue: { turnId } }: Place) => ({ turnId });
const queueRoom = ({ queue: { roomId } }: Place) => ({ roomId });
const chat = ({ chat: { battleId } }: Place) => ({ battleId });
const page = { paginationOpts: { cursor: null, numItems: 10 } };

async function act({ host }: World, who: Caller, name: string, args: object): Promise<void> {
  await as(host, who)(name, args);
}

/** Who has left comes back with a new link. */
async function rejoin({ world, place, role }: At): Promise<void> {
  if (role !== "member" && role !== "cohost") return;
  const { host, [role]: leaver } = world.callers;
  const wish = { roomId: place.roomId, role, days: 1, maxUses: 1 };
  const { token } = await as(world.host, host)<{ token: string }>("invites:create", wish, "action");
  await act(world, leaver, "invites:accept", { token });
}

/** First, while nothing has been done to it: what is live, and the vote before others take part in it. */
const untouched: Record<string, Entry> = {
  // The hot query reads no identity, so it has nothing for anybody about a private battle.
  "turns:live": placed(battle, (role, visibility) =>
    everybody(visibility === "private" ? "nothing" : "ok")(role, visibility),
  ),
  "turns:livePrivate": placed(battle, seen()),
  "turns:segments": placed((place) => ({ ...turn(place), epoch: 1 }), seen()),
  "turns:queue": placed(queuedTurn, seen()),
  // Says only whether it did anything, and the server's clock decides.
  "turns:reapIfStale": placed(turn, everybody()),
  "votes:get": placed(ballot, seen()),
  // A guest's vote may not count, and is taken all the same.
  "votes:cast": possible(
    voting,
    (place) => ({ ...ballot(place), choice: "A" }),
    inRoom("attend", "ok", { cohost: "OWN_BATTLE", host: "OWN_BATTLE" }),
  ),
};

const rooms: Record<string, Entry> = {
  "rooms:create": once({ topic: "Is this allowed?", fighters: FIGHTERS, visibility: "private" }, self()),
  "rooms:get": placed(room, seen()),
  "rooms:list": once(page, everybody()),
  "rooms:mine": once({}, onlyFor(SESSIONS.filter((role) => role !== "banned"))),
  "rooms:viewerRole": placed(room, everybody()),
  "rooms:schedule": possible(idle, (place) => ({ ...queueRoom(place), startAt: null }), inRoom("run")),
  "rooms:setVisibility": placed(({ roomId, visibility }) => ({ roomId, visibility }), inRoom("own")),
  "rooms:unhide": placed(room, inRoom("administrate")),
  "rooms:hide": placed(room, inRoom("administrate"), async ({ world, place: { roomId } }) => {
    await act(world, world.callers.admin, "rooms:unhide", { roomId });
  }),
  "rooms:remove": possible(spare, (place) => ({ roomId: place.spare.roomId }), inRoom("remove")),
};

const members: Record<string, Entry> = {
  "members:list": placed(room, (role, visibility) =>
    onlyFor(visibility === "private" ? ["member", ...MODERATORS] : MODERATORS)(role, visibility),
  ),
  "members:setRole": placed(
    ({ roomId }, { world }) => ({ roomId, userId: world.callers.member.userId, role: "member" }),
    inRoom("own"),
  ),
  "members:remove": placed(
    ({ roomId }, { world }) => ({ roomId, userId: world.callers.otherHost.userId }),
    inRoom("moderate"),
  ),
  "members:leave": placed(room, inRoom("watch"), rejoin),
  "members:ban": placed(
    ({ roomId }, { world }) => ({ roomId, userId: world.callers.roomBanned.userId }),
    inRoom("moderate"),
  ),
  "members:unban": placed(
    ({ roomId }, { world }) => ({ roomId, userId: world.callers.otherHost.userId }),
    inRoom("moderate"),
  ),
  "members:banned": placed(room, onlyFor(MODERATORS)),
  "members:present": placed(battle, onlyFor(MODERATORS)),
  "invites:create": placed(({ roomId }) => ({ roomId, role: "member", days: 1, maxUses: 1 }), inRoom("moderate")),
  "invites:list": placed(room, onlyFor(MODERATORS)),
  // Whoever has a link may read where it leads; one that is used up leads nowhere.
  "invites:preview": placed(({ inviteToken }) => ({ token: inviteToken }), everybody()),
  // Into a room that goes: nobody but who is barred is kept out, and all others belong to it then.
  "invites:accept": possible(
    spare,
    (place) => ({ token: place.spare.token }),
    self("ok", { roomBanned: "INVALID_INVITE" }),
  ),
  "invites:revoke": placed(({ inviteId }) => ({ inviteId }), inRoom("moderate")),
  "presence:beat": placed(battle, inRoom("attend")),
  "reports:file": placed(({ roomId }) => ({ roomId, reason: "other", note: "Look." }), inRoom("watch")),
  "reports:forRoom": placed(({ crowd: { roomId } }) => ({ roomId }), onlyFor(MODERATORS)),
  "reports:settle": placed(({ reportId }) => ({ reportId, uphold: null }), inRoom("moderate")),
};

/** Each act is asked for in a state in which it is possible, so that nothing but the caller's role refuses it. */
const battles: Record<string, Entry> = {
  "battles:get": placed(battle, seen()),
  "battles:hits": placed(voted, seen()),
  "battles:moderator": placed(voted, seen()),
  "battles:toolCalls": placed(voted, seen()),
  "turns:list": placed(voted, seen()),
  "turns:unhide": possible(hidden, argued, inRoom("moderate")),
  "turns:hide": placed(argued, inRoom("moderate"), async ({ world, place }) => {
    await act(world, world.callers.admin, "turns:unhide", argued(place));
  }),
  "battles:inject": possible(voting, (place) => ({ ...voted(place), text: "Once more." }), inRoom("run")),
  "battles:retract": possible(unread, ({ crowd: { lineId } }) => ({ lineId }), inRoom("run")),
  "battles:extendVoting": possible(voting, (place) => ({ ...ballot(place), seconds: 30 }), inRoom("run")),
  "battles:pause": possible(voting, voted, inRoom("moderate")),
  "battles:resume": possible(paused, voted, inRoom("run")),
  "battles:swapFighter": possible(
    voting,
    (place) => ({ ...voted(place), side: "A", fighter: { modelId: "sparring/jester" } }),
    inRoom("run"),
  ),
  "battles:closeVoting": possible(voting, ballot, inRoom("run")),
  "battles:skipTurn": possible(queued, queuedTurn, inRoom("run")),
  "battles:retryTurn": possible(queued, queuedTurn, inRoom("run")),
  "battles:cancel": possible(queued, ({ queue: { battleId } }) => ({ battleId }), inRoom("moderate")),
  "battles:start": possible(idle, queueRoom, inRoom("run")),
  "turns:say": possible(awaiting, (place) => ({ ...chat(place), text: "Hello." }), inRoom("run")),
  "turns:edit": possible(
    unanswered,
    ({ chat: { saidTurnId } }) => ({ turnId: saidTurnId, text: "Hi." }),
    inRoom("run"),
  ),
  "battles:endChat": possible(awaiting, chat, inRoom("run")),
  "usage:battleCost": placed(battle, onlyFor(["cohost", "host"])),
  "budgets:setRoom": placed(({ roomId }) => ({ roomId, battleUsd: null }), inRoom("own")),
};

/** Another one than the caller's own. */
const othersSession = ({ world: { callers }, role }: At) => ({
  sessionId: (role === "host" ? callers.admin : callers.host).sessionId,
});
const withSession = (allowed = "ok"): Expected => self(allowed, { banned: allowed });

const own: Record<string, Entry> = {
  "accounts:options": once({}, everybody()),
  "accounts:me": once({}, onlyFor(SESSIONS)),
  "accounts:rename": once(({ role }) => ({ name: nameOf(role) }), self()),
  "accounts:changePassword": once({ current: "not the password", next: PASSWORD }, self("WRONG_CREDENTIALS")),
  "accounts:sessions": once({}, onlyFor(SESSIONS)),
  "accounts:seen": once({}, everybody()),
  "accounts:endSession": once(othersSession, withSession("NOT_FOUND")),
  "accounts:signOutEverywhere": once({ keepThis: true }, withSession()),
  "accounts:exportData": once({}, withSession()),
  "accounts:remove": once({ confirm: "not my email", rooms: false }, withSession("NOT_CONFIRMED")),
  // A token for guests, null for all others; and what nobody has handed over.
  "accounts:handOver": once({}, everybody()),
  "accounts:takeOver": once({ token: "no such token" }, self()),
  "usage:mine": once({ day: "2026-11-27" }, onlyFor(SESSIONS.filter((role) => role !== "banned"))),
  "budgets:setDaily": once({ dailyUsd: null }, self()),
  "personas:list": once({}, everybody()),
  "personas:save": once(PERSONA, self()),
  "personas:remove": once(({ world }) => ({ personaId: world.personaId }), self("NOT_FOUND", { host: "ok" })),
  "topics:suggest": once({}, self()),
  "models:list": once({}, everybody()),
  "models:search": once({}, everybody()),
  "models:status": once({}, everybody()),
  "models:refresh": once({}, self()),
  "auth:isAuthenticated": once({}, everybody()),
  "auth:signIn": once({ provider: "anonymous" }, everybody()),
  // Last: nobody has a session after it.
  "auth:signOut": once({}, everybody()),
};

const guest = ({ world }: At) => ({ userId: world.callers.guest.userId });
const admin = ({ world }: At) => ({ userId: world.callers.admin.userId });

const administration: Record<string, Entry> = {
  "administration:audit": once(page, adminOnly()),
  "administration:ban": once((at) => ({ ...admin(at), reason: "Spam." }), adminOnly("IS_ADMIN")),
  "administration:deleteRoom": once(({ world }) => ({ roomId: world.goneRoomId }), adminOnly("NOT_FOUND")),
  "administration:grantAdmin": once(guest, adminOnly("NEEDS_ACCOUNT")),
  "administration:liveBattles": once({}, adminOnly()),
  "administration:overview": once({}, adminOnly()),
  "administration:pauseAll": once({ reason: "" }, adminOnly("INVALID_TEXT")),
  "administration:people": once(page, adminOnly()),
  "administration:recomputeRollups": once({ day: "some day" }, adminOnly("INVALID_TIME")),
  "administration:reports": once(page, adminOnly()),
  "administration:resumeAll": once({}, adminOnly()),
  "administration:resyncModels": once({}, adminOnly()),
  "administration:revokeAdmin": once(admin, adminOnly("LAST_ADMIN")),
  "administration:rooms": once(page, adminOnly()),
  "administration:setBlockedWords": once({ words: ["x".repeat(51)] }, adminOnly("INVALID_LIMIT")),
  "administration:setLimits": once({ maxLiveTurns: 0 }, adminOnly("INVALID_LIMIT")),
  "administration:setMayHost": once((at) => ({ ...guest(at), mayHost: false }), adminOnly()),
  "administration:unban": once(guest, adminOnly()),
  "administration:usage": once({ until: "2026-11-27", days: 7 }, adminOnly()),
};

export const EXPECTED: Readonly<Record<string, Entry>> = {
  ...untouched,
  ...rooms,
  ...members,
  ...battles,
  ...administration,
  ...own,
};

/** HTTP actions answer everybody the same: they read no Authorization. */
export const ROUTES: Readonly<Record<string, number>> = {
  "GET /.well-known/openid-configuration": 200,
  "GET /.well-known/jwks.json": 200,
};
