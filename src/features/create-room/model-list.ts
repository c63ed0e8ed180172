import type { Model } from "../../../convex/model/modelValidators";

/** How the list of models is narrowed; prices are US dollars per million tokens. */
export interface ModelFilter {
  /** Of the dearer of reading and writing; null: any price, and unknown ones. */
  maxPrice: number | null;
  /** Tokens; null: any, and unknown ones. */
  minContext: number | null;
  sort: ModelSort;
}

export type ModelSort = "listed" | "cheapest" | "dearest";

export const NO_FILTER: ModelFilter = { maxPrice: null, minContext: null, sort: "listed" };
export const MAX_PRICES = [0.5, 2, 5, 20] as const;
export const MIN_CONTEXTS = [32_000, 128_000, 200_000, 1_000_000] as const;

/** How many rows the open list draws: more could not be read anyway, and each key pressed draws them again. */
export const MAX_SHOWN = 40;

const PER_MILLION = 1e6;

/** Writing is what a battle mostly pays for, and it is the dearer one nearly always. */
function priceOf({ promptPrice, completionPrice }: Model): number | null {
  return promptPrice === null || completionPrice === null ? null : Math.max(promptPrice, completionPrice) * PER_MILLION;
}

/** Scripted fighters stay first and are never filtered away: their money is simulated. */
export function narrowed(models: readonly Model[], filter: ModelFilter): Model[] {
  const real = models.filter((model) => !model.scripted && fits(model, filter));
  return [...models.filter((model) => model.scripted), ...sorted(real, filter.sort)];
}

function fits(model: Model, { maxPrice, minContext }: ModelFilter): boolean {
  const price = priceOf(model);
  if (maxPrice !== null && (price === null || price > maxPrice)) return false;
  return minContext === null || (model.contextLength !== null && model.contextLength >= minContext);
}

function sorted(models: Model[], sort: ModelSort): Model[] {
  if (sort === "listed") return models;
  const unknown = sort === "cheapest" ? Infinity : -Infinity;
  const direction = sort === "cheapest" ? 1 : -1;
  const keyed = models.map((model) => ({ model, price: priceOf(model) ?? unknown }));
  return keyed
    .toSorted((a, b) => (a.price === b.price ? 0 : (a.price - b.price) * direction))
    .map(({ model }) => model);
}

/** The listed model that was typed, by name or id, whatever the case. */
export function listedModel(typed: string, models: readonly Model[]): Model | undefined {
  const wanted = typed.trim().toLowerCase();
  return models.find((model) => [model.name, model.modelId].some((key) => key.toLowerCase() === wanted));
}

/** Every word typed must be somewhere in name, id or tagline. */
export function matchesSearch(model: Model, typed: string): boolean {
  const text = `${model.name} ${model.modelId} ${model.tagline}`.toLowerCase();
  return typed
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Ids of scripted models begin so; they also carry fault suffixes, which no list has. */
export function isScripted(typed: string, models: readonly Model[]): boolean {
  return listedModel(typed, models)?.scripted ?? typed.trim().startsWith("sparring/");
}
