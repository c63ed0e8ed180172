import { describe, expect, it } from "vitest";
import { api } from "./_generated/api";
import { code, newArena, plantEnded, plantTurn, signedIn, turnDoc } from "./testSetup.test-support";

async function setup(visibility: "public" | "private" = "public") {
  const t = newArena();
  const host = await signedIn(t);
  const admin = await signedIn(t, { admin: true });
  const viewer = await signedIn(t, { name: "Vera", email: "vera@example.com" });
  const { roomId, battleId } = await plantTurn(t, { hostId: host.userId, visibility, round: 2, rounds: 2 });
  const turnId = await plantEnded(t, battleId, { round: 1, side: "A", text: "v".repeat(500) });
  const file = async (who: { mutation: typeof t.mutation }, more: { turnId?: typeof turnId; note?: string } = {}) =>
    await who.mutation(api.reports.file, { roomId, reason: "hate", note: "", ...more });
  const open = async (who: { query: typeof t.query }) => await who.query(api.reports.forRoom, { roomId });
  return { t, host, admin, viewer, roomId, battleId, turnId, file, open };
}

describe("reports.file", () => {
  it("takes a signed-in viewer's report of a turn or of the room, one open one per person and thing", async () => {
    const { t, admin, viewer, turnId, file, open } = await setup();
    await expect(file(t)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    for (let n = 0; n < 2; n += 1) {
      await file(viewer, { turnId, note: "  Rude.\u202e " });
      await file(viewer);
    }
    await file(await signedIn(t), { turnId });
    const told = await open(admin);
    expect(told.map((report) => [report.turnId, report.note, report.byModel])).toEqual([
      [turnId, "Rude.", false],
      [null, "", false],
      [turnId, "", false],
    ]);
    expect(told[0]!.quote).toEqual({ round: 1, side: "A", text: "v".repeat(300) });
  });

  it("may come again once the first was settled", async () => {
    const { host, viewer, turnId, file, open } = await setup();
    await file(viewer, { turnId });
    const [first] = await open(host);
    await host.mutation(api.reports.settle, { reportId: first!.reportId, uphold: false });
    await file(viewer, { turnId });
    expect(await open(host)).toHaveLength(1);
  });

  it("refuses a turn of another room, a note that is too long, and whoever is barred", async () => {
    const { t, host, viewer, roomId, turnId, file } = await setup();
    const other = await plantTurn(t);
    await expect(file(viewer, { turnId: other.turnId })).rejects.toMatchObject(code("NOT_FOUND"));
    await expect(file(viewer, { turnId, note: "x".repeat(501) })).rejects.toMatchObject(code("INVALID_TEXT"));
    await host.mutation(api.members.ban, { roomId, userId: viewer.userId });
    await expect(file(viewer)).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("is limited per person", async () => {
    const { t, viewer, file } = await setup();
    for (let n = 0; n < 20; n += 1) await file(viewer);
    await expect(file(viewer)).rejects.toMatchObject(code("RATE_LIMITED"));
    await file(await signedIn(t));
  });
});

describe("reports.forRoom", () => {
  it("tells those who moderate, never who reported, and nothing to others", async () => {
    const { t, host, viewer, turnId, file, open } = await setup();
    await file(viewer, { turnId });
    const told = JSON.stringify(await open(host));
    expect(told).toContain(turnId);
    for (const secret of [viewer.userId, "Vera", "vera@"]) expect(told).not.toContain(secret);
    for (const who of [t, viewer]) expect(await open(who)).toEqual([]);
  });

  it("keeps from hosts what concerns them", async () => {
    const { t, host, admin, viewer, roomId, turnId, battleId, file, open } = await setup();
    const words = await plantEnded(t, battleId, { round: 1, side: "B", text: "The host's own." });
    await t.run(async (ctx) => {
      await ctx.db.patch("turns", words, { role: "person", modelId: null });
      const found = { roomId, turnId, reporterId: null, reason: "hate", note: "", status: "open" } as const;
      await ctx.db.insert("reports", { ...found, settledAt: null });
    });
    await file(viewer);
    await file(viewer, { turnId: words });
    expect(await open(host)).toEqual([]);
    const all = await open(admin);
    expect(all).toHaveLength(3);
    for (const { reportId } of all) {
      const settled = host.mutation(api.reports.settle, { reportId, uphold: false });
      await expect(settled).rejects.toMatchObject(code("FORBIDDEN"));
    }
  });
});

describe("reports.settle", () => {
  it("hides what is upheld, on the settler's authority, and can be thought over", async () => {
    const { t, host, admin, viewer, turnId, file, open } = await setup();
    await file(viewer, { turnId });
    const [report] = await open(host);
    const { reportId } = report!;
    await expect(viewer.mutation(api.reports.settle, { reportId, uphold: true })).rejects.toMatchObject(
      code("FORBIDDEN"),
    );
    await host.mutation(api.reports.settle, { reportId, uphold: true });
    expect(await turnDoc(t, turnId)).toMatchObject({ hidden: { by: "host" } });
    expect(await open(host)).toEqual([]);
    await host.mutation(api.reports.settle, { reportId, uphold: null });
    expect(await open(host)).toHaveLength(1);
    await host.mutation(api.turns.unhide, { turnId });
    await admin.mutation(api.reports.settle, { reportId, uphold: true });
    expect(await turnDoc(t, turnId)).toMatchObject({ hidden: { by: "admin" } });
    const rows = await t.run(async (ctx) => await ctx.db.query("reports").take(9));
    expect(rows).toMatchObject([{ status: "upheld", settledAt: expect.any(Number) }]);
    const entries = await t.run(async (ctx) => await ctx.db.query("auditLog").take(9));
    expect(entries).toMatchObject([{ act: "reports.settle", details: "upheld" }]);
  });

  it("hides the room when a report of it is upheld", async () => {
    const { t, admin, viewer, roomId, file, open } = await setup();
    await file(viewer);
    const [report] = await open(admin);
    await admin.mutation(api.reports.settle, { reportId: report!.reportId, uphold: true });
    expect(await t.query(api.rooms.get, { roomId })).toBeNull();
  });
});
