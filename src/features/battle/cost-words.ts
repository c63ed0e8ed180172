import type { BudgetScope } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import { plural } from "../../lib/format";
import { usd } from "../../lib/money";

/** Real and simulated money, in US dollars. They are never added to each other. */
type Sums = BattleCost["counted"];

const NOTHING: Sums = { real: 0, simulated: 0 };

/** The server has no clock in a query: what was spent on an earlier day than today (UTC) is nothing today. */
export function costToday(cost: BattleCost, now: number): BattleCost {
  const today = new Date(now).toISOString().slice(0, 10);
  if (cost.spentToday.day === today) return cost;
  return { ...cost, spentToday: { day: today, room: NOTHING, host: cost.spentToday.host && NOTHING } };
}

/** To four significant digits: `$0.0312`, `$12.35`. */
export function sum(amount: number): string {
  return usd(amount, 4);
}

/** Both kinds side by side, each under its own name: `$0.0312 · simulated $0.0004`. */
export function moneyWords({ real, simulated }: Sums): string {
  if (simulated === 0) return sum(real);
  return real === 0 ? `simulated ${sum(simulated)}` : `${sum(real)} · simulated ${sum(simulated)}`;
}

/** What the battle has cost; calls of unknown price are in it at the most they can have cost. */
export function costWords({ counted, unknownCosts }: BattleCost): string {
  const nothing = counted.real === 0 && counted.simulated === 0;
  return unknownCosts === 0 || nothing ? moneyWords(counted) : `up to ${moneyWords(counted)}`;
}

export const SCOPES = ["battle", "room", "host"] as const satisfies readonly BudgetScope[];

export const SCOPE_NAMES: Record<BudgetScope, string> = {
  battle: "This battle",
  room: "This room today",
  host: "You today",
};

export const LIMIT_NAMES: Record<BudgetScope, string> = {
  battle: "the limit of one battle in this room",
  room: "this room's limit per day",
  host: "your own limit per day",
};

export interface BudgetUse {
  scope: BudgetScope;
  /** What the budget counts: known costs, and estimates where they are unknown. */
  spent: Sums;
  /** Null: no limit. */
  limit: number | null;
}

export function budgetUse({ counted, budgets, spentToday }: BattleCost, scope: BudgetScope): BudgetUse {
  switch (scope) {
    case "battle":
      return { scope, spent: counted, limit: budgets.battleUsd };
    case "room":
      return { scope, spent: spentToday.room, limit: budgets.roomDailyUsd };
    case "host":
      return { scope, spent: spentToday.host ?? NOTHING, limit: budgets.hostDailyUsd };
    default:
      return scope satisfies never;
  }
}

/** A limit allows that much of each kind of money, so the larger sum is the nearer one. */
export function nearest({ real, simulated }: Sums): { usd: number; simulated: boolean } {
  return real >= simulated ? { usd: real, simulated: false } : { usd: simulated, simulated: true };
}

/** How full the fullest limit is, 0 to 1; null when nothing is limited. */
export function fullest(cost: BattleCost): number | null {
  const shares = SCOPES.flatMap((scope) => {
    const { spent, limit } = budgetUse(cost, scope);
    return limit === null ? [] : [Math.min(1, nearest(spent).usd / limit)];
  });
  return shares.length === 0 ? null : Math.max(...shares);
}

/** What budgets hold for calls under way; null when there are none. */
export function setAsideWords({ reservedReal, reservedSimulated }: BattleCost): string | null {
  const sums = { real: reservedReal, simulated: reservedSimulated };
  return sums.real === 0 && sums.simulated === 0 ? null : `Set aside for calls under way: ${moneyWords(sums)}`;
}

/** How many calls the sums are made of, and how many of those nobody knows the price of. */
export function callsWords({ calls, unknownCosts }: BattleCost): string {
  if (calls === 0) return "No finished calls yet";
  if (unknownCosts === 0) return plural(calls, "finished call");
  const unknown = unknownCosts === calls ? "none with a known price" : `${unknownCosts} of unknown price`;
  return `${plural(calls, "finished call")}, ${unknown}, counted at the most it can have cost`;
}

/** The next turn is estimated from above, at some cents: less is not worth suggesting. */
const LEAST_SUGGESTION = 0.1;

/** A round limit at twice of what is spent, or of the limit there was, as a person would type it. */
export function suggestedLimit({ spent, limit }: BudgetUse): string {
  const from = Math.max(nearest(spent).usd, limit ?? 0);
  const amount = from === 0 ? 1 : Math.max(LEAST_SUGGESTION, Number((from * 2).toPrecision(1)));
  return amount.toFixed(2);
}
