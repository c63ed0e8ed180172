import { type Infer, v } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import {
  MAX_ARCHETYPE_LENGTH,
  MAX_PERSONA_LENGTH,
  MAX_PERSONAS_PER_HOST,
  MAX_STYLE_LENGTH,
  PERSONA_NAME_LENGTH,
} from "./limits";
import { checkText } from "./moderation";
import { BUILT_IN_PERSONAS } from "./personas";
import { oneLine, plainLines } from "./plainText";
import { type Persona, vPersonaFace } from "./validators";

/** A persona in the picker. `prompt` is null for the built-in ones: it is theirs to know and nobody's to edit. */
export const vPersonaChoice = v.object({
  ...vPersonaFace.fields,
  personaId: v.string(),
  builtIn: v.boolean(),
  prompt: v.nullable(v.string()),
});
export type PersonaChoice = Infer<typeof vPersonaChoice>;

type PersonaField = keyof Persona | "count";

/** The built-in personas, then the caller's own, newest first. `hostId` is null for who is not signed in. */
export async function personaChoices(ctx: Pick<QueryCtx, "db">, hostId: Id<"users"> | null): Promise<PersonaChoice[]> {
  const mine = hostId ? await personasOf(ctx, hostId) : [];
  return [
    ...BUILT_IN_PERSONAS.map(({ personaId, persona: { name, archetype, colour, style } }) => {
      return { personaId, builtIn: true, name, archetype, colour, style, prompt: null };
    }),
    ...mine.map(({ _id: personaId, name, archetype, colour, style, prompt }) => {
      return { personaId, builtIn: false, name, archetype, colour, style, prompt };
    }),
  ];
}

/** The host's own persona of that id; null if there is none, or if it is another host's. */
export async function ownPersona(
  ctx: Pick<QueryCtx, "db">,
  personaId: string,
  hostId: Id<"users">,
): Promise<Persona | null> {
  const id = ctx.db.normalizeId("personas", personaId);
  const doc = id && (await ctx.db.get("personas", id));
  return doc?.hostId === hostId ? personaOf(doc) : null;
}

/** Throws NOT_FOUND or FORBIDDEN for another's, BLOCKED_TEXT, INVALID_PERSONA with the bad `field` (`count`: too many already). */
export async function savePersona(
  ctx: MutationCtx,
  hostId: Id<"users">,
  personaId: Id<"personas"> | undefined,
  input: Persona,
): Promise<Id<"personas">> {
  const persona = parsePersona(input);
  await checkText(ctx, [persona.name, persona.archetype, persona.style, persona.prompt].join("\n"));
  if (personaId !== undefined) {
    await requireOwn(ctx, personaId, hostId);
    await ctx.db.patch("personas", personaId, persona);
    return personaId;
  }
  const count = (await personasOf(ctx, hostId)).length;
  if (count >= MAX_PERSONAS_PER_HOST) throw invalid("count", `A host has at most ${MAX_PERSONAS_PER_HOST} personas`);
  return await ctx.db.insert("personas", { ...persona, hostId });
}

/** Rooms and battles hold copies, so none of them misses it. Throws NOT_FOUND. */
export async function removePersona(ctx: MutationCtx, hostId: Id<"users">, personaId: Id<"personas">): Promise<void> {
  await requireOwn(ctx, personaId, hostId);
  await ctx.db.delete("personas", personaId);
}

async function requireOwn(ctx: MutationCtx, personaId: Id<"personas">, hostId: Id<"users">): Promise<void> {
  const doc = await ctx.db.get("personas", personaId);
  // To all but its owner there is no such persona.
  if (doc?.hostId !== hostId) throw arenaError("NOT_FOUND", "No such persona", { personaId });
}

async function personasOf(ctx: Pick<QueryCtx, "db">, hostId: Id<"users">): Promise<Doc<"personas">[]> {
  return await ctx.db
    .query("personas")
    .withIndex("by_hostId", (q) => q.eq("hostId", hostId))
    .order("desc")
    .take(MAX_PERSONAS_PER_HOST);
}

function personaOf({ name, archetype, colour, style, prompt }: Doc<"personas">): Persona {
  return { name, archetype, colour, style, prompt };
}

function parsePersona(input: Persona): Persona {
  const persona = {
    name: oneLine(input.name),
    archetype: oneLine(input.archetype),
    colour: input.colour.trim().toLowerCase(),
    style: oneLine(input.style),
    prompt: plainLines(input.prompt),
  };
  requireLength("name", persona.name, PERSONA_NAME_LENGTH.max);
  requireLength("archetype", persona.archetype, MAX_ARCHETYPE_LENGTH);
  requireLength("style", persona.style, MAX_STYLE_LENGTH);
  requireLength("prompt", persona.prompt, MAX_PERSONA_LENGTH);
  if (!/^#[0-9a-f]{6}$/.test(persona.colour)) throw invalid("colour", "A colour is written #rrggbb");
  return persona;
}

/** What has no letter or digit at all shows nothing that could be read. */
function requireLength(field: PersonaField, text: string, max: number): void {
  if (text.length > max || !/[\p{L}\p{N}]/u.test(text)) throw invalid(field, `The ${field} has 1 to ${max} characters`);
}

function invalid(field: PersonaField, message: string) {
  return arenaError("INVALID_PERSONA", message, { field });
}
