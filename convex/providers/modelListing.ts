import { cutText } from "../model/cutText";
import { MAX_MODEL_ID_LENGTH } from "../model/limits";
import type { ListedModel } from "../model/modelValidators";
import { oneLine } from "../model/plainText";
import { isRecord } from "./records";
import { isSparringId } from "./sparring/catalogue";

/** Rows beyond this are not read. OpenRouter lists some 400. */
export const MAX_MODELS = 2_000;
const MAX_NAME_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 500;
const MAX_ITEMS = 50;
const MAX_ITEM_LENGTH = 50;
/** Dearer than any model by far: US dollars per token. */
const MAX_PRICE = 1;
const MAX_CONTEXT = 1e9;

export interface ListingPage {
  /** Distinct ids. */
  models: ListedModel[];
  /** Where the next page is, as the server wrote it; null: there is none. */
  next: string | null;
}

/**
 * Reads an answer to `GET /models`, of OpenRouter or of any OpenAI-compatible server; null if it is none. A row without a usable id, or
 * of a model that writes no text, is left out; whatever else is missing or absurd in a row is unknown.
 */
export function readListing(body: unknown): ListingPage | null {
  if (!isRecord(body) || !Array.isArray(body["data"])) return null;
  const rows = body["data"].slice(0, MAX_MODELS) as unknown[];
  const models = new Map<string, ListedModel>();
  for (const row of rows) {
    const model = readRow(row);
    if (model && !models.has(model.modelId)) models.set(model.modelId, model);
  }
  const next = isRecord(body["links"]) ? body["links"]["next"] : null;
  return { models: [...models.values()], next: typeof next === "string" ? next : null };
}

function readRow(row: unknown): ListedModel | null {
  if (!isRecord(row)) return null;
  const modelId = row["id"];
  const architecture = recordIn(row, "architecture");
  if (!isModelId(modelId) || !writesText(architecture)) return null;
  const pricing = recordIn(row, "pricing");
  return {
    modelId,
    name: plainText(row["name"], MAX_NAME_LENGTH) || modelId,
    description: plainText(row["description"], MAX_DESCRIPTION_LENGTH),
    // vLLM has a name of its own for it.
    contextLength: readContext(row["context_length"] ?? row["max_model_len"]),
    promptPrice: readPrice(pricing["prompt"]),
    completionPrice: readPrice(pricing["completion"]),
    inputModalities: readItems(architecture["input_modalities"]),
    supportedParameters: readItems(row["supported_parameters"]),
    expiresAt: readDate(row["expiration_date"]),
  };
}

/** What a room takes as an id. A sparring partner's would never reach the server that lists it. */
function isModelId(id: unknown): id is string {
  return typeof id === "string" && id.length <= MAX_MODEL_ID_LENGTH && /^[\x21-\x7e]+$/.test(id) && !isSparringId(id);
}

function writesText(architecture: Record<string, unknown>): boolean {
  const modalities = architecture["output_modalities"];
  return !Array.isArray(modalities) || modalities.includes("text");
}

function plainText(value: unknown, maxLength: number): string {
  if (typeof value !== "string") return "";
  const text = oneLine(value.slice(0, 4 * maxLength));
  return text.length <= maxLength ? text : `${cutText(text, maxLength - 1)}…`;
}

function readContext(value: unknown): number {
  return typeof value === "number" && value >= 1 && value <= MAX_CONTEXT ? Math.floor(value) : 0;
}

/** `"0.00003"`. `"-1"` is OpenRouter's price of a model that chooses another one. */
function readPrice(value: unknown): number | null {
  const isDecimal = typeof value === "string" && /^\d*\.?\d+(e-?\d+)?$/i.test(value);
  const price = isDecimal ? Number(value) : value;
  return typeof price === "number" && price >= 0 && price <= MAX_PRICE ? price : null;
}

function readItems(value: unknown): string[] {
  const items = Array.isArray(value) ? (value.slice(0, MAX_ITEMS) as unknown[]) : [];
  return items.map((item) => plainText(item, MAX_ITEM_LENGTH)).filter((item) => item !== "");
}

/** `2026-11-08`, in UTC. */
function readDate(value: unknown): number | null {
  const time = typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  return Number.isFinite(time) ? time : null;
}

function recordIn(row: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = row[key];
  return isRecord(value) ? value : {};
}
