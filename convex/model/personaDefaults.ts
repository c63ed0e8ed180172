/** Ids only: the picker names a model's own persona, and its prompt stays on the server. */

/** What the id of every built-in persona begins with. */
export const BUILT_IN = "builtin/";

/** For those that have no colour of their own, or not yet. */
export const NEUTRAL_COLOUR = "#7c8496";

/** By the part of the model's id before the slash; a sparring partner by its whole id. */
const DEFAULTS: Readonly<Record<string, string>> = {
  "sparring/socrates": "gadfly",
  "sparring/firebrand": "firestarter",
  "sparring/professor": "scholar",
  "sparring/jester": "trickster",
  "sparring/reasoner": "grandmaster",
  "sparring/researcher": "detective",
  "sparring/glassjaw": "glass-cannon",
  anthropic: "stoic",
  openai: "street-lawyer",
  google: "storyteller",
  "x-ai": "firestarter",
  deepseek: "engineer",
  qwen: "scholar",
  "meta-llama": "trickster",
  mistralai: "diplomat",
  moonshotai: "grandmaster",
  cohere: "detective",
  microsoft: "engineer",
  nvidia: "glass-cannon",
  perplexity: "detective",
};

/** The built-in persona of a model; fault suffixes and variants (`:free`) change nothing. */
export function defaultPersonaId(modelId: string): string {
  const [bare = ""] = modelId.toLowerCase().split(/[+:]/, 1);
  const [vendor = ""] = bare.split("/", 1);
  return BUILT_IN + (own(bare) ?? own(vendor) ?? "all-rounder");
}

/** Ids come from hosts, and `constructor` is one too. */
function own(key: string): string | undefined {
  return Object.hasOwn(DEFAULTS, key) ? DEFAULTS[key] : undefined;
}
