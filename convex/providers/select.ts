import { createOpenRouter } from "./openrouter";
import type { ChatProvider } from "./provider";
import { isSparringId, sparringModel } from "./sparring/catalogue";
import { createSparring, type Sparring } from "./sparring/sparring";

/** The environment variables that choose a provider; `process.env` fits. */
export interface ProviderEnv {
  OPENROUTER_API_KEY?: string | undefined;
  /** Any OpenAI-compatible server; the key is then optional. */
  OPENROUTER_BASE_URL?: string | undefined;
  /** `1` lets a model id or header ask a sparring partner for a fault. */
  ARENA_SPARRING_FAULTS?: string | undefined;
  /** Factor on the pace of the sparring partners, default 1. */
  ARENA_SPARRING_SPEED?: string | undefined;
  /** Sent to OpenRouter as HTTP-Referer. */
  SITE_URL?: string | undefined;
}

const OPENROUTER_URL = "https://openrouter.ai/api/v1";

/** Kept per configuration for the life of the isolate: `times=` counts faults over several requests. */
const sparrings = new Map<string, Sparring>();

const unconfigured: ChatProvider = {
  scripted: false,
  stream: () => Promise.resolve({ kind: "error", code: "auth", retryable: false, retryAfterMs: null, usage: null }),
};

/** True when models other than the scripted ones can be reached. */
export function realModelsConfigured(env: ProviderEnv): boolean {
  return Boolean(env.OPENROUTER_API_KEY || env.OPENROUTER_BASE_URL);
}

/**
 * True when a room may use the model. A fault suffix (`sparring/firebrand+stall.20.8000`) needs ARENA_SPARRING_FAULTS=1;
 * other ids need a configured provider, and the form `vendor/model` unless a base URL is set.
 */
export function modelAvailable(modelId: string, env: ProviderEnv): boolean {
  if (isSparringId(modelId)) {
    const suffixAllowed = !modelId.includes("+") || env.ARENA_SPARRING_FAULTS === "1";
    return suffixAllowed && (sparringModel(modelId)?.fighter ?? false);
  }
  const wellFormed = env.OPENROUTER_BASE_URL ? modelId.length > 0 : /^[\w.~-]+\/[\w.:~-]+$/.test(modelId);
  return realModelsConfigured(env) && wellFormed;
}

/** Never throws: a provider that is not configured answers every request with the error `auth`. */
export function providerFor(modelId: string, env: ProviderEnv): ChatProvider {
  if (isSparringId(modelId)) return sparringProvider(env);
  if (!realModelsConfigured(env)) return unconfigured;
  return createOpenRouter({
    baseURL: env.OPENROUTER_BASE_URL || OPENROUTER_URL,
    apiKey: env.OPENROUTER_API_KEY || undefined,
    referer: env.SITE_URL || undefined,
  });
}

/** The script behind the same SDK and the same parsing as a real model; the host name is never looked up. */
function sparringProvider(env: ProviderEnv): ChatProvider {
  const sparring = sparringFor(env);
  return createOpenRouter({
    baseURL: "https://sparring.invalid/api/v1",
    apiKey: "sparring",
    scripted: true,
    fetch: (input, init) => sparring.handle(new Request(input, init), init?.signal ?? undefined),
  });
}

function sparringFor(env: ProviderEnv): Sparring {
  const faultsEnabled = env.ARENA_SPARRING_FAULTS === "1";
  const given = Number(env.ARENA_SPARRING_SPEED);
  const speed = given > 0 && given < Infinity ? given : 1;
  const key = `${faultsEnabled} ${speed}`;
  const sparring = sparrings.get(key) ?? createSparring({ faultsEnabled, speed });
  sparrings.set(key, sparring);
  return sparring;
}
