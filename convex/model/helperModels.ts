import { isSparringId } from "../providers/sparring/catalogue";
import type { StoredFighter } from "./validators";

type Env = Readonly<Record<string, string | undefined>>;
type Pair = readonly [StoredFighter, StoredFighter];

/** Cheap, quick, and good at JSON of a given schema. */
const DEFAULT_HELPER = "openai/gpt-4.1-mini";

/**
 * Who judges. Scripts, and people against scripts, are judged by a script, so that they cost nothing. Otherwise
 * ARENA_REFEREE_MODEL; without it a cheap OpenRouter model, or a fighter's own where OPENROUTER_BASE_URL names a server that
 * may know no other.
 */
export function refereeModel(fighters: Pair, env: Env): string {
  return helperOf(fighters, env, env["ARENA_REFEREE_MODEL"], "sparring/judge");
}

/** Who writes the recap: like `refereeModel`, with ARENA_COMMENTATOR_MODEL. */
export function commentatorModel(fighters: Pair, env: Env): string {
  return helperOf(fighters, env, env["ARENA_COMMENTATOR_MODEL"], "sparring/commentator");
}

/** Who thinks of topics, from ARENA_TOPIC_MODEL; nobody knows which models another server than OpenRouter has. */
export function topicModel(env: Env): string {
  return env["ARENA_TOPIC_MODEL"] || DEFAULT_HELPER;
}

function helperOf(fighters: Pair, env: Env, chosen: string | undefined, scripted: string): string {
  const real = fighters.flatMap(({ modelId }) => (modelId !== null && !isSparringId(modelId) ? [modelId] : []));
  const [first] = real;
  if (first === undefined) return scripted;
  if (chosen) return chosen;
  return env["OPENROUTER_BASE_URL"] ? first : DEFAULT_HELPER;
}
