import type { Battle } from "../../../convex/model/battleValidators";
import { MAX_MODEL_ID_LENGTH, MAX_PERSONA_LENGTH } from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { FighterChoice, LiveTurn, Side } from "../../../convex/model/validators";

/** The choices that are no persona of the list; ids of personas look like neither. */
export const MODELS_OWN = "model";
export const OWN_WORDS = "words";

/** What the dialog holds: text as it was typed. */
export interface SwapDraft {
  /** A listed model's name or id, or any other id. */
  model: string;
  /** An id of `personas.list`, MODELS_OWN or OWN_WORDS. */
  persona: string;
  words: string;
}

export const EMPTY_SWAP: SwapDraft = { model: "", persona: MODELS_OWN, words: "" };

export interface SwapErrors {
  model?: string;
  words?: string;
}

/** The listed model that was typed, by name or id, whatever the case. */
export function listedModel(typed: string, models: readonly Model[]): Model | undefined {
  const wanted = typed.trim().toLowerCase();
  return models.find((model) => [model.name, model.modelId].some((key) => key.toLowerCase() === wanted));
}

/** Empty when the server may be asked. */
export function swapErrors({ model, persona, words }: SwapDraft, models: readonly Model[]): SwapErrors {
  const errors: SwapErrors = {};
  const problem = modelProblem(model.trim(), models);
  if (problem) errors.model = problem;
  const { length } = words.trim();
  if (persona === OWN_WORDS && length === 0) errors.words = "Say how it argues, or pick another persona.";
  if (persona === OWN_WORDS && length > MAX_PERSONA_LENGTH) {
    errors.words = `At most ${MAX_PERSONA_LENGTH} characters; this has ${length}.`;
  }
  return errors;
}

function modelProblem(typed: string, models: readonly Model[]): string | null {
  if (typed === "") return "Pick a model, or type the id of one.";
  const listed = listedModel(typed, models);
  if (listed) return listed.available ? null : `${listed.name} is not available here. Pick another one.`;
  if (/\s/.test(typed) || !typed.includes("/")) return "Not in the list. Other ids look like vendor/model.";
  return typed.length > MAX_MODEL_ID_LENGTH ? `A model id has at most ${MAX_MODEL_ID_LENGTH} characters.` : null;
}

/** Call it with a draft that has no errors. */
export function swapArgs({ model, persona, words }: SwapDraft, models: readonly Model[]): FighterChoice {
  const modelId = listedModel(model, models)?.modelId ?? model.trim();
  if (persona === OWN_WORDS) return { modelId, persona: words.trim() };
  return persona === MODELS_OWN ? { modelId } : { modelId, personaId: persona };
}

/** What the swap does beyond the new name. */
export function swapConsequences(battle: Battle, side: Side, live: readonly LiveTurn[]): string[] {
  const name = battle.fighters[side === "A" ? 0 : 1].name;
  const speaks = live.some((turn) => turn.side === side);
  const rated = battle.unrated === null;
  return [
    ...(speaks ? [`${name} stops, and the new fighter makes this argument anew.`] : []),
    ...(rated ? ["The battle then no longer counts for ratings."] : []),
    ...(battle.blind ? ["A duel needs two scripted or two real fighters. The new name stays hidden, too."] : []),
  ];
}

/** A duel and a talk with a person have no stances. */
export function sideWords({ format }: Pick<Battle, "format">, side: Side): string {
  if (format !== "debate") return `Side ${side}`;
  return side === "A" ? "Side A, for" : "Side B, against";
}
