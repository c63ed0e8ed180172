import type { Persona } from "../../../convex/model/validators";
import { FIELDS } from "./persona-draft";

/** What is being written in this tab, one for each persona and one for a new one, until it is saved or given up. */
const key = (personaId: string | null) => `arena-persona-draft:${personaId ?? "new"}`;

export function storedPersona(personaId: string | null): Persona | null {
  try {
    return readPersona(JSON.parse(sessionStorage.getItem(key(personaId)) ?? "null"));
  } catch {
    return null;
  }
}

export function storePersona(personaId: string | null, persona: Persona): void {
  try {
    sessionStorage.setItem(key(personaId), JSON.stringify(persona));
  } catch {
    // Storage may be blocked or full: the draft then lasts as long as the editor.
  }
}

export function dropPersona(personaId: string | null): void {
  try {
    sessionStorage.removeItem(key(personaId));
  } catch {
    // Blocked storage held nothing.
  }
}

function readPersona(stored: unknown): Persona | null {
  if (typeof stored !== "object" || stored === null) return null;
  const values = stored as Record<string, unknown>;
  return FIELDS.every((field) => typeof values[field] === "string") ? (stored as Persona) : null;
}
