import { ROUNDS, TURN_WORDS, VOTING_SECONDS } from "../../../convex/model/limits";
import type { Visibility } from "../../../convex/model/peopleValidators";
import type { FighterChoice, Format, Side } from "../../../convex/model/validators";
import type { Model } from "../../../convex/model/modelValidators";
import { parseUsd } from "../../lib/money";
import { modelSides } from "./formats";
import { listedModel } from "./model-list";
import { MODELS_OWN, OWN_WORDS } from "./personas-list";
import { startTime } from "../../lib/start-time";

/** What the form holds: text as it was typed. */
export interface FighterDraft {
  /** A listed model's name or id, or any other id. */
  model: string;
  /** An id of `personas.list`, MODELS_OWN or OWN_WORDS. */
  persona: string;
  /** Kept while another persona is picked. */
  words: string;
}

export interface RoomDraft {
  format: Format;
  topic: string;
  fighters: Record<Side, FighterDraft>;
  rounds: number;
  maxWords: number;
  referee: boolean;
  commentator: boolean;
  tools: boolean;
  /** 0: no votes. */
  votingSeconds: number;
  /** Like a fighter's model; empty: none. */
  fallback: string;
  /** US dollars as typed; empty: no limit. */
  battleUsd: string;
  dailyUsd: string;
  /** As a datetime-local field writes it, in local time; empty: the host starts it. */
  startAt: string;
  visibility: Visibility;
}

export const EMPTY_DRAFT: RoomDraft = {
  format: "debate",
  topic: "",
  fighters: {
    A: { model: "Socrates", persona: MODELS_OWN, words: "" },
    B: { model: "Firebrand", persona: MODELS_OWN, words: "" },
  },
  rounds: ROUNDS.default,
  maxWords: TURN_WORDS.default,
  referee: true,
  commentator: true,
  tools: true,
  votingSeconds: VOTING_SECONDS.default,
  fallback: "",
  battleUsd: "",
  dailyUsd: "",
  startAt: "",
  visibility: "public",
};

/** The id to send for what was typed. */
export function modelIdOf(typed: string, models: readonly Model[]): string {
  return listedModel(typed, models)?.modelId ?? typed.trim();
}

/** The arguments of `rooms.create`. Call it with a draft that has no errors. */
export function roomArgs(draft: RoomDraft, models: readonly Model[]) {
  const { format, topic, fighters, rounds, maxWords, tools, startAt, visibility } = draft;
  const chat = format === "chat";
  const start = startTime(startAt);
  return {
    topic: topic.trim(),
    format,
    fighters: modelSides(format).map((side) => fighterChoice(fighters[side], models)),
    ...(!chat && { rounds }),
    settings: {
      maxWords,
      tools,
      ...(!chat && { referee: draft.referee, commentator: draft.commentator, votingSeconds: draft.votingSeconds }),
      fallbackModelId: draft.fallback.trim() ? modelIdOf(draft.fallback, models) : null,
    },
    budgets: { battleUsd: parseUsd(draft.battleUsd), dailyUsd: parseUsd(draft.dailyUsd) },
    visibility,
    ...(start !== null && { startAt: start }),
  };
}

export type RoomArgs = ReturnType<typeof roomArgs>;

function fighterChoice({ model, persona, words }: FighterDraft, models: readonly Model[]): FighterChoice {
  const modelId = modelIdOf(model, models);
  if (persona === OWN_WORDS) return words.trim() ? { modelId, persona: words.trim() } : { modelId };
  return persona === MODELS_OWN ? { modelId } : { modelId, personaId: persona };
}
