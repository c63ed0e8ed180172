import { defineTable } from "convex/server";
import { v } from "convex/values";
import { vListedModel } from "./modelValidators";
import { vCallOutcome, vFeature } from "./runValidators";

/** Money is whole nano-dollars (1e-9 USD), so that sums are exact in any order. */
const vMoney = v.union(
  v.object({ kind: v.literal("real"), nanoUsd: v.number() }),
  v.object({ kind: v.literal("simulated"), nanoUsd: v.number() }),
  v.object({ kind: v.literal("unknown") }),
);

const callFields = {
  callId: v.string(),
  feature: vFeature,
  modelAsked: v.string(),
  userId: v.nullable(v.id("users")),
  roomId: v.nullable(v.id("rooms")),
  battleId: v.nullable(v.id("battles")),
  turnId: v.nullable(v.id("turns")),
};

export const usageTables = {
  /**
   * Provider calls under way, with what their budgets have set aside. Written by usage.open, deleted by usage.close and by the
   * sweep of lost calls. Read by the budgets.
   */
  openCalls: defineTable({
    ...callFields,
    simulated: v.boolean(),
    reservedNanoUsd: v.number(),
    openedAt: v.number(),
  })
    .index("by_callId", ["callId"])
    .index("by_userId", ["userId"])
    .index("by_battleId", ["battleId"])
    .index("by_roomId", ["roomId"])
    .index("by_openedAt", ["openedAt"]),

  /** The ledger: one row per provider call, written when its stream has closed, never changed. */
  usage: defineTable({
    ...callFields,
    day: v.string(),
    modelBilled: v.nullable(v.string()),
    promptTokens: v.number(),
    completionTokens: v.number(),
    reasoningTokens: v.number(),
    cachedTokens: v.number(),
    cost: vMoney,
    /** What budgets count: the cost, or the amount set aside where the cost is unknown. */
    countedNanoUsd: v.number(),
    simulated: v.boolean(),
    firstTokenMs: v.nullable(v.number()),
    durationMs: v.number(),
    outcome: vCallOutcome,
  })
    .index("by_callId", ["callId"])
    .index("by_day", ["day"])
    .index("by_battleId", ["battleId"])
    .index("by_roomId", ["roomId"])
    .index("by_userId_and_day", ["userId", "day"]),

  /**
   * Sums of the ledger. `dimension` and `key` say of what ("feature" "referee", "battle" <id>), `day` is `2026-11-27`, or
   * `all` for a battle. Written with each ledger row; read by budgets and cost meters.
   */
  usageRollups: defineTable({
    dimension: v.union(
      v.literal("total"),
      v.literal("feature"),
      v.literal("model"),
      v.literal("user"),
      v.literal("room"),
      v.literal("battle"),
    ),
    key: v.string(),
    day: v.string(),
    calls: v.number(),
    promptTokens: v.number(),
    completionTokens: v.number(),
    reasoningTokens: v.number(),
    cachedTokens: v.number(),
    realNanoUsd: v.number(),
    simulatedNanoUsd: v.number(),
    unknownCosts: v.number(),
    countedRealNanoUsd: v.number(),
    countedSimulatedNanoUsd: v.number(),
  })
    .index("by_dimension_and_key_and_day", ["dimension", "key", "day"])
    .index("by_dimension_and_day", ["dimension", "day"])
    .index("by_day", ["day"]),
};

export const limitTables = {
  /**
   * What OpenRouter (or another server) offers. Written by models.sync, read by the picker, the budgets and the prompts. A sync that
   * fails changes nothing here. The sparring partners are not rows: they come from their catalogue.
   */
  models: defineTable({
    ...vListedModel.fields,
    syncedAt: v.number(),
  })
    .index("by_modelId", ["modelId"])
    .index("by_promptPrice", ["promptPrice"])
    .searchIndex("search_name", { searchField: "name" }),

  /** One row: how the last sync of `models` went. Written by models.sync, read by the picker. */
  modelSyncs: defineTable({
    triedAt: v.number(),
    succeededAt: v.nullable(v.number()),
    count: v.number(),
    /** A code of ours, never the provider's words; null after a success. */
    error: v.nullable(v.string()),
  }),

  /** How far a model's limits are lowered after 429s. Written by usage.close; read by usage.open. */
  modelThrottles: defineTable({
    modelId: v.string(),
    /** 0 to 1, of the configured rate. */
    factor: v.number(),
    changedAt: v.number(),
    /** The provider asked for silence until then. */
    blockedUntil: v.number(),
  }).index("by_modelId", ["modelId"]),

  /** What a host allows to be spent in a day, in US dollars. Written by budgets.setDaily; read by usage.open. */
  hostBudgets: defineTable({ userId: v.id("users"), dailyUsd: v.nullable(v.number()) }).index("by_userId", ["userId"]),
};
