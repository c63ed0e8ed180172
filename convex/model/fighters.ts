import { isSparringId, sparringModel } from "../providers/sparring/catalogue";
import { arenaError } from "./errors";
import { MAX_MODEL_ID_LENGTH, MAX_PERSONA_LENGTH } from "./limits";
import type { Fighter, FighterChoice } from "./validators";

/** Which models this deployment can reach; `providers/select.ts` decides by its environment. */
export interface ModelPolicy {
  realModels: boolean;
  available(modelId: string): boolean;
}

/** Throws INVALID_MODEL, MODEL_UNAVAILABLE or INVALID_PERSONA. */
export function resolveFighters(choices: readonly FighterChoice[], policy: ModelPolicy): [Fighter, Fighter] {
  const [a, b] = choices;
  if (!a || !b || choices.length !== 2) throw arenaError("INVALID_MODEL", "A battle has two fighters");
  return [resolveFighter(a, policy), resolveFighter(b, policy)];
}

function resolveFighter(choice: FighterChoice, policy: ModelPolicy): Fighter {
  const modelId = choice.modelId.trim();
  requireAvailable(modelId, policy);
  const persona = choice.persona?.trim() ?? "";
  if (persona.length > MAX_PERSONA_LENGTH) {
    throw arenaError("INVALID_PERSONA", `A persona has at most ${MAX_PERSONA_LENGTH} characters`);
  }
  const scripted = sparringModel(modelId);
  const name = scripted?.name ?? modelId.slice(modelId.lastIndexOf("/") + 1);
  return { modelId, name, ...(persona && { persona }), scripted: scripted !== null };
}

function requireAvailable(modelId: string, policy: ModelPolicy): void {
  const wellFormed = modelId.length <= MAX_MODEL_ID_LENGTH && /^[\x21-\x7e]+$/.test(modelId);
  if (wellFormed && policy.available(modelId)) return;
  const unreachable = wellFormed && !policy.realModels && !isSparringId(modelId);
  throw unreachable
    ? arenaError("MODEL_UNAVAILABLE", "Real models need OPENROUTER_API_KEY or OPENROUTER_BASE_URL", { modelId })
    : arenaError("INVALID_MODEL", "There is no such fighter", { modelId: modelId.slice(0, MAX_MODEL_ID_LENGTH) });
}
