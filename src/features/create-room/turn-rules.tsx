import { TURN_WORDS } from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { DraftErrors } from "./draft-errors";
import { Field, OPTIONAL } from "../../components/field";
import { ModelPicker } from "./model-picker";
import type { RoomDraft } from "./room-draft";

/** From the least to the most in steps that meet the default. */
const WORD_STEP = 20;

interface TurnRulesProps {
  draft: RoomDraft;
  models: readonly Model[];
  offered: readonly Model[];
  errors: DraftErrors;
  onChange: (part: Partial<RoomDraft>) => void;
}

/** How a model speaks, in every format. */
export function TurnRules({ draft, models, offered, errors, onChange }: TurnRulesProps) {
  const chat = draft.format === "chat";
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <Field
        id="max-words"
        label={chat ? "Words an answer" : "Words a turn"}
        error={errors["max-words"]}
        hint="What a model is asked to keep to."
      >
        <div className="flex min-h-12 items-center gap-4">
          <input
            id="max-words"
            type="range"
            min={TURN_WORDS.min}
            max={TURN_WORDS.max}
            step={WORD_STEP}
            value={draft.maxWords}
            aria-valuetext={`${draft.maxWords} words`}
            aria-describedby="max-words-note"
            onChange={(event) => onChange({ maxWords: event.target.valueAsNumber })}
            className="h-11 min-w-0 flex-1 cursor-pointer accent-gold"
          />
          <output
            htmlFor="max-words"
            aria-live="off"
            className="tabular w-10 text-right font-display text-xl font-bold"
          >
            {draft.maxWords}
          </output>
        </div>
      </Field>
      <Field
        id="fallback"
        label={<>Stand-in model {OPTIONAL}</>}
        error={errors.fallback}
        hint={
          chat
            ? "Answers when the model cannot."
            : "Speaks when a fighter cannot; the battle is then unrated. Without one the turn is lost."
        }
      >
        <ModelPicker
          id="fallback"
          label="Stand-in model"
          side={null}
          value={draft.fallback}
          offered={offered}
          models={models}
          placeholder="Nobody"
          error={errors.fallback}
          onChange={(fallback) => onChange({ fallback })}
        />
      </Field>
    </div>
  );
}
