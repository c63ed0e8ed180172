import { type Infer, v } from "convex/values";

/** US dollars. Real and simulated money are never added to each other. */
const vAmounts = v.object({ real: v.number(), simulated: v.number() });

/** What a battle costs, for its hosts. */
export const vBattleCost = v.object({
  /** US dollars that the provider told, without the calls of unknown cost. */
  real: v.number(),
  simulated: v.number(),
  /** US dollars set aside for calls under way. */
  reservedReal: v.number(),
  reservedSimulated: v.number(),
  /** Calls whose cost the provider did not tell. */
  unknownCosts: v.number(),
  /** Calls that have ended. */
  calls: v.number(),
  /** What the battle's budget counts: known costs, and estimates from above where they are unknown. */
  counted: vAmounts,
  /** US dollars; null: no limit. */
  budgets: v.object({
    battleUsd: v.nullable(v.number()),
    roomDailyUsd: v.nullable(v.number()),
    hostDailyUsd: v.nullable(v.number()),
  }),
  /**
   * What the daily budgets count. A query has no clock, so `day` is the last UTC day on which the host spent anything, null if never;
   * on a later day nothing is spent yet. `host` is null to a co-host, whose `day` is the room's.
   */
  spentToday: v.object({ day: v.nullable(v.string()), room: vAmounts, host: v.nullable(vAmounts) }),
});
export type BattleCost = Infer<typeof vBattleCost>;

const totals = {
  calls: v.number(),
  promptTokens: v.number(),
  completionTokens: v.number(),
  reasoningTokens: v.number(),
  cachedTokens: v.number(),
  /** US dollars that the provider told. */
  realUsd: v.number(),
  simulatedUsd: v.number(),
  unknownCosts: v.number(),
};
export const vTotals = v.object(totals);
export type Totals = Infer<typeof vTotals>;

export const vMyUsage = v.object({
  total: vTotals,
  /** Largest number of calls first. */
  byFeature: v.array(v.object({ key: v.string(), ...totals })),
  /** By the model asked for. */
  byModel: v.array(v.object({ key: v.string(), ...totals })),
  /** The day has more calls than the groups were made of; the total has them all. */
  partial: v.boolean(),
});
export type MyUsage = Infer<typeof vMyUsage>;
