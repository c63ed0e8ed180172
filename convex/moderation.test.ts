import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import {
  code,
  fillSlots,
  jobsDone,
  newArena,
  newRoom,
  plantTurn,
  signedIn,
  takeJobs,
  turnDoc,
} from "./testSetup.test-support";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const persona = { name: "Rowdy", archetype: "Brawler", colour: "#aa3300", style: "Loud.", prompt: "You are loud." };

describe("a text with a blocked word", () => {
  beforeEach(() => vi.stubEnv("ARENA_BLOCKED_WORDS", " tram ,, monorail"));

  it("is refused wherever people write what others read, and nothing is written", async () => {
    const t = newArena();
    await fillSlots(t);
    const host = await signedIn(t);
    const bad = "The m0n0rail";
    const topic = "Is the bus fine?";
    const fighter = { modelId: "sparring/socrates", persona: `You love ${bad}.` };
    const debate = await plantTurn(t, { hostId: host.userId, rounds: 3 });
    const challenge = await plantTurn(t, { hostId: host.userId, format: "challenge" });
    const { battleId } = challenge;
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { state: { kind: "awaiting", round: 1 } }));
    const before = await t.run(async (ctx) => [
      await ctx.db.query("rooms").take(9),
      await ctx.db.query("turns").take(9),
    ]);
    for (const act of [
      () => newRoom(host, 1, { topic: bad }),
      () => newRoom(host, 1, { topic, fighters: [fighter, { modelId: "sparring/firebrand" }] }),
      () => host.mutation(api.battles.swapFighter, { battleId: debate.battleId, side: "A", fighter }),
      () => host.mutation(api.battles.inject, { battleId: debate.battleId, text: bad }),
      () => host.mutation(api.turns.say, { battleId, text: `${bad}\nis good` }),
      ...(["name", "archetype", "style", "prompt"] as const).map(
        (field) => async () => await host.mutation(api.personas.save, { ...persona, [field]: bad }),
      ),
    ]) {
      await expect(act()).rejects.toMatchObject(code("BLOCKED_TEXT"));
    }
    const after = await t.run(async (ctx) => [
      await ctx.db.query("rooms").take(9),
      await ctx.db.query("turns").take(9),
    ]);
    expect(after).toEqual(before);
    const turnId = await host.mutation(api.turns.say, { battleId, text: "Buses are fine." });
    await expect(host.mutation(api.turns.edit, { turnId, text: bad })).rejects.toMatchObject(code("BLOCKED_TEXT"));
    await newRoom(host, 1, { topic });
    await takeJobs(t);
  });

  it("may also be one of the words that admins have set", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const limits = { maxLiveTurns: null, hostDailyUsd: null, hosting: null };
    await t.run(async (ctx) => await ctx.db.insert("deployment", { halted: null, limits, blockedWords: ["bus"] }));
    await expect(newRoom(host, 1, { topic: "Is the bus fine?" })).rejects.toMatchObject(code("BLOCKED_TEXT"));
    await expect(newRoom(host)).rejects.toMatchObject(code("BLOCKED_TEXT"));
    await newRoom(host, 1, { topic: "Is the omnibus fine?" });
  });
});

/** A model that answers that, whatever it is asked. */
function answering(answer: string | null) {
  vi.stubEnv("ARENA_MODERATION_MODEL", "vendor/moderator");
  vi.stubEnv("OPENROUTER_API_KEY", "sk-test");
  const choice = { index: 0, delta: { content: answer }, finish_reason: "stop" };
  const chunk = { id: "1", object: "chat.completion.chunk", created: 1, model: "vendor/moderator", choices: [choice] };
  const body = `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`;
  const headers = { "content-type": "text/event-stream" };
  const fetched = vi.fn<(input: unknown, init?: { body?: unknown }) => Promise<Response>>(async () =>
    answer === null ? new Response("no", { status: 400 }) : new Response(body, { headers }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

describe("the moderation model", () => {
  it("hides a room whose topic it flags, and reports it to admins", async () => {
    const fetched = answering('{"flagged": true, "reason": "harassment"}');
    const t = newArena();
    const [host, admin] = [await signedIn(t), await signedIn(t, { admin: true })];
    const roomId = await newRoom(host, 1, {
      fighters: [{ modelId: "sparring/socrates", persona: "You shout." }, { modelId: "sparring/firebrand" }],
    });
    await jobsDone(t);
    const asked = String(fetched.mock.calls[0]![1]?.body);
    for (const text of ["Should every town have a tram?", "You shout."]) expect(asked).toContain(text);
    expect(await t.query(api.rooms.get, { roomId })).toBeNull();
    expect(await host.query(api.rooms.get, { roomId })).toMatchObject({ hidden: { by: "moderation" } });
    expect(await host.query(api.reports.forRoom, { roomId })).toEqual([]);
    expect(await admin.query(api.reports.forRoom, { roomId })).toMatchObject([{ reason: "harassment", byModel: true }]);
    await admin.mutation(api.rooms.unhide, { roomId });
    expect(await t.query(api.rooms.get, { roomId })).not.toBeNull();
    const rows = await t.run(async (ctx) => await ctx.db.query("usage").take(9));
    expect(rows).toMatchObject([{ feature: "moderation", userId: null, roomId: null, outcome: "complete" }]);
  });

  it("hides a person's words that it flags, which only an admin shows again; the battle goes on", async () => {
    answering('{"flagged": true, "reason": "spam"}');
    const t = newArena();
    await fillSlots(t);
    const host = await signedIn(t);
    const { battleId, roomId, turnId: planted } = await plantTurn(t, { hostId: host.userId, format: "challenge" });
    await t.run(async (ctx) => {
      await ctx.db.delete("turns", planted);
      await ctx.db.patch("battles", battleId, { state: { kind: "awaiting", round: 1 } });
    });
    const turnId = await host.mutation(api.turns.say, { battleId, text: "Buy my trams." });
    await takeJobs(t);
    await t.action(internal.moderation.review, { roomId, turnId });
    expect(await turnDoc(t, turnId)).toMatchObject({ hidden: { by: "moderation" }, text: "Buy my trams." });
    await expect(host.mutation(api.turns.unhide, { turnId })).rejects.toMatchObject(code("FORBIDDEN"));
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "live" });
    await takeJobs(t);
  });

  it("hides the room for a moderator's line", async () => {
    answering('{"flagged": true, "reason": "hate"}');
    const t = newArena();
    const host = await signedIn(t);
    const { battleId, roomId } = await plantTurn(t, { hostId: host.userId, rounds: 3 });
    await host.mutation(api.battles.inject, { battleId, text: "Something vile." });
    await vi.waitFor(async () => expect(await t.query(api.rooms.get, { roomId })).toBeNull(), { timeout: 10_000 });
    await takeJobs(t);
  });

  it.each([
    ["finds nothing", '{"flagged": false, "reason": "none"}', false],
    ["answers something else", "All good!", true],
    ["cannot be asked", null, true],
  ])("changes nothing when it %s, and says so only where it failed", async (_what, answer, logged) => {
    answering(answer);
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const t = newArena();
    const roomId = await newRoom(await signedIn(t));
    await jobsDone(t);
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ hidden: null });
    const said = error.mock.calls.map((call) => call.map(String).join(" ")).join("\n");
    expect(said.includes("Not reviewed")).toBe(logged);
    expect(said).not.toMatch(/tram|sk-test/);
  });

  it("is asked only where one is set", async () => {
    const fetched = answering("{}");
    vi.stubEnv("ARENA_MODERATION_MODEL", "");
    const t = newArena();
    await newRoom(await signedIn(t));
    expect(await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(9))).toEqual([]);
    expect(fetched).not.toHaveBeenCalled();
  });
});
