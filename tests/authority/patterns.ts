import type { Answer } from "./calls";
import { type Role, ROLES } from "./roles";
import type { Place, Visibility } from "./places";
import type { World } from "./world";

/** What each role is to be answered, in a room of each visibility. */
export type Expected = (role: Role, visibility: Visibility) => Answer;

export interface Entry {
  /** With `place`, once for each visibility; else once. */
  args: (at: { world: World; place: Place; role: Role }) => object;
  placed: boolean;
  expected: Expected;
  /** Brings about what makes the act possible: before the first role asks, and anew after each `ok`. */
  ready?: (at: { world: World; place: Place }) => Promise<void>;
  /** Puts back what an `ok` has changed for this role. */
  undo?: (at: { world: World; place: Place; role: Role }) => Promise<void>;
}

const nobody = new Set<Role>(["none", "signedOut"]);
const badToken = new Set<Role>(["forged", "expired"]);
/** To all others a private room does not exist. */
const insiders = new Set<Role>(["member", "cohost", "host", "admin"]);
const people = ROLES.filter((role) => !nobody.has(role) && !badToken.has(role) && role !== "banned");

/** Who has which power in a room. */
const POWERS = {
  /** To vote, to be counted as present: an identity that may see the room. */
  attend: people,
  watch: people.filter((role) => role !== "roomBanned"),
  run: ["cohost", "host"],
  moderate: ["cohost", "host", "admin"],
  remove: ["host", "admin"],
  own: ["host"],
  administrate: ["admin"],
} satisfies Record<string, readonly Role[]>;
export type Power = keyof typeof POWERS;

function holds(power: Power, role: Role): boolean {
  return POWERS[power].some((holder) => holder === role);
}

/** A bad token is refused whatever it asks for. */
function unlessBadToken(expected: Expected): Expected {
  return (role, visibility) => (badToken.has(role) ? "refused" : expected(role, visibility));
}

/** An act in a room: who has the power gets this far; a private room is missing to outsiders. */
export function inRoom(power: Power, allowed: Answer = "ok", except: Partial<Record<Role, Answer>> = {}): Expected {
  return unlessBadToken((role, visibility) => {
    if (visibility === "private" && !insiders.has(role)) return "NOT_FOUND";
    return except[role] ?? byIdentity(role, holds(power, role) ? allowed : "FORBIDDEN");
  });
}

/** A query about a room: everybody who may watch, with or without an identity. */
export function seen(allowed: Answer = "ok"): Expected {
  return unlessBadToken((role, visibility) => (visibility === "private" && !insiders.has(role) ? "nothing" : allowed));
}

/** Whoever may watch a room of this visibility. */
export function watchers(visibility: Visibility): Role[] {
  return ROLES.filter((role) => seen()(role, visibility) === "ok");
}

/** A query that has something for these roles alone, and nothing for all others. */
export function onlyFor(roles: readonly Role[], allowed: Answer = "ok"): Expected {
  return unlessBadToken((role) => (roles.includes(role) ? allowed : "nothing"));
}

export const MODERATORS: readonly Role[] = POWERS.moderate;

/** An act of anybody with an identity; `except` names who is answered otherwise. */
export function self(allowed: Answer = "ok", except: Partial<Record<Role, Answer>> = {}): Expected {
  return unlessBadToken((role) => except[role] ?? byIdentity(role, allowed));
}

export function adminOnly(allowed: Answer = "ok"): Expected {
  return unlessBadToken((role) => byIdentity(role, role === "admin" ? allowed : "FORBIDDEN"));
}

/** The same to everybody. */
export function everybody(answer: Answer = "ok"): Expected {
  return unlessBadToken(() => answer);
}

/** Everybody with a session, banned or not. */
export const SESSIONS: readonly Role[] = [...people, "banned"];

function byIdentity(role: Role, allowed: Answer): Answer {
  if (nobody.has(role)) return "UNAUTHENTICATED";
  return role === "banned" ? "BANNED" : allowed;
}
