import type { FunctionArgs } from "convex/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import {
  type Caller,
  code,
  newArena,
  newRoom,
  plantTurn,
  signedIn,
  socratesAndFirebrand,
  jobsDone,
} from "./testSetup.test-support";

const valid = { topic: "Cats or dogs?", fighters: socratesAndFirebrand };
const page = { paginationOpts: { numItems: 10, cursor: null } };

afterEach(() => vi.unstubAllEnvs());

async function create(caller: Caller, args: Partial<FunctionArgs<typeof api.rooms.create>> = {}) {
  return await caller.mutation(api.rooms.create, { ...valid, ...args });
}

describe("rooms.create", () => {
  it("needs a sign-in", async () => {
    await expect(create(newArena())).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("stores a trimmed topic, three rounds by default, and the fighters' names", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const fighters = [
      { modelId: " sparring/socrates ", persona: "  calm " },
      { modelId: "sparring/firebrand", persona: " " },
    ];
    const roomId = await create(host, { topic: "  Cats or dogs? ", fighters });
    const face = { name: expect.any(String), archetype: expect.any(String), colour: expect.stringMatching(/^#/) };
    expect(await t.query(api.rooms.get, { roomId })).toEqual({
      _id: roomId,
      _creationTime: expect.any(Number),
      topic: "Cats or dogs?",
      format: "debate",
      fighters: [
        {
          modelId: "sparring/socrates",
          name: "Socrates",
          scripted: true,
          person: false,
          persona: { ...face, style: "calm" },
        },
        {
          modelId: "sparring/firebrand",
          name: "Firebrand",
          scripted: true,
          person: false,
          persona: { ...face, style: expect.any(String) },
        },
      ],
      rounds: 3,
      settings: {
        maxWords: 220,
        referee: true,
        commentator: true,
        tools: true,
        votingSeconds: 20,
        fallbackModelId: null,
      },
      status: "waiting",
      currentBattleId: null,
      startAt: null,
      exhibition: false,
      visibility: "public",
      hidden: null,
      hostName: expect.stringMatching(/^Guest .{4}$/),
    });
  });

  it.each([
    ["INVALID_TOPIC", { topic: " ab " }],
    ["INVALID_TOPIC", { topic: "x".repeat(201) }],
    ["INVALID_TOPIC", { topic: "two\nlines" }],
    ["INVALID_TOPIC", { topic: "two\u2028lines" }],
    ["INVALID_TOPIC", { topic: "a \u0007 bell" }],
    ["INVALID_ROUNDS", { rounds: 0 }],
    ["INVALID_ROUNDS", { rounds: 6 }],
    ["INVALID_ROUNDS", { rounds: 1.5 }],
    [
      "INVALID_PERSONA",
      { fighters: [{ modelId: "sparring/jester", persona: "x".repeat(601) }, { modelId: "sparring/jester" }] },
    ],
    ["INVALID_MODEL", { fighters: [{ modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [...socratesAndFirebrand, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [{ modelId: "sparring/nobody" }, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [{ modelId: "sparring/judge" }, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [{ modelId: "sparring/jester+stall.20.8000" }, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [{ modelId: "" }, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { fighters: [{ modelId: `vendor/${"x".repeat(100)}` }, { modelId: "sparring/jester" }] }],
    ["INVALID_MODEL", { settings: { fallbackModelId: "sparring/nobody" } }],
    ["INVALID_SETTINGS", { settings: { maxWords: 39 } }],
    ["INVALID_SETTINGS", { settings: { maxWords: 401 } }],
    ["INVALID_SETTINGS", { settings: { votingSeconds: 4 } }],
    ["INVALID_SETTINGS", { settings: { votingSeconds: 301 } }],
    ["INVALID_BUDGET", { budgets: { battleUsd: 0 } }],
    ["INVALID_BUDGET", { budgets: { dailyUsd: -1 } }],
    ["INVALID_TIME", { startAt: 1_000 }],
    ["MODEL_UNAVAILABLE", { fighters: [{ modelId: "vendor/model" }, { modelId: "sparring/jester" }] }],
  ])("refuses with %s: %j", async (expected, args) => {
    const host = await signedIn(newArena());
    await expect(create(host, args)).rejects.toMatchObject(code(expected));
  });

  it("accepts topics of 3 and of 200 characters, in any script", async () => {
    const host = await signedIn(newArena());
    const topics = ["abc", "x".repeat(200), "猫派か犬派か", "هل القطط أفضل؟ 🐈"];
    for (const topic of topics) await expect(create(host, { topic })).resolves.toBeTypeOf("string");
  });

  it("keeps no mark in a topic that would turn or hide the words around it", async () => {
    const t = newArena();
    const roomId = await create(await signedIn(t), { topic: "Cats \u202eor\u202c do\u200bgs?" });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ topic: "Cats or dogs?" });
  });

  it("accepts real models once a provider is configured", async () => {
    vi.stubEnv("OPENROUTER_BASE_URL", "http://127.0.0.1:9/api/v1");
    const t = newArena();
    const host = await signedIn(t);
    const roomId = await create(host, { fighters: [{ modelId: "vendor/big-model" }, { modelId: "local-model" }] });
    const room = await t.query(api.rooms.get, { roomId });
    expect(room?.fighters).toMatchObject([
      { modelId: "vendor/big-model", name: "big-model", scripted: false },
      { modelId: "local-model", name: "local-model", scripted: false },
    ]);
  });
});

describe("rooms.get", () => {
  it.each(["", "nonsense", "😀"])("answers null for a mangled id: %j", async (roomId) => {
    expect(await newArena().query(api.rooms.get, { roomId })).toBeNull();
  });

  it("answers null for the id of something else", async () => {
    const t = newArena();
    const { battleId } = await plantTurn(t);
    expect(await t.query(api.rooms.get, { roomId: battleId })).toBeNull();
  });

  it("tells nobody who the host is", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const roomId = await newRoom(host);
    const answers = [await host.query(api.rooms.get, { roomId }), await t.query(api.rooms.list, page)];
    expect(JSON.stringify(answers)).not.toContain(host.userId);
  });
});

describe("rooms.list", () => {
  it("shows the newest first, to anybody, page by page", async () => {
    const t = newArena();
    const host = await signedIn(t);
    for (const topic of ["first", "second", "third"]) await create(host, { topic });
    const first = await t.query(api.rooms.list, { paginationOpts: { numItems: 2, cursor: null } });
    const rest = await t.query(api.rooms.list, { paginationOpts: { numItems: 2, cursor: first.continueCursor } });
    expect([first, rest].map(({ page: rooms }) => rooms.map((room) => room.topic))).toEqual([
      ["third", "second"],
      ["first"],
    ]);
  });

  it("can show the live ones only", async () => {
    const t = newArena();
    await newRoom(await signedIn(t));
    const { roomId } = await plantTurn(t);
    const { page: rooms } = await t.query(api.rooms.list, { status: "live", ...page });
    expect(rooms.map((room) => [room._id, room.exhibition])).toEqual([[roomId, true]]);
  });
});

describe("rooms.viewerRole", () => {
  it("is host for the host alone", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const roomId = await newRoom(host);
    const callers = [host, await signedIn(t), t];
    const roles = await Promise.all(callers.map((caller) => caller.query(api.rooms.viewerRole, { roomId })));
    expect(roles).toEqual(["host", "viewer", "viewer"]);
  });

  it("is host for nobody in an exhibition", async () => {
    const t = newArena();
    const { roomId } = await plantTurn(t);
    expect(await (await signedIn(t)).query(api.rooms.viewerRole, { roomId })).toBe("viewer");
  });
});

describe("rooms.remove", () => {
  it("is for the host", async () => {
    const t = newArena();
    const roomId = await newRoom(await signedIn(t));
    await expect(t.mutation(api.rooms.remove, { roomId })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const viewer = await signedIn(t);
    await expect(viewer.mutation(api.rooms.remove, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("does not touch an exhibition", async () => {
    const t = newArena();
    const { roomId } = await plantTurn(t);
    const user = await signedIn(t);
    await expect(user.mutation(api.rooms.remove, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("waits for the end of a battle", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { roomId } = await plantTurn(t, { hostId: host.userId });
    await expect(host.mutation(api.rooms.remove, { roomId })).rejects.toMatchObject(code("ROOM_BUSY"));
  });

  it("says so when the room is gone", async () => {
    const host = await signedIn(newArena());
    const roomId = await newRoom(host);
    await host.mutation(api.rooms.remove, { roomId });
    await expect(host.mutation(api.rooms.remove, { roomId })).rejects.toMatchObject(code("NOT_FOUND"));
  });

  it("leaves no battle and no turn behind, however many there were, and spares other rooms", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const other = await plantTurn(t);
    const { roomId, battleId, turnId } = await plantTurn(t, { hostId: host.userId });
    await host.mutation(api.battles.cancel, { battleId });
    await t.run(async (ctx) => {
      const [battle, turn] = [await ctx.db.get("battles", battleId), await ctx.db.get("turns", turnId)];
      const { _id, _creationTime, ...copy } = battle!;
      const { _id: _1, _creationTime: _2, ...turnCopy } = turn!;
      for (let i = 0; i < 24; i++) {
        const copyId = await ctx.db.insert("battles", copy);
        await ctx.db.insert("turns", { ...turnCopy, battleId: copyId });
      }
    });
    await host.mutation(api.rooms.remove, { roomId });
    await jobsDone(t);
    const left = await t.run(async (ctx) => [
      await ctx.db.query("rooms").take(9),
      await ctx.db.query("battles").take(9),
      await ctx.db.query("turns").take(9),
    ]);
    expect(left.map((rows) => rows.map((row) => row._id))).toEqual([[other.roomId], [other.battleId], [other.turnId]]);
  });
});
