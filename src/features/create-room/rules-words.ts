import { plural } from "../../lib/format";
import { parseUsd, usd } from "../../lib/money";
import { CHAT_ANSWERS, type CostLine, type Estimate } from "./cost-estimate";
import type { RoomDraft } from "./room-draft";
import { startTime } from "../../lib/start-time";

/** What the form says about the rules of a battle and what it costs. */

/** Every rule in one line, for whoever leaves them as they are. */
export function rulesSummary(draft: RoomDraft): string {
  return [...(draft.format === "chat" ? chatRules(draft) : fightRules(draft)), ...moneyRules(draft), startRule(draft)]
    .filter((rule) => rule !== null)
    .join(" · ");
}

function chatRules({ maxWords, tools }: RoomDraft): string[] {
  return [`answers of up to ${maxWords} words`, tools ? "tools" : "no tools"];
}

function fightRules(draft: RoomDraft): string[] {
  const { rounds, maxWords, referee, votingSeconds, commentator, tools } = draft;
  return [
    plural(rounds, "round"),
    `up to ${maxWords} words a turn`,
    referee ? "referee" : "no referee",
    votingSeconds === 0 ? "no votes" : `${votingSeconds} s votes`,
    commentator ? "recap" : "no recap",
    tools ? "tools" : "no tools",
  ];
}

function moneyRules({ battleUsd, dailyUsd, fallback }: RoomDraft): (string | null)[] {
  const limits = [parseUsd(battleUsd), parseUsd(dailyUsd)];
  const [battle, day] = limits.map((limit, index) =>
    limit ? `${usd(limit)} a ${index === 0 ? "battle" : "day"}` : null,
  );
  return [fallback.trim() ? "a stand-in" : null, battle ?? null, day ?? null];
}

function startRule({ startAt }: RoomDraft): string | null {
  const at = startTime(startAt);
  return at === null ? null : `starts ${startWords(at)}`;
}

/** `27 Nov, 20:15`. */
export function startWords(at: number): string {
  return new Date(at).toLocaleString("en", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}

/** What can come of a battle that nothing decides. */
export function decidedBy({ referee, votingSeconds }: RoomDraft): string | null {
  if (referee || votingSeconds > 0) return null;
  return "Without a referee and without votes every battle ends in a tie.";
}

/** `One battle costs about $0.0312 and $0.0002 simulated, without the referee.`, or why there is no sum. */
export function costSentence({ format }: RoomDraft, { real, simulated, unknown }: Estimate): string {
  const what = format === "chat" ? `${CHAT_ANSWERS} answers cost` : "One battle costs";
  const sums = [...(real === null ? [] : [usd(real)]), ...(simulated === null ? [] : [`${usd(simulated)} simulated`])];
  if (sums.length === 0)
    return `What ${what.toLowerCase().replace(/ costs?$/, "")} will cost is not known: no price is.`;
  return `${what} about ${sums.join(" and ")}${without(unknown)}.`;
}

/** The sum leaves them out; it must not look like the whole. */
function without(unknown: readonly CostLine[]): string {
  if (unknown.length === 0) return "";
  const names = unknown.map(({ who, helper }) => (helper ? `the ${who.toLowerCase()}` : "a fighter of unknown price"));
  return `, without ${new Intl.ListFormat("en").format([...new Set(names)])}`;
}

/** `3 turns: 2,300 tokens read, 880 written`. */
export function lineWords({ helper, calls, tokensIn, tokensOut }: CostLine): string {
  const read = tokensIn.toLocaleString("en-US");
  const written = tokensOut.toLocaleString("en-US");
  return `${plural(calls, helper ? "call" : "turn")}: ${read} tokens read, ${written} written`;
}

export function lineSum({ usd: amount, helper, simulated }: CostLine): string {
  if (amount === null) return helper ? "its model is set by this deployment" : "price unknown";
  return simulated ? `${usd(amount)} simulated` : usd(amount);
}

/** A limit that the first turn may already break; null when there is nothing to warn of. */
export function tightBudget(typed: string, { setAside }: Estimate): string | null {
  const limit = parseUsd(typed);
  if (limit === null || limit === 0 || setAside === null || limit >= setAside) return null;
  return `Every turn first sets aside up to ${usd(setAside)}, so this limit pauses the battle early.`;
}
