import type { Model } from "../../../convex/model/modelValidators";
import { errorDetail } from "../../lib/error-detail";
import { errorCode, errorText } from "../../lib/errors";
import type { DraftField } from "./draft-errors";
import { modelSides } from "./formats";
import { MODELS_OWN, OWN_WORDS } from "./personas-list";
import { modelIdOf, type RoomDraft } from "./room-draft";

/** What the server refused, in words, and the fields it is said at; none: it is said of the whole form. */
export interface Refusal {
  text: string;
  fields: DraftField[];
}

export function refusal(error: unknown, draft: RoomDraft, models: readonly Model[]): Refusal {
  return { text: errorText(error), fields: fieldsOf(error, draft, models) };
}

function fieldsOf(error: unknown, draft: RoomDraft, models: readonly Model[]): DraftField[] {
  switch (errorCode(error)) {
    case "INVALID_TOPIC":
      return ["topic"];
    case "INVALID_ROUNDS":
      return ["rounds"];
    case "INVALID_TIME":
      return ["start-at"];
    case "INVALID_BUDGET":
      return budgetFields(draft);
    case "INVALID_SETTINGS":
      return errorDetail(error, "field") === "votingSeconds" ? ["voting"] : ["max-words"];
    case "INVALID_PERSONA":
      return personaFields(draft, errorDetail(error, "field"));
    case "INVALID_MODEL":
    case "MODEL_UNAVAILABLE":
      return errorDetail(error, "field") === "fallbackModelId"
        ? ["fallback"]
        : modelFields(draft, models, errorDetail(error, "modelId"));
    default:
      return [];
  }
}

/** The server names the model; both fighters may have it. */
function modelFields({ format, fighters }: RoomDraft, models: readonly Model[], modelId: string | null): DraftField[] {
  const sides = modelSides(format);
  const named = sides.filter((side) => modelId !== null && modelIdOf(fighters[side].model, models) === modelId);
  return (named.length > 0 ? named : sides.slice(-1)).map((side) => `model-${side}` as const);
}

/** The server does not say whose persona it is: every fighter that has such a one is marked. */
function personaFields({ format, fighters }: RoomDraft, field: string | null): DraftField[] {
  return modelSides(format).flatMap((side): DraftField[] => {
    const { persona } = fighters[side];
    if (persona === MODELS_OWN) return [];
    if (persona === OWN_WORDS) return field === "personaId" ? [] : [`words-${side}`];
    return field === "personaId" ? [`persona-${side}`] : [];
  });
}

function budgetFields({ battleUsd, dailyUsd }: RoomDraft): DraftField[] {
  return [...(battleUsd.trim() ? ["budget-battle" as const] : []), ...(dailyUsd.trim() ? ["budget-day" as const] : [])];
}
