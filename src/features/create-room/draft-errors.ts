import {
  BUDGET_USD,
  MAX_MODEL_ID_LENGTH,
  MAX_PERSONA_LENGTH,
  SCHEDULE_AHEAD_MS,
  TOPIC_LENGTH,
} from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { Side } from "../../../convex/model/validators";
import { parseUsd } from "../../lib/money";
import { modelSides } from "./formats";
import { isScripted, listedModel } from "./model-list";
import { MODELS_OWN, OWN_WORDS, personaById } from "./personas-list";
import type { FighterDraft, RoomDraft } from "./room-draft";
import { startTime } from "../../lib/start-time";

/** Also the ids of the fields on the page, in the order of the form. */
export type DraftField =
  | "topic"
  | `model-${Side}`
  | `persona-${Side}`
  | `words-${Side}`
  | "rounds"
  | "max-words"
  | "voting"
  | "fallback"
  | "budget-battle"
  | "budget-day"
  | "start-at";
export type DraftErrors = Partial<Record<DraftField, string>>;

/** The fields that may be folded away. */
const RULES: ReadonlySet<DraftField> = new Set<DraftField>([
  "rounds",
  "max-words",
  "voting",
  "fallback",
  "budget-battle",
  "budget-day",
  "start-at",
]);
export const isRule = (field: DraftField): boolean => RULES.has(field);

export interface Lists {
  models: readonly Model[];
  /** Undefined until they are known. */
  personas: readonly PersonaChoice[] | undefined;
}

/** What is wrong with the draft, by field, in the order of the form; empty when the server may be asked. */
export function draftErrors(draft: RoomDraft, lists: Lists, now: number): DraftErrors {
  const errors: DraftErrors = {};
  const note = (field: DraftField, problem: string | null) => {
    if (problem !== null) errors[field] = problem;
  };
  note("topic", topicProblem(draft.topic));
  for (const side of modelSides(draft.format)) {
    const fighter = draft.fighters[side];
    note(
      `model-${side}`,
      modelProblem(fighter.model, lists.models) ?? (side === "B" ? duelProblem(draft, lists) : null),
    );
    note(`persona-${side}`, personaProblem(fighter, lists));
    note(`words-${side}`, fighter.persona === OWN_WORDS ? wordsProblem(fighter.words) : null);
  }
  note("fallback", draft.fallback.trim() === "" ? null : modelProblem(draft.fallback, lists.models));
  note("budget-battle", budgetProblem(draft.battleUsd));
  note("budget-day", budgetProblem(draft.dailyUsd));
  note("start-at", startProblem(draft.startAt, now));
  return errors;
}

function topicProblem(typed: string): string | null {
  const { length } = typed.trim();
  if (length < TOPIC_LENGTH.min) return `Say what it is about, in at least ${TOPIC_LENGTH.min} characters.`;
  return length > TOPIC_LENGTH.max ? atMost(TOPIC_LENGTH.max, length) : null;
}

function modelProblem(typed: string, models: readonly Model[]): string | null {
  const id = typed.trim();
  if (id === "") return "Pick a model, or type the id of one.";
  const listed = listedModel(id, models);
  if (listed) return listed.available ? null : `${listed.name} is not available here. Pick another one.`;
  if (/\s/.test(id) || !id.includes("/")) return `There is no “${id}” in the list. Other ids look like vendor/model.`;
  return id.length > MAX_MODEL_ID_LENGTH ? `A model id has at most ${MAX_MODEL_ID_LENGTH} characters.` : null;
}

function duelProblem({ format, fighters }: RoomDraft, { models }: Lists): string | null {
  if (format !== "duel" || isScripted(fighters.A.model, models) === isScripted(fighters.B.model, models)) return null;
  return "A duel needs two scripted or two real models: otherwise “scripted” would give the names away.";
}

function personaProblem({ persona }: FighterDraft, { personas }: Lists): string | null {
  const listed = persona === MODELS_OWN || persona === OWN_WORDS || !personas || personaById(persona, personas);
  return listed ? null : "This persona no longer exists. Pick another one.";
}

function wordsProblem(words: string): string | null {
  const { length } = words.trim();
  if (length === 0) return "Say how it argues, or pick a persona.";
  return length > MAX_PERSONA_LENGTH ? atMost(MAX_PERSONA_LENGTH, length) : null;
}

function budgetProblem(typed: string): string | null {
  if (typed.trim() === "") return null;
  const amount = parseUsd(typed);
  if (amount === null) return "Type an amount in US dollars, such as 0.50.";
  if (amount < BUDGET_USD.min) return "A budget is more than nothing. Leave it empty for no limit.";
  return amount > BUDGET_USD.max ? `At most $${BUDGET_USD.max.toLocaleString("en-US")}.` : null;
}

function startProblem(typed: string, now: number): string | null {
  if (typed === "") return null;
  const at = startTime(typed);
  if (at === null) return "This is no time. Pick one, or leave it empty.";
  if (at - now < SCHEDULE_AHEAD_MS.min)
    return "This time has passed, or is less than 5 seconds away. Pick a later one.";
  return at - now > SCHEDULE_AHEAD_MS.max ? "Pick a time within a year from now." : null;
}

function atMost(max: number, length: number): string {
  return `At most ${max} characters; this has ${length}.`;
}
