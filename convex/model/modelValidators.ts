import { type Infer, v } from "convex/values";

/** A model in the picker. */
export const vModel = v.object({
  modelId: v.string(),
  name: v.string(),
  /** One line; may be empty. */
  tagline: v.string(),
  scripted: v.boolean(),
  available: v.boolean(),
  /** US dollars per token, made up for a scripted model; null: unknown. */
  promptPrice: v.nullable(v.number()),
  completionPrice: v.nullable(v.number()),
  /** Tokens; null: unknown. */
  contextLength: v.nullable(v.number()),
  /** When the provider takes it away. */
  expiresAt: v.nullable(v.number()),
});
export type Model = Infer<typeof vModel>;

/** A row of a provider's listing; text is cleaned and cut. */
export const vListedModel = v.object({
  modelId: v.string(),
  name: v.string(),
  description: v.string(),
  /** Tokens; 0: unknown. */
  contextLength: v.number(),
  promptPrice: v.nullable(v.number()),
  completionPrice: v.nullable(v.number()),
  inputModalities: v.array(v.string()),
  supportedParameters: v.array(v.string()),
  expiresAt: v.nullable(v.number()),
});
export type ListedModel = Infer<typeof vListedModel>;

/**
 * Why a listing could not be had: nobody answered in time; the key was refused; another HTTP error; the answer was no listing; there
 * was no model in it.
 */
export const vListingError = v.union(
  v.literal("unreachable"),
  v.literal("unauthorized"),
  v.literal("http_error"),
  v.literal("malformed"),
  v.literal("empty"),
);
export type ListingError = Infer<typeof vListingError>;

/** How the last sync of the models went. */
export const vSyncStatus = v.object({
  triedAt: v.number(),
  succeededAt: v.nullable(v.number()),
  /** Models in the last good listing. */
  count: v.number(),
  error: v.nullable(v.string()),
});
export type SyncStatus = Infer<typeof vSyncStatus>;
