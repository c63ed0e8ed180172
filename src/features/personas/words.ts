import { MAX_PERSONAS_PER_HOST } from "../../../convex/model/limits";
import { errorDetail } from "../../lib/error-detail";
import { errorCode, errorText } from "../../lib/errors";
import { FIELDS, type PersonaField } from "./persona-draft";

/** What the page says about personas. */
export const LEAD = "A persona sets how a fighter speaks and argues. Which side it takes is decided by the battle.";
export const PUBLIC_NOTE =
  "Name, kind, colour and sentence are shown to everyone who watches. The instructions are not.";
export const EMPTY = "You have written none yet. The built-in ones below are there for every battle.";

export const HINTS: Record<PersonaField, string> = {
  name: "As it stands beside the fighter.",
  archetype: "One or two words: Advocate, Questioner, Gambler.",
  colour: "Of its emblem. A fighter keeps the colour of its side.",
  style: "One sentence for the audience: how it argues.",
  prompt: "What the model is told: tone and tactics, in a few sentences.",
};

export const PLACEHOLDERS: Record<Exclude<PersonaField, "colour">, string> = {
  name: "Harbour Master",
  archetype: "Navigator",
  style: "Steers every argument back to what can be reached from here.",
  prompt:
    "You are a harbour master: dry, weathered, exact. Measure every plan by wind, depth and time. Answer big words with small facts.",
};

/** Where the server's refusal belongs, and what it says. */
export function personaRefusal(error: unknown): { field: PersonaField | null; text: string } {
  if (errorCode(error) !== "INVALID_PERSONA") return { field: null, text: errorText(error) };
  const named = errorDetail(error, "field");
  if (named === "count") {
    return { field: null, text: `You have ${MAX_PERSONAS_PER_HOST} personas, which is the most. Delete one first.` };
  }
  const field = FIELDS.find((name) => name === named) ?? null;
  return { field, text: field ? REFUSED[field] : errorText(error) };
}

const REFUSED: Record<PersonaField, string> = {
  name: "This name cannot be used. It needs a letter or a digit, and at most 40 characters.",
  archetype: "This cannot be used. It needs a letter or a digit, and at most 40 characters.",
  colour: "Pick a colour.",
  style: "This cannot be used. It needs a letter or a digit, and at most 120 characters.",
  prompt: "This cannot be used. It needs a letter or a digit, and at most 600 characters.",
};
