import { isSparringId, sparringModel } from "./sparring/catalogue";

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

/** Where the models other than the scripted ones are. */
export function baseUrlOf(env: ProviderEnv): string {
  return env.OPENROUTER_BASE_URL || "https://openrouter.ai/api/v1";
}

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
