import type { Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { isSparringId, sparringModel } from "../providers/sparring/catalogue";
import { cutText } from "./cutText";
import { arenaError } from "./errors";
import { MAX_MODEL_ID_LENGTH, MAX_PERSONA_LENGTH, MAX_STYLE_LENGTH } from "./limits";
import { checkText } from "./moderation";
import { ownPersona } from "./ownPersonas";
import { NEUTRAL_COLOUR } from "./personaDefaults";
import { builtInPersona, defaultPersonaOf } from "./personas";
import { oneLine, plainLines } from "./plainText";
import type { Fighter, FighterChoice, Format, Persona, Side, StoredFighter } from "./validators";

/** Which models this deployment can reach; `providers/select.ts` decides by its environment. */
export interface ModelPolicy {
  realModels: boolean;
  available(modelId: string): boolean;
}

type Db = Pick<QueryCtx, "db">;

/** Who picks: `hostId` is null for an exhibition, which has no personas of its own. */
export interface Picker {
  format: Format;
  hostId: Id<"users"> | null;
}

/**
 * Side A, then side B. Debates and duels take two choices; a challenge and a chat take one, the model on side B, because a
 * person stands on side A. Throws INVALID_MODEL, MODEL_UNAVAILABLE, INVALID_PERSONA or BLOCKED_TEXT.
 */
export async function resolveFighters(
  ctx: Db,
  choices: readonly FighterChoice[],
  policy: ModelPolicy,
  { format, hostId }: Picker,
): Promise<[StoredFighter, StoredFighter]> {
  const [first, second] = choices;
  const person = personIn(format);
  if (first === undefined || choices.length !== (person ? 1 : 2)) throw wrongNumber(format);
  const fighter = await resolveFighter(ctx, first, policy, hostId);
  if (person) return pairFighters(format, person, fighter);
  if (second === undefined) throw wrongNumber(format);
  return pairFighters(format, fighter, await resolveFighter(ctx, second, policy, hostId));
}

/** One model with its persona. Throws INVALID_MODEL, MODEL_UNAVAILABLE, INVALID_PERSONA or BLOCKED_TEXT. */
export async function resolveFighter(
  ctx: Db,
  choice: FighterChoice,
  policy: ModelPolicy,
  hostId: Id<"users"> | null,
): Promise<StoredFighter> {
  const modelId = choice.modelId.trim();
  requireAvailable(modelId, policy);
  const persona = await resolvePersona(ctx, choice, modelId, hostId);
  return { modelId, name: nameOfModel(modelId), persona, scripted: isSparringId(modelId) };
}

/** Puts two fighters against each other, and tells two of one name apart. Throws INVALID_MODEL for an unfair duel. */
export function pairFighters(format: Format, a: StoredFighter, b: StoredFighter): [StoredFighter, StoredFighter] {
  // The label of a scripted fighter would give away which side it is.
  if (format === "duel" && a.scripted !== b.scripted) {
    throw arenaError("INVALID_MODEL", "A duel is between two scripted or two real fighters");
  }
  const [nameA, nameB] = [nameOf(a), nameOf(b)];
  const same = nameA.toLowerCase() === nameB.toLowerCase();
  return [
    { ...a, name: nameA },
    { ...b, name: same ? `${nameB} II` : nameB },
  ];
}

/** What viewers may know of a fighter; in a blind battle nothing but whether a script or a person speaks. */
export function publicFighter(fighter: StoredFighter, side: Side, blind: boolean): Fighter {
  const { modelId, name, scripted } = fighter;
  const person = modelId === null;
  if (blind) return { modelId: null, name: `Fighter ${side}`, persona: null, scripted, person };
  return { modelId, name, persona: fighter.persona && faceOf(fighter.persona), scripted, person };
}

function faceOf({ name, archetype, colour, style }: Persona) {
  return { name, archetype, colour, style };
}

function personIn(format: Format): StoredFighter | null {
  if (format === "challenge") return { modelId: null, name: "Challenger", persona: null, scripted: false };
  if (format === "chat") return { modelId: null, name: "The host", persona: null, scripted: false };
  return null;
}

function wrongNumber(format: Format) {
  return arenaError("INVALID_MODEL", personIn(format) ? "You face one model" : "A battle has two fighters");
}

/** Without the numeral of an earlier pairing. */
function nameOf({ modelId, name }: StoredFighter): string {
  return modelId === null ? name : nameOfModel(modelId);
}

function nameOfModel(modelId: string): string {
  return sparringModel(modelId)?.name ?? modelId.slice(modelId.lastIndexOf("/") + 1);
}

async function resolvePersona(
  ctx: Db,
  choice: FighterChoice,
  modelId: string,
  hostId: Id<"users"> | null,
): Promise<Persona> {
  const words = plainLines(choice.persona ?? "");
  if (choice.personaId === undefined) return words ? await inOwnWords(ctx, words) : defaultPersonaOf(modelId);
  if (words) throw arenaError("INVALID_PERSONA", "Choose a persona or describe one, not both", { field: "persona" });
  const chosen = builtInPersona(choice.personaId) ?? (hostId && (await ownPersona(ctx, choice.personaId, hostId)));
  if (!chosen) throw arenaError("INVALID_PERSONA", "There is no such persona", { field: "personaId" });
  return chosen;
}

async function inOwnWords(ctx: Db, prompt: string): Promise<Persona> {
  if (prompt.length > MAX_PERSONA_LENGTH) {
    throw arenaError("INVALID_PERSONA", `A persona has at most ${MAX_PERSONA_LENGTH} characters`, { field: "persona" });
  }
  await checkText(ctx, prompt);
  const line = oneLine(prompt);
  const style = line.length > MAX_STYLE_LENGTH ? `${cutText(line, MAX_STYLE_LENGTH - 1)}…` : line;
  return { name: "Own words", archetype: "custom", colour: NEUTRAL_COLOUR, style, prompt };
}

function requireAvailable(modelId: string, policy: ModelPolicy): void {
  const wellFormed = modelId.length <= MAX_MODEL_ID_LENGTH && /^[\x21-\x7e]+$/.test(modelId);
  if (wellFormed && policy.available(modelId)) return;
  const unreachable = wellFormed && !policy.realModels && !isSparringId(modelId);
  throw unreachable
    ? arenaError("MODEL_UNAVAILABLE", "Real models need OPENROUTER_API_KEY or OPENROUTER_BASE_URL", { modelId })
    : arenaError("INVALID_MODEL", "There is no such fighter", { modelId: modelId.slice(0, MAX_MODEL_ID_LENGTH) });
}
