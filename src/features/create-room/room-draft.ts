import { MAX_MODEL_ID_LENGTH, MAX_PERSONA_LENGTH, ROUNDS, TOPIC_LENGTH } from "../../../convex/model/limits";
import type { FighterChoice, Model, Side } from "../../../convex/model/validators";

/** What the form holds: text as it was typed. */
export interface FighterDraft {
  /** A listed model's name or id, or any other id. */
  model: string;
  persona: string;
}

export interface RoomDraft {
  topic: string;
  fighters: Record<Side, FighterDraft>;
  rounds: number;
}

type DraftField = "topic" | `model-${Side}` | `persona-${Side}`;
export type DraftErrors = Partial<Record<DraftField, string>>;

export const EMPTY_DRAFT: RoomDraft = {
  topic: "",
  fighters: { A: { model: "Socrates", persona: "" }, B: { model: "Firebrand", persona: "" } },
  rounds: ROUNDS.default,
};

/** The listed model that was typed, by name or id, whatever the case. */
export function listedModel(typed: string, models: readonly Model[]): Model | undefined {
  const wanted = typed.trim().toLowerCase();
  return models.find((model) => [model.name, model.modelId].some((key) => key.toLowerCase() === wanted));
}

/** What is wrong with the draft, by field, in the order of the form; empty when the server may be asked. */
export function draftErrors(draft: RoomDraft, models: readonly Model[]): DraftErrors {
  const errors: DraftErrors = {};
  const topic = draft.topic.trim();
  if (topic.length < TOPIC_LENGTH.min) errors.topic = "Say what they should argue about, in at least 3 characters.";
  if (topic.length > TOPIC_LENGTH.max)
    errors.topic = `At most ${TOPIC_LENGTH.max} characters; this has ${topic.length}.`;
  for (const side of ["A", "B"] as const) {
    const { model, persona } = draft.fighters[side];
    const problem = modelProblem(model, models);
    if (problem) errors[`model-${side}`] = problem;
    const length = persona.trim().length;
    if (length > MAX_PERSONA_LENGTH) {
      errors[`persona-${side}`] = `At most ${MAX_PERSONA_LENGTH} characters; this has ${length}.`;
    }
  }
  return errors;
}

function modelProblem(typed: string, models: readonly Model[]): string | null {
  const id = typed.trim();
  if (id === "") return "Pick a model, or type the id of one.";
  const listed = listedModel(id, models);
  if (listed) return listed.available ? null : `${listed.name} is not available here. Pick another one.`;
  if (/\s/.test(id) || !id.includes("/")) return `There is no “${id}” in the list. Other ids look like vendor/model.`;
  return id.length > MAX_MODEL_ID_LENGTH ? `A model id has at most ${MAX_MODEL_ID_LENGTH} characters.` : null;
}

/** The arguments of `rooms.create`. Call it with a draft that has no errors. */
export function roomArgs(draft: RoomDraft, models: readonly Model[]) {
  const choice = ({ model, persona }: FighterDraft): FighterChoice => ({
    modelId: listedModel(model, models)?.modelId ?? model.trim(),
    ...(persona.trim() && { persona: persona.trim() }),
  });
  return {
    topic: draft.topic.trim(),
    fighters: [choice(draft.fighters.A), choice(draft.fighters.B)] as [FighterChoice, FighterChoice],
    rounds: draft.rounds,
  };
}
