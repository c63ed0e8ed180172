import type { Battle, BudgetScope, PauseReason } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import type { FinishedTurn, LiveTurn, Room, Side, TurnErrorCode } from "../../../convex/model/validators";
import { usd } from "../../lib/money";
import { budgetUse, LIMIT_NAMES, nearest, sum } from "./cost-words";
import type { TurnTarget } from "./host-acts";

/** What the host's tools say; every sentence is short, concrete, and made here. */

type Names = Pick<Battle, "fighters">;

function nameOf({ fighters }: Names, side: Side): string {
  return fighters[side === "A" ? 0 : 1].name;
}

/** What a button that stands for a turn is called: `Skip turn: Socrates, round 2`. */
export function actName(label: string, battle: Names, { side, round }: Pick<TurnTarget, "side" | "round">): string {
  return side === null ? label : `${label}: ${nameOf(battle, side)}, round ${round}`;
}

/** The short label of a button; with several turns to choose from it says which. */
export function actLabel(verb: "Skip" | "Retry", target: TurnTarget, among: readonly TurnTarget[]): string {
  if (target.side === null) return verb === "Skip" ? "Stop recap" : "Redo recap";
  return among.length > 1 ? `${verb} ${target.side}` : `${verb} turn`;
}

export interface Question {
  title: string;
  text: string;
  confirm: string;
  keep: string;
}

const unratedBy = (battle: Battle) => (battle.unrated === null ? " The battle then no longer counts for ratings." : "");

export function skipQuestion(battle: Battle, target: TurnTarget): Question {
  if (target.side === null) {
    return {
      title: "Stop the recap?",
      text: "What the commentator has said stays.",
      confirm: "Stop recap",
      keep: "Let it speak",
    };
  }
  const name = nameOf(battle, target.side);
  return {
    title: `Skip ${name}, round ${target.round}?`,
    text: `${name} stops at once. What was said stays, and the battle goes on without the rest.${unratedBy(battle)}`,
    confirm: "Skip turn",
    keep: `Let ${name} speak`,
  };
}

export function retryQuestion(battle: Battle, target: TurnTarget): Question {
  const name = target.side === null ? "The commentator" : nameOf(battle, target.side);
  const now = target.live ? "stops and starts over" : "gets the word again";
  return {
    title: target.side === null ? "Redo the recap?" : `Retry ${name}, round ${target.round}?`,
    text: `${name} ${now}. The earlier attempt stays readable.${target.side === null ? "" : unratedBy(battle)}`,
    confirm: target.side === null ? "Redo recap" : "Retry turn",
    keep: "Leave it",
  };
}

/** Asked only where a pause costs the battle its rating: in the middle of an argument. Null: it pauses at once. */
export function pauseQuestion(battle: Battle, live: readonly LiveTurn[]): Question | null {
  const cut = live.find((turn) => turn.side !== null && (turn.base > 0 || turn.tail !== ""));
  if (!cut?.side || battle.unrated !== null) return null;
  const name = nameOf(battle, cut.side);
  return {
    title: `Pause while ${name} speaks?`,
    text: `${name} is cut short, and makes the argument anew when you resume.${unratedBy(battle)}`,
    confirm: "Pause now",
    keep: `Let ${name} speak`,
  };
}

export const CANCEL_QUESTION: Question = {
  title: "Cancel this battle?",
  text: "The fighters stop at once. What was said so far stays readable; a rematch starts from the beginning.",
  confirm: "Cancel battle",
  keep: "Go on",
};

export const END_CHAT_QUESTION: Question = {
  title: "End this chat?",
  text: "Everything said stays readable. A new chat starts from the beginning.",
  confirm: "End chat",
  keep: "Keep talking",
};

/** What only the host can mend, said to the host alone. */
export interface Trouble {
  title: string;
  text: string;
}

const KEY_TROUBLE: Partial<Record<TurnErrorCode, Trouble>> = {
  auth: {
    title: "The key was refused",
    text: "Check OPENROUTER_API_KEY where the arena runs. No real model speaks until it is accepted.",
  },
  payment: {
    title: "The account is out of credit",
    text: "Add credit at the model provider. No paid model speaks until then.",
  },
};

/**
 * A fault of the key or the account: it ended the battle, or stands in a speaker's newest turn. The other side may well go on
 * with a model of another kind.
 */
export function keyTrouble(battle: Battle, finished: readonly FinishedTurn[]): Trouble | null {
  if (battle.state.kind === "failed") return KEY_TROUBLE[battle.state.code] ?? null;
  const standing = finished.filter((turn) => !turn.superseded);
  for (const speaker of ["A", "B", null]) {
    const code = standing.findLast((turn) => turn.side === speaker)?.errorCode;
    const trouble = code && KEY_TROUBLE[code];
    if (trouble) return trouble;
  }
  return null;
}

const SCOPES: Record<PauseReason, BudgetScope | null> = {
  host: null,
  admin: null,
  halted: null,
  battle_budget: "battle",
  room_budget: "room",
  host_budget: "host",
};

/** The budget that holds the battle, or null when none does. */
export function brokenBudget({ state }: Pick<Battle, "state">): BudgetScope | null {
  return state.kind === "paused" ? SCOPES[state.because] : null;
}

/** `cost` is null while it loads. */
export function budgetTrouble(scope: BudgetScope, cost: BattleCost | null): Trouble {
  const title = "Paused by a budget";
  if (cost === null) return { title, text: `The next turn would go over ${LIMIT_NAMES[scope]}.` };
  const { spent, limit } = budgetUse(cost, scope);
  if (limit === null) return { title, text: `${sentence(LIMIT_NAMES[scope])} is gone. Resume to go on.` };
  const { usd: amount, simulated } = nearest(spent);
  const used = `${simulated ? "Simulated " : ""}${sum(amount)} of ${sum(limit)} is spent`;
  return { title, text: `${used}, and the next turn would go over ${LIMIT_NAMES[scope]}.` };
}

/** Under the field of a new limit. Null: it may be sent. */
export function limitProblem(typed: number | null, range: { min: number; max: number }): string | null {
  if (typed === null) return "Type an amount in US dollars, like 1.50.";
  if (typed < range.min || typed > range.max) return `From ${usd(range.min)} to ${usd(range.max)}.`;
  return null;
}

/** How many characters are left, once it matters. */
export function countWords(length: number, max: number, from = max * 0.8): string | null {
  return length < from ? null : `${length.toLocaleString("en-US")} / ${max.toLocaleString("en-US")}`;
}

export interface StartChoice {
  act: "plain" | "swapped" | "mirror" | "schedule" | "unschedule";
  label: string;
  note: string;
}

/**
 * What else may be done with a room in which nothing runs; empty when there is nothing but to start. Only a debate has sides to
 * swap: a duel draws them, and a person stays on side A.
 */
export function startChoices(room: Room, rematch: boolean): StartChoice[] {
  const [a, b] = room.fighters;
  const plain = { act: "plain" as const, label: rematch ? "Rematch" : "Start battle" };
  const debate: StartChoice[] = [
    { ...plain, note: `${a.name} argues for, ${b.name} against` },
    { act: "swapped", label: "Swap sides", note: `${b.name} argues for, ${a.name} against` },
    { act: "mirror", label: "Mirror match", note: "Two battles, sides swapped in the second" },
  ];
  const planned: StartChoice[] =
    room.startAt === null
      ? [{ act: "schedule", label: "Start at a set time", note: "It starts by itself, also when you are away" }]
      : [
          { act: "schedule", label: "Change the start", note: startWords(room.startAt) },
          { act: "unschedule", label: "Do not start by itself", note: "You start it when you are ready" },
        ];
  return [...(room.format === "debate" ? debate : []), ...(rematch ? [] : planned)];
}

function startWords(at: number): string {
  const when = new Intl.DateTimeFormat("en", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return `Now: ${when.format(at)}`;
}

/** Null: it may be sent. */
export function startTimeProblem(at: number | null, now: number, range: { min: number; max: number }): string | null {
  if (at === null) return "Pick a day and a time.";
  if (at - now < range.min) return "That time has passed. Pick a later one.";
  return at - now > range.max ? "At most one year ahead." : null;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
