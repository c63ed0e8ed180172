import type { ListedModel, ListingError } from "../model/modelValidators";
import { baseUrlOf, type ProviderEnv, realModelsConfigured } from "./availability";
import { MAX_MODELS, readListing } from "./modelListing";
import type { Fetch } from "./transport";

/** All pages together. */
const DEADLINE_MS = 30_000;
const MAX_PAGES = 10;
/** OpenRouter's whole listing has about 1 MB. */
const MAX_BYTES = 16 * 1024 * 1024;

export type Listing = { models: ListedModel[] } | { error: ListingError };

/** The models that the configured provider offers; null if none is configured. Never throws for what the provider does. */
export async function fetchListing(env: ProviderEnv, fetch: Fetch): Promise<Listing | null> {
  if (!realModelsConfigured(env)) return null;
  const aborter = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Convex's own fetch does not heed a signal, so the deadline is raced as well.
  const late = new Promise<Listing>((resolve) => {
    timer = setTimeout(() => {
      aborter.abort();
      resolve({ error: "unreachable" });
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([late, readPages(env, (url, init) => fetch(url, { ...init, signal: aborter.signal }))]);
  } finally {
    clearTimeout(timer);
  }
}

async function readPages(env: ProviderEnv, fetch: Fetch): Promise<Listing> {
  const models = new Map<string, ListedModel>();
  let url: string | null = `${baseUrlOf(env).replace(/\/+$/, "")}/models`;
  for (let page = 0; url !== null && page < MAX_PAGES && models.size < MAX_MODELS; page++) {
    const answer = await readPage(url, env, fetch);
    if ("error" in answer) return answer;
    for (const model of answer.models) if (models.size < MAX_MODELS) models.set(model.modelId, model);
    url = nextUrl(url, answer.next);
  }
  return models.size > 0 ? { models: [...models.values()] } : { error: "empty" };
}

async function readPage(url: string, env: ProviderEnv, fetch: Fetch) {
  const headers = env.OPENROUTER_API_KEY ? { authorization: `Bearer ${env.OPENROUTER_API_KEY}` } : undefined;
  const response = await fetch(url, headers && { headers }).catch(() => null);
  if (response === null) return { error: "unreachable" as const };
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined);
    const refused = response.status === 401 || response.status === 403;
    return { error: refused ? ("unauthorized" as const) : ("http_error" as const) };
  }
  return readListing(await readJson(response)) ?? { error: "malformed" as const };
}

/** The key goes along, so a next page is followed on the same origin only. */
function nextUrl(url: string, next: string | null): string | null {
  if (next === null || !URL.canParse(next, url)) return null;
  const target = new URL(next, url);
  return target.origin === new URL(url).origin && target.href !== url ? target.href : null;
}

/** Undefined for a body that breaks off, is no JSON, or is too long. */
async function readJson(response: Response): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > MAX_BYTES) {
        await reader?.cancel();
        return undefined;
      }
    }
    return JSON.parse(text + decoder.decode()) as unknown;
  } catch {
    // Whatever broke it, there is no listing.
    return undefined;
  }
}
