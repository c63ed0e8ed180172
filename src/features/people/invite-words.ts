import type { MemberRole } from "../../../convex/model/peopleValidators";
import { plural } from "../../lib/format";

export const ROLE_NAMES = {
  host: "Host",
  cohost: "Co-host",
  member: "Member",
  viewer: "Viewer",
  admin: "Admin",
  banned: "Banned",
};

/** What an invite makes of whoever takes it. */
export const INVITED_AS: Record<MemberRole, { label: string; note: string }> = {
  member: { label: "Member", note: "May watch, also when the room is private." },
  cohost: { label: "Co-host", note: "May also run battles and keep order. Budgets and roles stay yours." },
};

interface InviteState {
  expiresAt: number;
  revokedAt: number | null;
  maxUses: number | null;
  uses: number;
}

export function isOpenInvite({ revokedAt, maxUses, uses }: InviteState): boolean {
  return revokedAt === null && (maxUses === null || uses < maxUses);
}

const DAY_MS = 86_400_000;

/** How often it was used, and until when it works: "2 of 5 used · expires in 3 days". */
export function inviteText(invite: InviteState, now: number): string {
  const { maxUses, uses, revokedAt, expiresAt } = invite;
  const used = maxUses === null ? `used ${plural(uses, "time")}` : `${uses} of ${maxUses} used`;
  if (revokedAt !== null) return `Revoked · ${used}`;
  if (!isOpenInvite(invite)) return "Used up";
  const left = expiresAt - now;
  if (left < 3_600_000) return `${used} · expires within the hour`;
  if (left < DAY_MS) return `${used} · expires in ${plural(Math.floor(left / 3_600_000), "hour")}`;
  return `${used} · expires in ${plural(Math.round(left / DAY_MS), "day")}`;
}
