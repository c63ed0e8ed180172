import { type Infer, v } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { MAX_MODERATOR_LINES } from "./limits";
import { finishedTurnsOf } from "./turns";

/** An export of what is stored about somebody, read in bounded pages. It holds no password, token or code, nor their hashes. */

/** In the order of the export. */
const PARTS = [
  "profile",
  "logins",
  "sessions",
  "rooms",
  "words",
  "personas",
  "votes",
  "usageDays",
  "memberships",
  "roomBans",
  "invites",
  "presences",
  "reports",
  "budgets",
] as const;
export const vPart = v.union(...PARTS.map((part) => v.literal(part)));
type Part = (typeof PARTS)[number];

/** Rows of a part, as they are shown. */
export const vPage = v.object({ rows: v.array(v.any()), cursor: v.nullable(v.string()) });
type Page = Infer<typeof vPage>;

const PAGE = 100;
/** Each may hold more than a megabyte of turns. */
const BATTLES_PAGE = 3;
/** Under the 16 MiB that a function may answer with. */
const MAX_LENGTH = 5_000_000;

/** All pages as one JSON text. Where it would be too long to answer with, it says which part was cut. */
export async function collectExport(page: (part: Part, cursor: string | null) => Promise<Page>): Promise<string> {
  const data: Partial<Record<Part, unknown[]>> = {};
  const cut: Part[] = [];
  let length = 0;
  for (const part of PARTS) {
    const rows: unknown[] = (data[part] = []);
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      if (length > MAX_LENGTH) {
        cut.push(part);
        break;
      }
      const next: Page = await page(part, cursor);
      length += JSON.stringify(next.rows).length;
      rows.push(...next.rows);
      cursor = next.cursor;
    }
  }
  return JSON.stringify({ exportedAt: new Date().toISOString(), cut, ...data }, null, 2);
}

interface PageOptions {
  cursor: string | null;
  numItems: number;
}
type Show = (ctx: QueryCtx, userId: Id<"users">, opts: PageOptions) => Promise<Page>;

export async function exportPage(ctx: QueryCtx, userId: Id<"users">, part: Part, cursor: string | null): Promise<Page> {
  return await SHOWN[part](ctx, userId, { cursor, numItems: part === "words" ? BATTLES_PAGE : PAGE });
}

const SHOWN: Record<Part, Show> = {
  profile: async (ctx, userId) => {
    const user = await ctx.db.get("users", userId);
    return { rows: user ? [{ ...user, _creationTime: when(user._creationTime) }] : [], cursor: null };
  },
  logins: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("authAccounts")
        .withIndex("userIdAndProvider", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ provider, providerAccountId, emailVerified }) => ({ provider, providerAccountId, emailVerified }),
    ),
  sessions: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("sessionDetails")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ device, seenAt }) => ({ device, seenAt: when(seenAt) }),
    ),
  rooms: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("rooms")
        .withIndex("by_hostId", (q) => q.eq("hostId", userId))
        .paginate(opts),
      ({ hostId: _host, startJobId: _job, ...room }) => room,
    ),
  words: wordsOf,
  personas: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("personas")
        .withIndex("by_hostId", (q) => q.eq("hostId", userId))
        .paginate(opts),
      ({ hostId: _host, ...persona }) => persona,
    ),
  votes: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("votes")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ battleId, ballot, choice, discarded }) => ({ battleId, ballot, choice, discarded }),
    ),
  usageDays: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("usageRollups")
        .withIndex("by_dimension_and_key_and_day", (q) => q.eq("dimension", "user").eq("key", userId))
        .paginate(opts),
      ({ dimension: _dimension, key: _key, ...sums }) => sums,
    ),
  memberships: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("members")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ roomId, role, _creationTime }) => ({ roomId, role, since: when(_creationTime) }),
    ),
  roomBans: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("roomBans")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ roomId, _creationTime }) => ({ roomId, since: when(_creationTime) }),
    ),
  invites: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("invites")
        .withIndex("by_byId", (q) => q.eq("byId", userId))
        .paginate(opts),
      ({ tokenHash: _hash, byId: _by, ...invite }) => invite,
    ),
  presences: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("presences")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ battleId, since, lastAt }) => ({ battleId, since: when(since), lastAt: when(lastAt) }),
    ),
  reports: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("reports")
        .withIndex("by_reporterId", (q) => q.eq("reporterId", userId))
        .paginate(opts),
      ({ reporterId: _reporter, ...report }) => report,
    ),
  budgets: async (ctx, userId, opts) =>
    pageOf(
      await ctx.db
        .query("hostBudgets")
        .withIndex("by_userId", (q) => q.eq("userId", userId))
        .paginate(opts),
      ({ dailyUsd }) => ({ dailyUsd }),
    ),
};

/**
 * What the caller said in battles of their rooms, as a fighter or as the moderator; what models said is nobody's data. The cursor is a
 * room and how far its battles were read.
 */
async function wordsOf(ctx: QueryCtx, userId: Id<"users">, { cursor, numItems }: PageOptions): Promise<Page> {
  const at = cursor === null ? null : (JSON.parse(cursor) as { roomId: Id<"rooms">; battles: string | null });
  const room = at ? await ctx.db.get("rooms", at.roomId) : await nextRoom(ctx, userId, 0);
  if (room?.hostId !== userId) return { rows: [], cursor: null };
  const battles = await ctx.db
    .query("battles")
    .withIndex("by_roomId", (q) => q.eq("roomId", room._id))
    .paginate({ cursor: at?.battles ?? null, numItems });
  const rows = await Promise.all(battles.page.map(async (battle) => await wordsIn(ctx, battle)));
  if (!battles.isDone) return { rows, cursor: JSON.stringify({ roomId: room._id, battles: battles.continueCursor }) };
  const next = await nextRoom(ctx, userId, room._creationTime);
  return { rows, cursor: next && JSON.stringify({ roomId: next._id, battles: null }) };
}

async function nextRoom(ctx: QueryCtx, userId: Id<"users">, after: number) {
  return await ctx.db
    .query("rooms")
    .withIndex("by_hostId", (q) => q.eq("hostId", userId).gt("_creationTime", after))
    .first();
}

async function wordsIn(ctx: QueryCtx, { _id: battleId, roomId, topic, startedAt, format }: Doc<"battles">) {
  const [turns, lines] = await Promise.all([
    format === "challenge" || format === "chat" ? finishedTurnsOf(ctx, battleId) : [],
    ctx.db
      .query("moderatorLines")
      .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
      .take(MAX_MODERATOR_LINES),
  ]);
  const said = turns.flatMap((turn) => (turn.role === "person" ? [turn.text] : []));
  return { roomId, battleId, topic, startedAt: when(startedAt), said, moderator: lines.map(({ text }) => text) };
}

interface Rows<Row> {
  page: Row[];
  isDone: boolean;
  continueCursor: string;
}

function pageOf<Row>({ page, isDone, continueCursor }: Rows<Row>, show: (row: Row) => object): Page {
  return { rows: page.map(show), cursor: isDone ? null : continueCursor };
}

function when(ms: number): string {
  return new Date(ms).toISOString();
}
