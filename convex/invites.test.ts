import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { code, newArena, newRoom, signedIn } from "./testSetup.test-support";

const DAY = 24 * 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

async function privateRoom() {
  const t = newArena();
  const host = await signedIn(t, { name: "Hanna" });
  const roomId = await newRoom(host, 1, { visibility: "private" });
  const invite = async (more: Partial<{ role: "member" | "cohost"; days: number; maxUses: number | null }> = {}) =>
    await host.action(api.invites.create, { roomId, role: "member", days: 7, maxUses: null, ...more });
  return { t, host, roomId, invite };
}

describe("an invite", () => {
  it("opens a private room to whoever has its link, who is then a member", async () => {
    const { t, host, roomId, invite } = await privateRoom();
    const { token } = await invite();
    const guest = await signedIn(t);
    expect(await t.query(api.invites.preview, { token })).toEqual({
      topic: "Should every town have a tram?",
      role: "member",
      hostName: "Hanna",
    });
    await expect(t.mutation(api.invites.accept, { token })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    expect(await guest.query(api.rooms.get, { roomId })).toBeNull();
    expect(await guest.mutation(api.invites.accept, { token })).toBe(roomId);
    expect(await guest.query(api.rooms.get, { roomId })).toMatchObject({ visibility: "private" });
    expect(await guest.query(api.rooms.mine, {})).toMatchObject([{ room: { _id: roomId }, role: "member" }]);
    await guest.mutation(api.invites.accept, { token });
    await host.mutation(api.invites.accept, { token });
    expect(await host.query(api.invites.list, { roomId })).toMatchObject([{ uses: 1, byName: "Hanna" }]);
  });

  it("has a token of 256 random bits, of which only a hash is stored, and which no list tells", async () => {
    const { t, host, roomId, invite } = await privateRoom();
    const [one, two] = [await invite(), await invite()];
    expect(one.token).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(two.token);
    const rows = await t.run(async (ctx) => await ctx.db.query("invites").take(9));
    const listed = await host.query(api.invites.list, { roomId });
    expect(JSON.stringify(rows)).not.toContain(one.token);
    expect(rows[0]!.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(listed)).not.toMatch(new RegExp(`${one.token}|${rows[0]!.tokenHash}`));
    expect(await t.query(api.invites.preview, { token: rows[0]!.tokenHash })).toBeNull();
  });

  it("makes a member a co-host, and no co-host a member", async () => {
    const { t, roomId, invite } = await privateRoom();
    const guest = await signedIn(t);
    const [member, cohost] = [await invite(), await invite({ role: "cohost" })];
    for (const { token } of [member, cohost, member]) await guest.mutation(api.invites.accept, { token });
    expect(await guest.query(api.rooms.viewerRole, { roomId })).toBe("cohost");
  });
});

/** What the refusal of a spoiled invite says. */
async function refused(spoil: (world: Awaited<ReturnType<typeof privateRoom>>) => Promise<string>) {
  const world = await privateRoom();
  const guest = await signedIn(world.t);
  const token = await spoil(world);
  expect(await guest.query(api.invites.preview, { token })).toBeNull();
  const error = await guest.mutation(api.invites.accept, { token }).catch((thrown: unknown) => thrown);
  expect(await guest.query(api.rooms.get, { roomId: world.roomId })).toBeNull();
  expect(error).toMatchObject(code("INVALID_INVITE"));
  return (error as { data: unknown }).data;
}

describe("an invite that is no good", () => {
  it("answers the same, whatever is wrong with it", async () => {
    const unknown = await refused(async () => "x".repeat(43));
    const revoked = await refused(async ({ host, invite }) => {
      const { inviteId, token } = await invite();
      await host.mutation(api.invites.revoke, { inviteId });
      await host.mutation(api.invites.revoke, { inviteId });
      return token;
    });
    const usedUp = await refused(async ({ t, invite }) => {
      const { token } = await invite({ maxUses: 1 });
      await (await signedIn(t)).mutation(api.invites.accept, { token });
      return token;
    });
    const expired = await refused(async ({ t, invite }) => {
      const { inviteId, token } = await invite({ days: 1 });
      await t.mutation(internal.invites.expire, { inviteId });
      await t.mutation(internal.invites.expire, { inviteId });
      return token;
    });
    const hidden = await refused(async ({ t, roomId, invite }) => {
      const { token } = await invite();
      const admin = await signedIn(t, { admin: true });
      await admin.mutation(api.rooms.hide, { roomId });
      return token;
    });
    const removed = await refused(async ({ host, roomId, invite }) => {
      const { token } = await invite();
      await host.mutation(api.rooms.remove, { roomId });
      return token;
    });
    for (const data of [revoked, usedUp, expired, hidden, removed]) expect(data).toEqual(unknown);
  });

  it("is refused after its time even if the scheduler is late, which deletes it when it is due", async () => {
    const { t, invite } = await privateRoom();
    const { inviteId, token } = await invite({ days: 1 });
    const jobs = await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(9));
    const due = jobs.filter(({ args }) => JSON.stringify(args).includes(inviteId));
    expect(due).toHaveLength(1);
    expect(due[0]!.scheduledTime - Date.now()).toBeGreaterThan(DAY - 60_000);
    vi.setSystemTime(Date.now() + DAY + 1_000);
    const late = (await signedIn(t)).mutation(api.invites.accept, { token });
    await expect(late).rejects.toMatchObject(code("INVALID_INVITE"));
  });

  it("is one for whoever is banned from the room", async () => {
    const { t, host, roomId, invite } = await privateRoom();
    const { token } = await invite();
    const guest = await signedIn(t);
    await guest.mutation(api.invites.accept, { token });
    await host.mutation(api.members.ban, { roomId, userId: guest.userId });
    await expect(guest.mutation(api.invites.accept, { token })).rejects.toMatchObject(code("INVALID_INVITE"));
    await host.mutation(api.members.unban, { roomId, userId: guest.userId });
    expect(await guest.mutation(api.invites.accept, { token })).toBe(roomId);
  });

  it("is every one that somebody made who has lost their seat", async () => {
    const { t, host, roomId, invite } = await privateRoom();
    const cohost = await signedIn(t);
    await cohost.mutation(api.invites.accept, { token: (await invite({ role: "cohost" })).token });
    const wish = { roomId, role: "member" as const, days: 1, maxUses: null };
    const { token } = await cohost.action(api.invites.create, wish);
    await host.mutation(api.members.setRole, { roomId, userId: cohost.userId, role: "member" });
    expect(await t.query(api.invites.preview, { token })).toBeNull();
  });
});

describe("invites.create", () => {
  it("is for those who moderate; a co-host's seat is the host's to give", async () => {
    const { t, host, roomId, invite } = await privateRoom();
    const [cohost, member] = [await signedIn(t), await signedIn(t)];
    await cohost.mutation(api.invites.accept, { token: (await invite({ role: "cohost" })).token });
    await member.mutation(api.invites.accept, { token: (await invite()).token });
    const wish = { roomId, role: "member" as const, days: 1, maxUses: 3 };
    const { inviteId } = await cohost.action(api.invites.create, wish);
    await expect(cohost.action(api.invites.create, { ...wish, role: "cohost" })).rejects.toMatchObject(
      code("FORBIDDEN"),
    );
    await expect(member.action(api.invites.create, wish)).rejects.toMatchObject(code("FORBIDDEN"));
    await expect(member.mutation(api.invites.revoke, { inviteId })).rejects.toMatchObject(code("FORBIDDEN"));
    await expect((await signedIn(t)).action(api.invites.create, wish)).rejects.toMatchObject(code("NOT_FOUND"));
    await expect(t.action(api.invites.create, wish)).rejects.toMatchObject(code("NOT_FOUND"));
    expect(await member.query(api.invites.list, { roomId })).toEqual([]);
    expect(await cohost.query(api.invites.list, { roomId })).toHaveLength(3);
    expect(await host.query(api.invites.list, { roomId })).toHaveLength(3);
  });

  it.each([
    [{ days: 0 }, "INVALID_TIME"],
    [{ days: 31 }, "INVALID_TIME"],
    [{ days: 1.5 }, "INVALID_TIME"],
    [{ days: Number.NaN }, "INVALID_TIME"],
    [{ maxUses: 0 }, "INVALID_LIMIT"],
    [{ maxUses: 1_001 }, "INVALID_LIMIT"],
  ])("refuses %j", async (wish, expected) => {
    const { invite } = await privateRoom();
    await expect(invite(wish)).rejects.toMatchObject(code(expected));
  });

  it("is limited per person, and so is accepting", async () => {
    const { t, invite } = await privateRoom();
    const { token } = await invite();
    for (let n = 0; n < 29; n += 1) await invite();
    const limited = await invite().catch((error: unknown) => error);
    expect(limited).toMatchObject(code("RATE_LIMITED"));
    expect(limited).toHaveProperty("data.retryAfterMs", expect.any(Number));
    const guest = await signedIn(t);
    for (let n = 0; n < 30; n += 1) await guest.mutation(api.invites.accept, { token });
    await expect(guest.mutation(api.invites.accept, { token })).rejects.toMatchObject(code("RATE_LIMITED"));
  });
});
