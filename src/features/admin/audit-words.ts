const ACTS: Readonly<Record<string, string>> = {
  grantAdmin: "Made an admin",
  revokeAdmin: "Took an admin's rights",
  allowHosting: "Invited to host",
  disallowHosting: "Took back an invitation to host",
  ban: "Banned",
  unban: "Lifted a ban",
  setLimits: "Set limits",
  setBlockedWords: "Set the blocked words",
  pauseAll: "Paused the arena",
  resumeAll: "Resumed the arena",
  resyncModels: "Had the models synced",
  recomputeRollups: "Recomputed the sums of a day",
  deleteRoom: "Deleted a room",
  "rooms.remove": "Deleted a room",
  "rooms.hide": "Hid a room",
  "rooms.unhide": "Showed a room again",
  "turns.hide": "Hid a turn",
  "turns.unhide": "Showed a turn again",
  "battles.pause": "Paused a battle",
  "battles.cancel": "Cancelled a battle",
  "members.ban": "Banned from a room",
  "members.unban": "Lifted a ban from a room",
  "members.remove": "Removed from a room",
  "invites.create": "Made an invite",
  "invites.revoke": "Revoked an invite",
  "reports.settle": "Decided a report",
};

/** An act as people read it; one that this page does not know yet is named as it is stored. */
export function actWords(act: string): string {
  return Object.hasOwn(ACTS, act) ? ACTS[act]! : act;
}

const LIMITS: Readonly<Record<string, string>> = {
  maxLiveTurns: "turns live at once",
  hostDailyUsd: "each host's dollars per day",
  hosting: "who may host",
};

/** Limits are stored as JSON; everything else is words already. */
export function detailWords(act: string, details: string): string {
  if (act !== "setLimits") return details;
  try {
    const parts = Object.entries(JSON.parse(details) as Record<string, unknown>);
    return parts.map(([name, value]) => `${LIMITS[name] ?? name}: ${limitText(value)}`).join(", ");
  } catch {
    return details;
  }
}

function limitText(value: unknown): string {
  if (value === null) return "as the environment says";
  return typeof value === "string" ? value : JSON.stringify(value);
}
