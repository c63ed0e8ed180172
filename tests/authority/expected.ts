import { call, must } from "./calls";
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
import { type Caller, nameOf, PASSWORD } from "./roles";
import { FIGHTERS, PERSONA, type Place, type World } from "./world";

/**
 * The expected answer of every public function to every role. An act that would end what the next rows need is asked of something that
 * has ended: who has the power reads WRONG_STATE, everybody else what they would read anyway.
 */

type At = Parameters<Entry["args"]>[0];

function placed(args: (place: Place, at: At) => object, expected: Expected, undo?: Entry["undo"]): Entry {
  return { args: (at) => args(at.place, at), placed: true, expected, ...(undo && { undo }) };
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
const oldBattle = ({ oldBattleId }: Place) => ({ battleId: oldBattleId });
const turn = ({ turnId }: Place) => ({ turnId });
const endedTurn = ({ endedTurnId }: Place) => ({ turnId: endedTurnId });
const page = { paginationOpts: { cursor: null, numItems: 10 } };

async function act(world: World, who: Caller, name: string, args: object): Promise<void> {
  await must(call(world.host.url, { name, kind: "mutation" }, args, who.authorization));
}

/** Who has left comes back with a new link. */
async function rejoin({ world, place, role }: At): Promise<void> {
  if (role !== "member" && role !== "cohost") return;
  const { host, [role]: leaver } = world.callers;
  const wish = { roomId: place.roomId, role, days: 1, maxUses: 1 };
  const { token } = await must<{ token: string }>(
    call(world.host.url, { name: "invites:create", kind: "action" }, wish, host.authorization),
  );
  await act(world, leaver, "invites:accept", { token });
}

/** First, while the turn is live. */
const liveTurns: Record<string, Entry> = {
  // The hot query reads no identity, so it has nothing for anybody about a private battle.
  "turns:live": placed(battle, (role, visibility) =>
    everybody(visibility === "private" ? "nothing" : "ok")(role, visibility),
  ),
  "turns:livePrivate": placed(battle, seen()),
  // A live turn has blocks only once it is long enough.
  "turns:segments": placed((place) => ({ ...turn(place), epoch: 1 }), seen("ok|nothing")),
  "turns:queue": placed(turn, everybody("nothing")),
  // Says only whether it did anything, and the server's clock decides.
  "turns:reapIfStale": placed(turn, everybody()),
};

const rooms: Record<string, Entry> = {
  "rooms:create": once({ topic: "Is this allowed?", fighters: FIGHTERS, visibility: "private" }, self()),
  "rooms:get": placed(room, seen()),
  "rooms:list": once(page, everybody()),
  "rooms:mine": once({}, onlyFor(SESSIONS.filter((role) => role !== "banned"))),
  "rooms:viewerRole": placed(room, everybody()),
  "rooms:schedule": placed(({ roomId }) => ({ roomId, startAt: null }), inRoom("run", "ROOM_BUSY")),
  "rooms:setVisibility": placed(({ roomId, visibility }) => ({ roomId, visibility }), inRoom("own")),
  "rooms:unhide": placed(room, inRoom("administrate")),
  "rooms:hide": placed(room, inRoom("administrate"), async ({ world, place: { roomId } }) => {
    await act(world, world.callers.admin, "rooms:unhide", { roomId });
  }),
  "rooms:remove": placed(room, inRoom("remove", "ROOM_BUSY")),
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
  "invites:accept": placed(({ spentToken }) => ({ token: spentToken }), self("INVALID_INVITE")),
  "invites:revoke": placed(({ inviteId }) => ({ inviteId }), inRoom("moderate")),
  "presence:beat": placed(battle, inRoom("attend")),
  "reports:file": placed(({ roomId }) => ({ roomId, reason: "other", note: "Look." }), inRoom("watch")),
  "reports:forRoom": placed(room, onlyFor(MODERATORS)),
  "reports:settle": placed(({ reportId }) => ({ reportId, uphold: null }), inRoom("moderate")),
};

const ballot = (place: Place) => ({ ...oldBattle(place), ballot: 1 });

const battles: Record<string, Entry> = {
  "battles:start": placed(room, inRoom("run", "ROOM_BUSY")),
  "battles:pause": placed(oldBattle, inRoom("moderate", "WRONG_STATE")),
  "battles:resume": placed(oldBattle, inRoom("run", "WRONG_STATE")),
  "battles:cancel": placed(oldBattle, inRoom("moderate", "WRONG_STATE")),
  "battles:endChat": placed(oldBattle, inRoom("run", "WRONG_STATE")),
  "battles:skipTurn": placed(endedTurn, inRoom("run", "WRONG_STATE")),
  "battles:retryTurn": placed(endedTurn, inRoom("run", "WRONG_STATE")),
  "battles:swapFighter": placed(
    (place) => ({ ...oldBattle(place), side: "A", fighter: { modelId: "sparring/jester" } }),
    inRoom("run", "WRONG_STATE"),
  ),
  "battles:inject": placed((place) => ({ ...battle(place), text: "Once more." }), inRoom("run")),
  "battles:retract": placed(({ lineId }) => ({ lineId }), inRoom("run", "WRONG_STATE")),
  "battles:extendVoting": placed((place) => ({ ...ballot(place), seconds: 30 }), inRoom("run", "WRONG_STATE")),
  "battles:closeVoting": placed(ballot, inRoom("run", "WRONG_STATE")),
  "battles:get": placed(battle, seen()),
  "battles:hits": placed(battle, everybody("nothing")),
  "battles:moderator": placed(battle, seen()),
  "battles:toolCalls": placed(battle, everybody("nothing")),
  "turns:list": placed(oldBattle, seen()),
  "turns:say": placed((place) => ({ ...oldBattle(place), text: "Hello." }), inRoom("run", "WRONG_STATE")),
  "turns:edit": placed((place) => ({ ...endedTurn(place), text: "Hello." }), inRoom("run", "WRONG_STATE")),
  "turns:unhide": placed(endedTurn, inRoom("moderate")),
  "turns:hide": placed(endedTurn, inRoom("moderate"), async ({ world, place }) => {
    await act(world, world.callers.admin, "turns:unhide", endedTurn(place));
  }),
  "votes:cast": placed((place) => ({ ...ballot(place), choice: "A" }), inRoom("attend", "VOTING_CLOSED")),
  "votes:get": placed(ballot, everybody("nothing")),
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
  "models:search": once({}, everybody("nothing")),
  "models:status": once({}, everybody("ok|nothing")),
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
  ...liveTurns,
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
