import { v } from "convex/values";
import { query } from "./_generated/server";
import type { ModelPolicy } from "./model/fighters";
import { settings } from "./model/settings";
import { type Model, vModel } from "./model/validators";
import { modelAvailable, realModelsConfigured } from "./providers/availability";
import { SPARRING_FIGHTERS } from "./providers/sparring/catalogue";

/** What a room may use, by this deployment's environment. */
export const modelPolicy: ModelPolicy = {
  get realModels() {
    return realModelsConfigured(settings);
  },
  available: (modelId) => modelAvailable(modelId, settings),
};

// A start for the picker; hosts may type any other OpenRouter id.
const WELL_KNOWN = [
  ["anthropic/claude-sonnet-4.5", "Claude Sonnet 4.5", "Careful, concedes little"],
  ["openai/gpt-5.1", "GPT-5.1", "Fluent and well organised"],
  ["google/gemini-2.5-pro", "Gemini 2.5 Pro", "Long memory, many examples"],
  ["x-ai/grok-4", "Grok 4", "Blunt and fond of jokes"],
  ["deepseek/deepseek-chat-v3.1", "DeepSeek V3.1", "Direct and inexpensive"],
  ["qwen/qwen3-max", "Qwen3 Max", "Dense with facts"],
  ["meta-llama/llama-3.3-70b-instruct", "Llama 3.3 70B", "Plain speech, open weights"],
] as const;

export const list = query({
  args: {},
  returns: v.array(vModel),
  handler: async () => [...scriptedModels(), ...(modelPolicy.realModels ? realModels() : [])],
});

function scriptedModels(): Model[] {
  return SPARRING_FIGHTERS.map(({ id: modelId, name, tagline }) => {
    return { modelId, name, tagline, scripted: true, available: true };
  });
}

function realModels(): Model[] {
  return WELL_KNOWN.map(([modelId, name, tagline]) => {
    return { modelId, name, tagline, scripted: false, available: modelPolicy.available(modelId) };
  });
}
