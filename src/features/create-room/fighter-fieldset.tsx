import { clsx } from "clsx";
import { MAX_PERSONA_LENGTH } from "../../../convex/model/limits";
import type { Model, Side } from "../../../convex/model/validators";
import { SCRIPTED_NOTE } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { describedBy, Field, INPUT } from "./field";
import { ModelPicker } from "./model-picker";
import { type DraftErrors, type FighterDraft, listedModel } from "./room-draft";

interface FighterFieldsetProps {
  side: Side;
  fighter: FighterDraft;
  models: readonly Model[];
  errors: DraftErrors;
  onChange: (fighter: FighterDraft) => void;
}

export function FighterFieldset({ side, fighter, models, errors, onChange }: FighterFieldsetProps) {
  const listed = listedModel(fighter.model, models);
  const name = listed?.name ?? (fighter.model.trim().split("/").at(-1) || "?");
  const model = { id: `model-${side}`, error: errors[`model-${side}`] };
  const persona = { id: `persona-${side}`, error: errors[`persona-${side}`] };
  return (
    <fieldset
      data-side={side}
      className="min-w-0 rounded-xl border border-t-[3px] border-line border-t-(--side) bg-surface p-5 md:p-6"
    >
      <legend className="sr-only">{side === "A" ? "Fighter for the topic" : "Fighter against the topic"}</legend>
      <div
        className={clsx("mb-5 flex items-center gap-4", side === "B" && "md:flex-row-reverse md:text-right")}
        aria-hidden="true"
      >
        <Sigil name={name} side={side} className="size-16 shrink-0" />
        <div className="min-w-0">
          <p className="label text-(--side)">{side === "A" ? "For" : "Against"}</p>
          <p className="truncate font-display text-2xl leading-8 font-bold">{name}</p>
        </div>
      </div>
      <div className="flex flex-col gap-5">
        <Field
          id={model.id}
          label="Model"
          error={model.error}
          hint={
            listed
              ? `${listed.tagline}. ${listed.scripted ? SCRIPTED_NOTE : listed.modelId}.`
              : "Any model id, as vendor/model."
          }
        >
          <ModelPicker
            {...model}
            side={side}
            value={fighter.model}
            models={models}
            onChange={(value) => onChange({ ...fighter, model: value })}
          />
        </Field>
        <Field
          id={persona.id}
          label={
            <>
              Persona <span className="font-normal text-ink-faint">(optional)</span>
            </>
          }
          error={persona.error}
          hint={`How it argues, in up to ${MAX_PERSONA_LENGTH} characters.`}
        >
          <textarea
            {...describedBy(persona.id, persona.error)}
            rows={3}
            value={fighter.persona}
            onChange={(event) => onChange({ ...fighter, persona: event.target.value })}
            placeholder={side === "A" ? "A patient city planner who likes numbers" : "A shopkeeper who has seen it all"}
            className={INPUT}
          />
        </Field>
      </div>
    </fieldset>
  );
}
