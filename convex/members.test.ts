import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import type { MemberRole } from "./model/peopleValidators";
import { type Arena, code, jobsDone, newArena, newRoom, plantTurn, signedIn, takeJobs } from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

type Person = Awaited<ReturnType<typeof signedIn>>;

async function seat(t: Arena, roomId: Id<"rooms">, who: Person, role: MemberRole = "member") {
  await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: who.userId, role }));
}

/** A room of that visibility with everybody that a room can have. */
async function peopled(visibility: "public" | "private" = "public") {
  const t = newArena();
  const host = await signedIn(t, { name: "Hanna" });
  const [cohost, other, member] = [await signedIn(t, { name: "Cora" }), await signedIn(t), await signedIn(t)];
  const admin = await signedIn(t, { admin: true });
  const viewer = await signedIn(t);
  const roomId = await newRoom(host, 1, { visibility });
  await seat(t, roomId, cohost, "cohost");
  await seat(t, roomId, other, "cohost");
  await seat(t, roomId, member);
  const roleOf = async (who: Person) => await who.query(api.rooms.viewerRole, { roomId });
  return { t, host, cohost, other, member, admin, viewer, roomId, roleOf };
}

describe("members.list", () => {
  it("tells hosts and admins who belongs to a room, the host first", async () => {
    const { host, cohost, admin, member, viewer, t, roomId } = await peopled();
    const told = await host.query(api.members.list, { roomId });
    expect(told.map(({ name, role }) => [name, role])).toEqual([
      ["Hanna", "host"],
      ["Cora", "cohost"],
      [expect.stringMatching(/^Guest \w{4}$/), "cohost"],
      [`Guest ${member.userId.slice(-4)}`, "member"],
    ]);
    for (const who of [cohost, admin]) expect(await who.query(api.members.list, { roomId })).toEqual(told);
    for (const who of [member, viewer, t]) expect(await who.query(api.members.list, { roomId })).toEqual([]);
  });

  it("tells members of a private room, too", async () => {
    const { member, viewer, roomId } = await peopled("private");
    expect(await member.query(api.members.list, { roomId })).toHaveLength(4);
    expect(await viewer.query(api.members.list, { roomId })).toEqual([]);
  });
});

describe("members.setRole", () => {
  it("is the host's alone, and for members alone", async () => {
    const { host, cohost, admin, member, viewer, roomId, roleOf } = await peopled();
    const of = (who: Person) => ({ roomId, userId: who.userId, role: "cohost" as const });
    for (const who of [cohost, admin, member, viewer]) {
      await expect(who.mutation(api.members.setRole, of(member))).rejects.toMatchObject(code("FORBIDDEN"));
    }
    await expect(host.mutation(api.members.setRole, of(viewer))).rejects.toMatchObject(code("NOT_FOUND"));
    await host.mutation(api.members.setRole, of(member));
    expect(await roleOf(member)).toBe("cohost");
    await host.mutation(api.members.setRole, { ...of(member), role: "member" });
    expect(await roleOf(member)).toBe("member");
  });
});

describe("members.remove and members.leave", () => {
  it("end a membership; a co-host cannot end another's, and nobody can the host's", async () => {
    const { host, cohost, other, member, viewer, roomId, roleOf } = await peopled("private");
    const of = (who: Person) => ({ roomId, userId: who.userId });
    await expect(cohost.mutation(api.members.remove, of(other))).rejects.toMatchObject(code("FORBIDDEN"));
    await expect(member.mutation(api.members.remove, of(cohost))).rejects.toMatchObject(code("FORBIDDEN"));
    await expect(viewer.mutation(api.members.remove, of(cohost))).rejects.toMatchObject(code("NOT_FOUND"));
    await cohost.mutation(api.members.remove, of(host));
    expect(await roleOf(host)).toBe("host");
    await cohost.mutation(api.members.remove, of(member));
    await cohost.mutation(api.members.remove, of(member));
    expect(await member.query(api.rooms.get, { roomId })).toBeNull();
    await host.mutation(api.members.remove, of(other));
    await cohost.mutation(api.members.leave, { roomId });
    expect(await cohost.query(api.rooms.get, { roomId })).toBeNull();
    expect(await host.query(api.members.list, { roomId })).toHaveLength(1);
  });
});

describe("members.ban", () => {
  it("bars from the room whoever is not above, and from a private one altogether", async () => {
    const { host, cohost, member, roomId, roleOf } = await peopled("private");
    const of = (who: Person) => ({ roomId, userId: who.userId });
    await cohost.mutation(api.members.ban, of(member));
    await cohost.mutation(api.members.ban, of(member));
    expect(await member.query(api.rooms.get, { roomId })).toBeNull();
    expect(await host.query(api.members.banned, { roomId })).toMatchObject([{ userId: member.userId }]);
    expect(await host.query(api.members.list, { roomId })).toHaveLength(3);
    await cohost.mutation(api.members.unban, of(member));
    expect(await roleOf(member)).toBe("member");
    expect(await host.query(api.members.banned, { roomId })).toEqual([]);
  });

  it("is not for the host, for admins, nor between co-hosts; in a public room the banned still watch", async () => {
    const { t, host, cohost, other, admin, viewer, roomId, roleOf } = await peopled();
    const ban = async (by: Person, who: Person) => await by.mutation(api.members.ban, { roomId, userId: who.userId });
    for (const [by, who] of [
      [cohost, host],
      [host, host],
      [host, admin],
      [cohost, other],
      [cohost, cohost],
      [viewer, viewer],
    ] as const) {
      await expect(ban(by, who)).rejects.toMatchObject(code("FORBIDDEN"));
    }
    await ban(host, viewer);
    expect(await roleOf(viewer)).toBe("banned");
    expect(await viewer.query(api.rooms.get, { roomId })).not.toBeNull();
    await expect(viewer.mutation(api.members.leave, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
    const ghost = await t.run(async (ctx) => await ctx.db.insert("users", { deletedAt: 1 }));
    await expect(host.mutation(api.members.ban, { roomId, userId: ghost })).rejects.toMatchObject(code("NOT_FOUND"));
  });

  it("remembers what they were; a co-host makes nobody a co-host again, the host does", async () => {
    const { host, cohost, other, roomId, roleOf } = await peopled();
    const of = { roomId, userId: other.userId };
    await host.mutation(api.members.ban, of);
    await cohost.mutation(api.members.unban, of);
    expect(await roleOf(other)).toBe("member");
    await host.mutation(api.members.setRole, { ...of, role: "cohost" });
    await host.mutation(api.members.ban, of);
    await host.mutation(api.members.unban, of);
    expect(await roleOf(other)).toBe("cohost");
  });

  it("is noted when an admin does it, and not when a host does", async () => {
    const { t, host, admin, member, viewer, roomId } = await peopled();
    await host.mutation(api.members.ban, { roomId, userId: viewer.userId });
    await admin.mutation(api.members.ban, { roomId, userId: member.userId });
    const entries = await t.run(async (ctx) => await ctx.db.query("auditLog").take(9));
    expect(entries).toMatchObject([{ actorId: admin.userId, act: "members.ban", target: member.userId }]);
  });
});

describe("members.present", () => {
  it("tells hosts who watches now, the latest first, without those who have gone", async () => {
    const t = newArena();
    const host = await signedIn(t, { name: "Hanna" });
    const { battleId } = await plantTurn(t, { hostId: host.userId });
    const [one, two, gone] = [await signedIn(t, { name: "Ada" }), await signedIn(t), await signedIn(t)];
    for (const who of [gone, one, two]) await who.mutation(api.presence.beat, { battleId });
    await t.run(async (ctx) => {
      for (const row of await ctx.db.query("presences").take(9)) {
        const ago = row.userId === gone.userId ? 60_000 : row.userId === one.userId ? 5_000 : 0;
        await ctx.db.patch("presences", row._id, { lastAt: row.lastAt - ago });
      }
    });
    const present = await host.query(api.members.present, { battleId });
    expect(present.map(({ userId, role }) => [userId, role])).toEqual([
      [two.userId, "viewer"],
      [one.userId, "viewer"],
    ]);
    expect(present[1]!.name).toBe("Ada");
    for (const who of [t, one]) expect(await who.query(api.members.present, { battleId })).toEqual([]);
  });
});

describe("a co-host", () => {
  it("runs the battles of the room and sees their cost, without what its host spends elsewhere", async () => {
    const { t, host, cohost, member, admin, roomId } = await peopled();
    await host.mutation(api.budgets.setDaily, { dailyUsd: 5 });
    const battleId = await cohost.mutation(api.battles.start, { roomId });
    await cohost.mutation(api.battles.pause, { battleId });
    const cost = await cohost.query(api.usage.battleCost, { battleId });
    expect(cost).toMatchObject({ budgets: { hostDailyUsd: null }, spentToday: { host: null } });
    const hosts = await host.query(api.usage.battleCost, { battleId });
    expect(hosts).toMatchObject({ budgets: { hostDailyUsd: 5 }, spentToday: { host: { real: 0, simulated: 0 } } });
    for (const who of [t, member, admin]) expect(await who.query(api.usage.battleCost, { battleId })).toBeNull();
    await cohost.mutation(api.battles.cancel, { battleId });
    for (const act of [
      () => cohost.mutation(api.rooms.setVisibility, { roomId, visibility: "private" }),
      () => cohost.mutation(api.budgets.setRoom, { roomId, battleUsd: 1 }),
      () => cohost.mutation(api.rooms.remove, { roomId }),
    ]) {
      await expect(act()).rejects.toMatchObject(code("FORBIDDEN"));
    }
    await takeJobs(t);
  });
});

it("a removed room leaves no trace of its people, however many there were", { timeout: 60_000 }, async () => {
  const { t, host, viewer, roomId } = await peopled();
  await host.mutation(api.members.ban, { roomId, userId: viewer.userId });
  const { battleId } = await plantTurn(t, { hostId: host.userId });
  await t.run(async (ctx) => {
    const at = Date.now();
    const invite = {
      roomId,
      role: "member",
      byId: host.userId,
      expiresAt: at,
      revokedAt: null,
      maxUses: null,
    } as const;
    await ctx.db.insert("invites", { ...invite, tokenHash: "x", uses: 0 });
    await ctx.db.patch("battles", battleId, { roomId });
    await ctx.db.insert("presences", { battleId, userId: viewer.userId, since: at, lastAt: at });
    const report = { roomId, turnId: null, reason: "spam", note: "", status: "open", settledAt: null } as const;
    await ctx.db.insert("reports", { ...report, reporterId: viewer.userId });
    for (let n = 0; n < 230; n += 1) {
      const userId = await ctx.db.insert("users", {});
      await ctx.db.insert("members", { roomId, userId, role: "member" });
    }
  });
  await host.mutation(api.rooms.remove, { roomId });
  for (let n = 0; n < 12; n += 1) await t.mutation(internal.rooms.purge, { roomId });
  const tables = ["members", "roomBans", "invites", "presences", "reports", "battles"] as const;
  const left = await t.run(async (ctx) => await Promise.all(tables.map((name) => ctx.db.query(name).take(1))));
  expect(left.flat()).toEqual([]);
  await jobsDone(t);
});
