import { call } from "./calls";
import { EXPECTED } from "./expected";
import { emailOf, nameOf, PASSWORD, ROLES, type Role } from "./roles";
import { type Place, saidIn, VISIBILITIES, type Visibility } from "./places";
import { PERSONA, PLANTED_KEY, type World } from "./world";

interface Asked {
  name: string;
  role: Role;
  visibility: Visibility;
}

interface Secret {
  what: string;
  text: string;
  mayKnow: (asked: Asked) => boolean;
}

const INSIDERS = new Set<Role>(["member", "cohost", "host", "admin"]);
const MODERATORS = new Set<Role>(["cohost", "host", "admin"]);
const forAdmins = ({ name, role }: Asked) => role === "admin" && name.startsWith("administration:");
/** The account page, and what one may take along. */
const aboutSelf = ({ name }: Asked) => name === "accounts:me" || name === "accounts:exportData";
const forInsiders = ({ role }: Asked) => INSIDERS.has(role);
const nobodyMay = () => false;

function secretsOf({ callers, host, places, resetCode }: World): Secret[] {
  const accounts = (["host", "member", "admin"] as const).map((owner) => ({
    what: `the email of ${owner}`,
    text: emailOf(owner),
    mayKnow: (asked: Asked) => forAdmins(asked) || (asked.role === owner && aboutSelf(asked)),
  }));
  const sessions = ROLES.flatMap((owner) => {
    const { sessionId } = callers[owner];
    if (sessionId === null) return [];
    const mayKnow = ({ name, role }: Asked) =>
      role === owner && (name === "accounts:sessions" || name === "accounts:exportData");
    return [{ what: `the session of ${owner}`, text: sessionId, mayKnow }];
  });
  const tokens = VISIBILITIES.flatMap((visibility) => [
    { what: "the token of an invite", text: places[visibility].inviteToken, mayKnow: nobodyMay },
    { what: "the token of a used invite", text: places[visibility].spentToken, mayKnow: nobodyMay },
  ]);
  const models = FIGHTER_NAMES.map((text) => ({
    what: "a fighter of a blind duel",
    text,
    mayKnow: ({ name, role }: Asked) => !BLIND.has(name) || (name === "accounts:exportData" && role === "host"),
  }));
  return [
    ...accounts,
    ...sessions,
    ...tokens,
    ...models,
    ...insideOf(places.private),
    {
      what: "the counts of a vote",
      text: '"tally":{',
      mayKnow: ({ name, role }) => name === "votes:get" && role === "member",
    },
    { what: "the provider's key", text: PLANTED_KEY, mayKnow: nobodyMay },
    { what: "the admin key", text: host.adminKey, mayKnow: nobodyMay },
    { what: "a password", text: PASSWORD, mayKnow: nobodyMay },
    { what: "a reset code", text: resetCode, mayKnow: nobodyMay },
    {
      what: "the topic of a private room",
      text: places.private.topic,
      // Whoever has the link of an invite reads where it leads.
      mayKnow: ({ name, role }) => name === "invites:preview" || INSIDERS.has(role),
    },
    {
      what: "an unlisted room in a list",
      text: places.unlisted.roomId,
      // A ban is in the export of whom it bars.
      mayKnow: (asked) =>
        asked.name !== "rooms:list" &&
        (EXPECTED[asked.name]?.placed ||
          INSIDERS.has(asked.role) ||
          (asked.role === "roomBanned" && asked.name === "accounts:exportData")),
    },
    {
      what: "who belongs to a room",
      text: nameOf("member"),
      mayKnow: (asked) =>
        forAdmins(asked) ||
        (asked.role === "member" && aboutSelf(asked)) ||
        (asked.name.startsWith("members:") && (MODERATORS.has(asked.role) || isFellow(asked))),
    },
    {
      what: "who is barred from a room",
      text: nameOf("roomBanned"),
      mayKnow: (asked) =>
        forAdmins(asked) ||
        (asked.role === "roomBanned" && aboutSelf(asked)) ||
        (asked.name === "members:banned" && MODERATORS.has(asked.role)),
    },
    {
      what: "the note of a report",
      text: "Secret note.",
      mayKnow: (asked) =>
        forAdmins(asked) ||
        (asked.name === "reports:forRoom" && MODERATORS.has(asked.role)) ||
        (asked.name === "accounts:exportData" && asked.role === "member"),
    },
    {
      what: "somebody's own persona",
      text: PERSONA.prompt,
      mayKnow: ({ name, role }) => role === "host" && (name === "personas:list" || name === "accounts:exportData"),
    },
  ];
}

/** What is in a private room; all that there is of its kinds has another id or other words. */
function insideOf({ visibility, crowd, battleId, turnId, queue, chat }: Place): Secret[] {
  const ids = [battleId, turnId, crowd.battleId, ...crowd.turnIds, crowd.lineId, queue.battleId, queue.turnId];
  const texts = [...ids, chat.battleId, saidIn(visibility)];
  return texts.map((text, at) => ({ what: `what is in a private room (${at})`, text, mayKnow: forInsiders }));
}

function isFellow({ role, visibility }: Asked): boolean {
  return role === "member" && visibility === "private";
}

const FIGHTER_NAMES = ["Socrates", "Professor", "Researcher", "Firebrand"].flatMap((name) => [
  name,
  `sparring/${name.toLowerCase()}`,
]);
/** All that is told about a battle that is on. Elsewhere models have names. */
const BLIND = new Set([
  "battles:get",
  "battles:hits",
  "battles:moderator",
  "battles:toolCalls",
  "rooms:get",
  "rooms:list",
  "rooms:mine",
  "turns:list",
  "turns:live",
  "turns:livePrivate",
  "turns:segments",
  "usage:battleCost",
  "votes:get",
]);

/** What somebody was told who may not know it, and how many answers were read. */
export async function leaksOf(world: World): Promise<{ leaks: string[]; answers: number }> {
  const secrets = secretsOf(world);
  const readers = world.functions.public.filter(({ name, kind }) => kind === "query" || name === "accounts:exportData");
  const leaks: string[] = [];
  let answers = 0;
  for (const fn of readers) {
    const entry = EXPECTED[fn.name];
    if (entry === undefined) continue;
    for (const visibility of entry.placed ? VISIBILITIES : (["public"] as const)) {
      for (const role of ROLES) {
        const args = entry.args({ world, place: world.places[visibility], role });
        const { body } = await call(world.host.url, fn, args, world.callers[role].authorization);
        answers++;
        const asked = { name: fn.name, role, visibility };
        for (const { what, text, mayKnow } of secrets) {
          if (body.includes(text) && !mayKnow(asked)) leaks.push(`${fn.name} tells ${role} (${visibility}) ${what}`);
        }
      }
    }
  }
  return { leaks, answers };
}

/** Who is told the counts of a vote. */
export async function knowersOfTheTally(
  world: World,
  { battleId, ballot }: { battleId: string; ballot: number },
): Promise<Role[]> {
  const fn = { name: "votes:get", kind: "query" } as const;
  const told = await Promise.all(
    ROLES.map(async (role) => {
      const args = { battleId, ballot };
      const { body } = await call(world.host.url, fn, args, world.callers[role].authorization);
      return body.includes('"tally":{') ? [role] : [];
    }),
  );
  return told.flat();
}
