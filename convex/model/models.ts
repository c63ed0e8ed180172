import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { COMPLETION_PRICE, PROMPT_PRICE, SPARRING_CONTEXT, SPARRING_FIGHTERS } from "../providers/sparring/catalogue";
import { cutText } from "./cutText";
import type { ModelPolicy } from "./fighters";
import type { Model } from "./modelValidators";

const MAX_LISTED = 500;
const MAX_FOUND = 50;
/** How many rows a search looks at, so that its filters have something to leave out. */
const MAX_CANDIDATES = 500;
const MAX_TEXT_LENGTH = 100;
const MAX_TAGLINE_LENGTH = 100;

/** A start for the picker until the first sync; hosts may type any other OpenRouter id. */
const WELL_KNOWN = [
  ["anthropic/claude-sonnet-4.5", "Claude Sonnet 4.5", "Careful, concedes little"],
  ["openai/gpt-5.1", "GPT-5.1", "Fluent and well organised"],
  ["google/gemini-2.5-pro", "Gemini 2.5 Pro", "Long memory, many examples"],
  ["x-ai/grok-4", "Grok 4", "Blunt and fond of jokes"],
  ["deepseek/deepseek-chat-v3.1", "DeepSeek V3.1", "Direct and inexpensive"],
  ["qwen/qwen3-max", "Qwen3 Max", "Dense with facts"],
  ["meta-llama/llama-3.3-70b-instruct", "Llama 3.3 70B", "Plain speech, open weights"],
] as const;

/** The scripted fighters, then the real models in the order of their ids; at most 500. */
export async function listModels(ctx: QueryCtx, policy: ModelPolicy): Promise<Model[]> {
  const scripted = scriptedModels();
  if (!policy.realModels) return scripted;
  const rows = await ctx.db
    .query("models")
    .withIndex("by_modelId")
    .take(MAX_LISTED - scripted.length);
  const real = rows.length > 0 ? rows.map((row) => syncedModel(row, policy)) : wellKnownModels(policy);
  return [...scripted, ...real];
}

export interface ModelSearch {
  /** Words of the name. */
  text?: string;
  /** US dollars per prompt token; leaves out models without a known price. */
  maxPromptPrice?: number;
  /** Tokens; leaves out models without a known context length. */
  minContext?: number;
}

/** At most 50 synced models: those that fit the text best, else the cheapest first. */
export async function searchModels(ctx: QueryCtx, search: ModelSearch, policy: ModelPolicy): Promise<Model[]> {
  if (!policy.realModels) return [];
  const { maxPromptPrice, minContext = 0 } = search;
  const text = (search.text ?? "").trim().slice(0, MAX_TEXT_LENGTH);
  const candidates = text === "" ? await cheapest(ctx, maxPromptPrice) : await named(ctx, text);
  const isAffordable = ({ promptPrice }: Doc<"models">) =>
    maxPromptPrice === undefined || (promptPrice !== null && promptPrice <= maxPromptPrice);
  return candidates
    .filter((row) => isAffordable(row) && row.contextLength >= minContext)
    .slice(0, MAX_FOUND)
    .map((row) => syncedModel(row, policy));
}

async function named(ctx: QueryCtx, text: string): Promise<Doc<"models">[]> {
  return await ctx.db
    .query("models")
    .withSearchIndex("search_name", (q) => q.search("name", text))
    .take(MAX_CANDIDATES);
}

/** Known prices first: an unknown one sorts before zero in the index. */
async function cheapest(ctx: QueryCtx, maxPromptPrice: number | undefined): Promise<Doc<"models">[]> {
  const known = await ctx.db
    .query("models")
    .withIndex("by_promptPrice", (q) => q.gte("promptPrice", 0).lte("promptPrice", maxPromptPrice ?? Infinity))
    .take(MAX_CANDIDATES);
  if (maxPromptPrice !== undefined) return known;
  const unknown = await ctx.db
    .query("models")
    .withIndex("by_promptPrice", (q) => q.eq("promptPrice", null))
    .take(MAX_CANDIDATES - known.length);
  return [...known, ...unknown];
}

function scriptedModels(): Model[] {
  return SPARRING_FIGHTERS.map(({ id: modelId, name, tagline }) => ({
    modelId,
    name,
    tagline,
    scripted: true,
    available: true,
    promptPrice: PROMPT_PRICE,
    completionPrice: COMPLETION_PRICE,
    contextLength: SPARRING_CONTEXT,
    expiresAt: null,
  }));
}

function wellKnownModels(policy: ModelPolicy): Model[] {
  return WELL_KNOWN.map(([modelId, name, tagline]) => ({
    modelId,
    name,
    tagline,
    scripted: false,
    available: policy.available(modelId),
    promptPrice: null,
    completionPrice: null,
    contextLength: null,
    expiresAt: null,
  }));
}

function syncedModel(row: Doc<"models">, policy: ModelPolicy): Model {
  const { modelId, name, promptPrice, completionPrice, contextLength, expiresAt } = row;
  return {
    modelId,
    name,
    tagline: firstSentence(row.description),
    scripted: false,
    available: policy.available(modelId),
    promptPrice,
    completionPrice,
    contextLength: contextLength === 0 ? null : contextLength,
    expiresAt,
  };
}

function firstSentence(description: string): string {
  const [sentence = ""] = description.split(/(?<=[.!?])\s/, 1);
  if (sentence.length <= MAX_TAGLINE_LENGTH) return sentence;
  // At a space if there is one.
  return `${cutText(sentence, MAX_TAGLINE_LENGTH - 1).replace(/\s+\S*$/, "")}…`;
}
