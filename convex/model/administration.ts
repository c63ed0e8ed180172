import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import type { AnyRoom, AuditEntryView, LiveBattle, OpenReport, Person } from "./adminValidators";
import { toUsd } from "./ledgerMoney";
import { displayName } from "./people";
import { battleKey, NO_SUMS, rollupOf } from "./rollups";
import { isLive } from "./turns";

/** What admins see of everybody's things. */

type Db = Pick<QueryCtx, "db">;

/** Newest first; a search with an @ is for that very email, any other one for names. Deleted accounts are left out. */
export async function listPeople(
  ctx: Db,
  { search = "", guests = false }: { search?: string; guests?: boolean },
  paginationOpts: PaginationOptions,
) {
  const result = await peopleMatching(ctx, search.trim(), guests).paginate(paginationOpts);
  return { ...result, page: result.page.filter((user) => user.deletedAt === undefined).map(person) };
}

function peopleMatching(ctx: Db, search: string, guests: boolean) {
  const users = ctx.db.query("users");
  if (search.includes("@")) return users.withIndex("email", (q) => q.eq("email", search.toLowerCase()));
  if (search !== "") return users.withSearchIndex("search_name", (q) => q.search("name", search));
  return users
    .withIndex("by_isAnonymous_and_deletedAt", (q) =>
      q.eq("isAnonymous", guests ? true : undefined).eq("deletedAt", undefined),
    )
    .order("desc");
}

function person(user: Doc<"users">): Person {
  const { _id, _creationTime, email = null, isAnonymous = false, admin = false, mayHost = false, ban = null } = user;
  const name = displayName(_id, user);
  return { userId: _id, name, email, guest: isAnonymous, admin, mayHost, ban, createdAt: _creationTime };
}

/** Of any visibility, newest first. */
export async function listAnyRooms(ctx: Db, paginationOpts: PaginationOptions) {
  const result = await ctx.db.query("rooms").order("desc").paginate(paginationOpts);
  return { ...result, page: await Promise.all(result.page.map((room) => anyRoom(ctx, room))) };
}

async function anyRoom(ctx: Db, room: Doc<"rooms">): Promise<AnyRoom> {
  const { _id, _creationTime, topic, format, visibility, hidden, status, currentBattleId, hostId } = room;
  const hostName = await nameOf(ctx, hostId);
  const shown = { topic, format, visibility, hidden, status, currentBattleId, hostId };
  return { roomId: _id, ...shown, hostName, createdAt: _creationTime };
}

async function nameOf(ctx: Db, userId: Id<"users"> | null): Promise<string | null> {
  return userId && displayName(userId, await ctx.db.get("users", userId));
}

const MAX_LIVE_BATTLES = 100;

/** The newest hundred. */
export async function listLiveBattles(ctx: Db): Promise<LiveBattle[]> {
  const battles = await ctx.db
    .query("battles")
    .withIndex("by_endedAt", (q) => q.eq("endedAt", null))
    .order("desc")
    .take(MAX_LIVE_BATTLES);
  const listed = await Promise.all(battles.map((battle) => liveBattle(ctx, battle)));
  return listed.filter((battle) => battle !== null);
}

/** Null for what a removed room leaves to the purge. */
async function liveBattle(ctx: Db, battle: Doc<"battles">): Promise<LiveBattle | null> {
  const room = await ctx.db.get("rooms", battle.roomId);
  if (room === null) return null;
  const { _id: battleId, roomId, topic, format, state, rounds, startedAt } = battle;
  const sums = (await rollupOf(ctx, battleKey(battleId))) ?? NO_SUMS;
  const { realNanoUsd, simulatedNanoUsd, unknownCosts } = sums;
  const cost = { real: toUsd(realNanoUsd), simulated: toUsd(simulatedNanoUsd), unknownCosts };
  const hostName = await nameOf(ctx, room.hostId);
  return { battleId, roomId, topic, format, visibility: room.visibility, hostName, state, rounds, startedAt, cost };
}

/** Newest first. */
export async function listOpenReports(ctx: Db, paginationOpts: PaginationOptions) {
  const reports = ctx.db.query("reports").withIndex("by_status", (q) => q.eq("status", "open"));
  const result = await reports.order("desc").paginate(paginationOpts);
  const page = await Promise.all(result.page.map((report) => openReport(ctx, report)));
  return { ...result, page: page.filter((report) => report !== null) };
}

async function openReport(ctx: Db, report: Doc<"reports">): Promise<OpenReport | null> {
  const { _id: reportId, _creationTime: createdAt, roomId, turnId, reporterId, reason, note } = report;
  const room = await ctx.db.get("rooms", roomId);
  const turn = turnId && (await ctx.db.get("turns", turnId));
  if (room === null) return null;
  const text = turn === null ? room.topic : isLive(turn) ? turn.tail : turn.text;
  const hidden = turn && !isLive(turn) ? turn.hidden : room.hidden;
  const reporterName = await nameOf(ctx, reporterId);
  return { reportId, roomId, topic: room.topic, turnId, text, hidden, reason, note, reporterName, createdAt };
}

/** Newest first. */
export async function listAuditLog(ctx: Db, paginationOpts: PaginationOptions) {
  const result = await ctx.db.query("auditLog").order("desc").paginate(paginationOpts);
  return { ...result, page: await Promise.all(result.page.map((entry) => auditEntry(ctx, entry))) };
}

async function auditEntry(ctx: Db, entry: Doc<"auditLog">): Promise<AuditEntryView> {
  const { _id: entryId, _creationTime: at, actorId, act, target, details } = entry;
  const [actorName, targetName] = await Promise.all([
    nameOf(ctx, actorId),
    nameOf(ctx, ctx.db.normalizeId("users", target)),
  ]);
  return { entryId, at, actorId, actorName, act, target, targetName, details };
}
