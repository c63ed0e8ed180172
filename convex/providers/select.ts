import { baseUrlOf, type ProviderEnv, realModelsConfigured } from "./availability";
import { createOpenRouter } from "./openrouter";
import type { ChatProvider } from "./provider";
import { isSparringId } from "./sparring/catalogue";
import { createSparring, type Sparring } from "./sparring/sparring";

/** Kept per configuration for the life of the isolate: `times=` counts faults over several requests. */
const sparrings = new Map<string, Sparring>();

const unconfigured: ChatProvider = {
  scripted: false,
  stream: () =>
    Promise.resolve({
      kind: "error",
      code: "auth",
      retryable: false,
      retryAfterMs: null,
      usage: null,
      model: null,
      firstTokenMs: null,
    }),
};

/** Never throws: a provider that is not configured answers every request with the error `auth`. */
export function providerFor(modelId: string, env: ProviderEnv): ChatProvider {
  if (isSparringId(modelId)) return sparringProvider(env);
  if (!realModelsConfigured(env)) return unconfigured;
  return createOpenRouter({
    baseURL: baseUrlOf(env),
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
