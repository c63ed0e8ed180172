import { MAX_TURN_TOKENS } from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { Side } from "../../../convex/model/validators";
import { modelSides } from "./formats";
import { isScripted, listedModel } from "./model-list";
import type { RoomDraft } from "./room-draft";

/** What a battle will roughly cost, from prices, the length cap and the rounds. Tokens are guesses, money is US dollars. */

/** English: about four tokens for three words. */
const TOKENS_PER_WORD = 4 / 3;
/** Rules, topic and persona, which go with every call. */
const INSTRUCTIONS = 450;
/** The recap is asked for in 150 words. */
const RECAP_TOKENS = 200;
const JUDGEMENT_TOKENS = 60;
/** A chat has no end; this many answers make a plain example. */
export const CHAT_ANSWERS = 10;

export interface CostLine {
  /** Unique among the lines: both fighters may have one name. */
  id: string;
  who: string;
  calls: number;
  /** All calls together. */
  tokensIn: number;
  tokensOut: number;
  /** Null: not known before the battle. */
  usd: number | null;
  simulated: boolean;
  /** Its model is chosen by the deployment. */
  helper: boolean;
}

export interface Estimate {
  lines: CostLine[];
  /** Real and simulated money, never added up; null: there is none of that kind. */
  real: number | null;
  simulated: number | null;
  /** Whose price is not known, so that it is left out of the sums. */
  unknown: CostLine[];
  /** What budgets set aside before the dearest single turn; null: its price is not known. */
  setAside: number | null;
}

interface Work {
  calls: number;
  tokensIn: number;
  tokensOut: number;
}

export function estimate(draft: RoomDraft, models: readonly Model[]): Estimate {
  const sides = modelSides(draft.format);
  const fighters = sides.map((side) => fighterLine(draft, side, models));
  const lines = [...fighters, ...helperLines(draft, models)];
  const sum = (simulated: boolean) => {
    const known = lines.filter((part) => part.simulated === simulated && part.usd !== null);
    return known.length === 0 ? null : known.reduce((total, part) => total + (part.usd ?? 0), 0);
  };
  return {
    lines,
    real: sum(false),
    simulated: sum(true),
    unknown: lines.filter(({ usd }) => usd === null),
    setAside: dearestCall(draft, sides, models),
  };
}

/** Each turn reads what was said before: all of it, except in a duel the words of the round that is on. */
function turnsBefore({ format }: RoomDraft, side: Side, round: number): number {
  return 2 * (round - 1) + (side === "B" && format !== "duel" ? 1 : 0);
}

function roundsOf({ format, rounds }: RoomDraft): number {
  return format === "chat" ? CHAT_ANSWERS : rounds;
}

function fighterWork(draft: RoomDraft, side: Side): Work {
  const words = draft.maxWords * TOKENS_PER_WORD;
  const calls = roundsOf(draft);
  const reads = Array.from({ length: calls }, (_, index) => INSTRUCTIONS + turnsBefore(draft, side, index + 1) * words);
  return { calls, tokensIn: reads.reduce((sum, tokens) => sum + tokens, 0), tokensOut: calls * words };
}

function fighterLine(draft: RoomDraft, side: Side, models: readonly Model[]): CostLine {
  const typed = draft.fighters[side].model;
  const price = priceOf(typed, models);
  const who = listedModel(typed, models)?.name ?? (typed.trim() || "No model yet");
  return line({ id: side, who, simulated: isScripted(typed, models), helper: false }, fighterWork(draft, side), price);
}

/** Between scripts the helpers are scripts too; otherwise the deployment decides which models they are. */
function helperLines(draft: RoomDraft, models: readonly Model[]): CostLine[] {
  if (draft.format === "chat") return [];
  const scripted = modelSides(draft.format).every((side) => isScripted(draft.fighters[side].model, models));
  const price = scripted ? models.find((model) => model.scripted) : undefined;
  const turns = 2 * draft.rounds;
  const words = draft.maxWords * TOKENS_PER_WORD;
  const judging = {
    calls: turns,
    tokensIn: turns * INSTRUCTIONS + (2 * turns - 1) * words,
    tokensOut: turns * JUDGEMENT_TOKENS,
  };
  const recap = { calls: 1, tokensIn: INSTRUCTIONS + turns * words, tokensOut: RECAP_TOKENS };
  const about = { simulated: scripted, helper: true };
  return [
    ...(draft.referee ? [line({ id: "referee", who: "Referee", ...about }, judging, price)] : []),
    ...(draft.commentator ? [line({ id: "commentator", who: "Commentator", ...about }, recap, price)] : []),
  ];
}

/** The last turn of a fighter reads the most; budgets count its answer at the most tokens it may have. */
function dearestCall(draft: RoomDraft, sides: readonly Side[], models: readonly Model[]): number | null {
  const words = draft.maxWords * TOKENS_PER_WORD;
  const costs = sides.map((side) => {
    const tokensIn = INSTRUCTIONS + turnsBefore(draft, side, roundsOf(draft)) * words;
    return costOf(tokensIn, MAX_TURN_TOKENS, priceOf(draft.fighters[side].model, models));
  });
  return costs.includes(null) ? null : Math.max(...costs.map((cost) => cost ?? 0));
}

type Price = Pick<Model, "promptPrice" | "completionPrice">;

/** A scripted model with a fault suffix costs what any scripted one does. */
function priceOf(typed: string, models: readonly Model[]): Price | undefined {
  const listed = listedModel(typed, models);
  return listed ?? (isScripted(typed, models) ? models.find((model) => model.scripted) : undefined);
}

/** `about` says whose work it is; helpers and scripts are told apart in what is shown. */
function line(about: Omit<CostLine, keyof Work | "usd">, work: Work, price: Price | undefined): CostLine {
  const { calls, tokensIn, tokensOut } = work;
  const usd = costOf(tokensIn, tokensOut, price);
  return { ...about, calls, tokensIn: Math.round(tokensIn), tokensOut: Math.round(tokensOut), usd };
}

function costOf(tokensIn: number, tokensOut: number, price: Price | undefined): number | null {
  if (!price || price.promptPrice === null || price.completionPrice === null) return null;
  return tokensIn * price.promptPrice + tokensOut * price.completionPrice;
}
