import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import type { Role } from "./peopleValidators";

/** Who acts: an admin, or null for the dashboard and the deployment itself. */
export type Actor = Id<"users"> | null;

export interface AuditEntry {
  act: string;
  /** What it was done to: an id, a day, or `deployment`. Never an email or somebody's name. */
  target: string;
  /** Reasons and amounts; nothing secret. */
  details?: string;
}

export async function audit(ctx: MutationCtx, actorId: Actor, entry: AuditEntry): Promise<void> {
  await ctx.db.insert("auditLog", { details: "", ...entry, actorId });
}

/** For acts that hosts do, too: an entry if the caller did this one by being an admin. `who` is what `requirePower` answers. */
export async function auditAdmin(
  ctx: MutationCtx,
  who: { role: Role; userId: Id<"users"> },
  entry: AuditEntry,
): Promise<void> {
  if (who.role === "admin") await audit(ctx, who.userId, entry);
}
