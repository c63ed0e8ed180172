import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { requireUser, signedInUser } from "./model/identity";
import { personaChoices, removePersona, savePersona, vPersonaChoice } from "./model/ownPersonas";
import { vPersona } from "./model/validators";

/** The built-in personas, then the caller's own. */
export const list = query({
  args: {},
  returns: v.array(vPersonaChoice),
  handler: async (ctx) => await personaChoices(ctx, (await signedInUser(ctx))?._id ?? null),
});

/** Creates a persona, or changes the caller's own `personaId`. */
export const save = mutation({
  args: { personaId: v.optional(v.id("personas")), ...vPersona.fields },
  returns: v.id("personas"),
  handler: async (ctx, { personaId, ...persona }) => {
    return await savePersona(ctx, await requireUser(ctx), personaId, persona);
  },
});

export const remove = mutation({
  args: { personaId: v.id("personas") },
  returns: v.null(),
  handler: async (ctx, { personaId }) => {
    await removePersona(ctx, await requireUser(ctx), personaId);
    return null;
  },
});
