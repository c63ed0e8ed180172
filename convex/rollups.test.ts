import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import {
  callOf,
  close,
  ledger,
  open,
  openCalls,
  plantBattle,
  plantModel,
  plantStage,
  spend,
  type Stage,
  usageOf,
} from "./ledger.test-support";
import { type Arena, jobsDone, newArena } from "./testSetup.test-support";
import { closeCallsOfTurn } from "./model/ledger";
import { dayOf } from "./model/ledgerMoney";
import type { CallRecord, Feature } from "./model/runValidators";

const MORNING = Date.parse("2026-11-27T08:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: MORNING });
  // No limit stands in the way of what is added up here.
  vi.stubEnv("ARENA_MODEL_RPM", "1000000");
  vi.stubEnv("ARENA_MODEL_TPM", "1000000000");
  vi.stubEnv("ARENA_HOST_RPM", "1000000");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** How calls end. */
const endings: Partial<CallRecord>[] = [
  { usage: usageOf(0.001_234_567_891) },
  { usage: usageOf(0) },
  { usage: usageOf(null), modelBilled: "vendor/elsewhere" },
  { usage: usageOf(0.1, { simulated: true }) },
  { usage: null, outcome: "aborted" },
  { usage: null, outcome: "stalled" },
  { usage: null, firstTokenMs: null, outcome: "rate_limited", retryAfterMs: 0 },
  { usage: null, firstTokenMs: null, outcome: "payment" },
  { usage: usageOf(NaN, { promptTokens: NaN, completionTokens: 1e300 }) },
];

/** Time only goes on, over all runs: a host's clock may refuse to go back. */
function wait(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

const anyStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("open" as const),
      stage: fc.nat(3),
      model: fc.nat(2),
      feature: fc.nat(2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("close" as const), call: fc.nat(20), ending: fc.nat(endings.length - 1) }),
  },
  fc.record({ kind: fc.constant("reap" as const), epoch: fc.nat(2) }),
  fc.record({ kind: fc.constant("wait" as const), hours: fc.constantFrom(0.1, 1, 13) }),
  fc.record({ kind: fc.constant("sweep" as const) }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const MODELS = ["vendor/real", "vendor/unpriced", "sparring/socrates"] as const;
const FEATURES = ["fighter", "referee", "topic"] as const satisfies Feature[];
const TURN = "a turn";

/** Two hosts, three battles in two rooms and more, and calls that belong to no host or to no battle. */
async function plantWorld(t: Arena): Promise<(Stage | null)[]> {
  await plantModel(t);
  const one = await plantStage(t);
  const two = { ...one, ...(await plantBattle(t, one.host.userId)) };
  return [one, two, await plantStage(t), null];
}

class Player {
  readonly opened: string[] = [];
  readonly #t: Arena;
  readonly #stages: (Stage | null)[];

  constructor(t: Arena, stages: (Stage | null)[]) {
    this.#t = t;
    this.#stages = stages;
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case "open":
        return await this.#open(step);
      case "close": {
        // Often one that was closed before.
        const callId = this.opened[step.call];
        return callId === undefined ? undefined : await close(this.#t, callId, endings[step.ending]);
      }
      case "reap":
        await this.#t.run(async (ctx) => await closeCallsOfTurn(ctx, TURN as never, step.epoch));
        return;
      case "wait":
        return wait(step.hours * HOUR);
      case "sweep":
        await this.#t.mutation(internal.usage.sweep, {});
    }
  }

  async #open({ stage, model, feature }: Extract<Step, { kind: "open" }>): Promise<void> {
    const n = this.opened.length;
    const callId = n % 3 === 0 ? `${TURN}.${n % 2}.${n}` : `call ${n}`;
    const names = { modelId: MODELS[model] ?? MODELS[0], feature: FEATURES[feature] ?? FEATURES[0] };
    const call = callOf(this.#stages[stage] ?? null, { callId, ...names });
    // A repeated open opens nothing more.
    const answers = [await open(this.#t, call), await open(this.#t, call)];
    if (answers.every(({ kind }) => kind === "go")) this.opened.push(callId);
  }
}

type Rollup = Omit<Doc<"usageRollups">, "_id" | "_creationTime">;

/** Added up anew, in another way than the product does it. */
function expected(rows: Doc<"usage">[]): Rollup[] {
  const groups = new Map<string, Doc<"usage">[]>();
  for (const row of rows) {
    for (const name of groupsOf(row).map((group) => JSON.stringify(group))) {
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
  }
  return [...groups].map(([name, members]) => {
    const sum = (of: (row: Doc<"usage">) => number) => members.reduce((total, row) => total + of(row), 0);
    const spent = (kind: string) => sum(({ cost }) => (cost.kind === kind && "nanoUsd" in cost ? cost.nanoUsd : 0));
    const [dimension, key, day] = JSON.parse(name) as [Rollup["dimension"], string, string];
    return {
      dimension,
      key,
      day,
      calls: members.length,
      promptTokens: sum((row) => row.promptTokens),
      completionTokens: sum((row) => row.completionTokens),
      reasoningTokens: sum((row) => row.reasoningTokens),
      cachedTokens: sum((row) => row.cachedTokens),
      realNanoUsd: spent("real"),
      simulatedNanoUsd: spent("simulated"),
      unknownCosts: sum(({ cost }) => Number(cost.kind === "unknown")),
      countedRealNanoUsd: sum((row) => (row.simulated ? 0 : row.countedNanoUsd)),
      countedSimulatedNanoUsd: sum((row) => (row.simulated ? row.countedNanoUsd : 0)),
    };
  });
}

function groupsOf({ day, feature, modelAsked, userId, roomId, battleId }: Doc<"usage">): (string | null)[][] {
  const all = [
    ["total", "total", day],
    ["feature", feature, day],
    ["model", modelAsked, day],
    ["user", userId, day],
    ["room", roomId, day],
    ["battle", battleId, "all"],
  ];
  return all.filter(([, key]) => key !== null);
}

async function rollups(t: Arena): Promise<Rollup[]> {
  const docs = await t.run(async (ctx) => await ctx.db.query("usageRollups").take(1_000));
  return docs.map(({ _id, _creationTime, ...rollup }) => rollup);
}

const nameOf = ({ dimension, key, day }: Rollup) => `${dimension} ${key} ${day}`;
const sorted = (all: Rollup[]) => all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

async function expectSumsOfLedger(t: Arena): Promise<void> {
  expect(sorted(await rollups(t))).toEqual(sorted(expected(await ledger(t))));
}

/** Drops, changes and invents rollups of these days. */
async function damage(t: Arena, days: string[]): Promise<void> {
  await t.run(async (ctx) => {
    const all = await ctx.db.query("usageRollups").take(1_000);
    for (const [index, { _id, calls, day }] of all.filter((rollup) => days.includes(rollup.day)).entries()) {
      if (index % 3 === 0) await ctx.db.delete("usageRollups", _id);
      if (index % 3 === 1) await ctx.db.patch("usageRollups", _id, { calls: calls + 7, realNanoUsd: 1 });
      if (index === 2 && day !== "all") await ctx.db.patch("usageRollups", _id, { key: "nobody" });
    }
  });
}

async function recompute(t: Arena, days: string[]): Promise<void> {
  for (const day of days) await t.mutation(internal.usage.recompute, { day });
  await jobsDone(t);
}

describe("the rollups", () => {
  it("equal the ledger after any sequence of calls, and every call that was opened ends in exactly one row", async () => {
    const steps = fc.array(anyStep, { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const t = newArena();
        const player = new Player(t, await plantWorld(t));
        for (const each of sequence) await player.play(each);
        await expectSumsOfLedger(t);
        const ids = [...(await openCalls(t)), ...(await ledger(t))].map(({ callId }) => callId);
        expect(ids.toSorted()).toEqual(player.opened.toSorted());

        wait(HOUR);
        await t.mutation(internal.usage.sweep, {});
        const rows = await ledger(t);
        expect(rows.map(({ callId }) => callId).toSorted()).toEqual(player.opened.toSorted());
        expect(rows.every((row) => Number.isSafeInteger(row.countedNanoUsd))).toBe(true);
        await expectSumsOfLedger(t);

        const days = [...new Set(rows.map(({ day }) => day))];
        await damage(t, [...days, "all"]);
        wait(2 * DAY);
        await recompute(t, days);
        await expectSumsOfLedger(t);
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

describe("usage.recompute", () => {
  it("takes as many steps as the day needs, and leaves other days alone", async () => {
    const t = newArena();
    const [stage] = await plantWorld(t);
    for (let n = 0; n < 120; n++) await spend(t, callOf(stage ?? null, { modelId: `vendor/model-${n}` }), 0.01);
    vi.setSystemTime(MORNING + DAY);
    await spend(t, callOf(stage ?? null), 0.01);
    const before = sorted(await rollups(t));
    const day = dayOf(MORNING);
    await damage(t, [day, "all"]);
    // Twice at once, as by two impatient admins.
    await Promise.all([1, 2].map(async () => await recompute(t, [day])));
    expect(sorted(await rollups(t))).toEqual(before);
  }, 60_000);

  it.each(["2026-11-27", "2026-11-28", "yesterday", ""])("refuses %j on 2026-11-27", async (day) => {
    await expect(newArena().mutation(internal.usage.recompute, { day })).rejects.toThrow("Only a day that is over");
  });
});
