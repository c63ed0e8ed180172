import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import Plus from "lucide-react/icons/plus";
import { memo } from "react";
import { MAX_PERSONA_LENGTH } from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { Format, Side } from "../../../convex/model/validators";
import { SCRIPTED_NOTE } from "../../components/badges";
import { INPUT } from "../../components/input-style";
import { useNow } from "../../hooks/use-now";
import type { DraftErrors, Lists } from "./draft-errors";
import { describedBy, Field } from "../../components/field";
import { standing } from "./formats";
import { isScripted, listedModel } from "./model-list";
import { ModelMark } from "./model-option";
import { ModelPicker } from "./model-picker";
import { modelFigures } from "./model-words";
import { PersonaPicker } from "./persona-picker";
import { MODELS_OWN, modelsOwnPersona, OWN_WORDS, personaById } from "./personas-list";
import { type FighterDraft, modelIdOf } from "./room-draft";

interface FighterFieldsetProps {
  side: Side;
  format: Format;
  fighter: FighterDraft;
  lists: Lists;
  /** `lists.models`, narrowed by the filters. */
  offered: readonly Model[];
  errors: DraftErrors;
  onChange: (side: Side, part: Partial<FighterDraft>) => void;
}

/** Both are on the page while a topic is typed: neither is drawn again for its letters. */
export const FighterFieldset = memo(function FighterFieldset(props: FighterFieldsetProps) {
  const { side, format, fighter, lists, offered, errors } = props;
  const onChange = (part: Partial<FighterDraft>) => props.onChange(side, part);
  const { models, personas } = lists;
  const listed = listedModel(fighter.model, models);
  const name = listed?.name ?? (fighter.model.trim().split("/").at(-1) || "?");
  const modelId = modelIdOf(fighter.model, models);
  const modelsOwn = modelsOwnPersona(modelId, personas ?? []);
  const where = standing(format, side);
  const drawn = format === "duel";
  const model = { id: `model-${side}`, error: errors[`model-${side}`] };
  const persona = { id: `persona-${side}`, error: errors[`persona-${side}`] };
  const picked = fighter.persona === MODELS_OWN ? modelsOwn : personaById(fighter.persona, personas ?? []);
  return (
    <fieldset
      // The sides of a duel are drawn later: until then no fighter has a colour.
      data-side={drawn ? undefined : side}
      className={clsx(
        "min-w-0 rounded-xl border border-t-[3px] border-line bg-surface p-5 md:p-6",
        drawn ? "border-t-line-strong" : "border-t-(--side)",
      )}
    >
      <legend className="sr-only">{where}</legend>
      <div
        className={clsx("mb-5 flex items-center gap-4", side === "B" && "md:flex-row-reverse md:text-right")}
        aria-hidden="true"
      >
        <ModelMark name={name} side={drawn ? null : side} className="size-16 shrink-0" />
        <div className={clsx("min-w-0", side === "A" ? "md:pr-4" : "md:pl-4")}>
          <p className={clsx("label", drawn ? "text-ink-soft" : "text-(--side)")}>{where}</p>
          <p className="truncate font-display text-2xl leading-8 font-bold">
            <bdi>{name}</bdi>
          </p>
        </div>
      </div>
      <div className="flex flex-col gap-5">
        <Field
          id={model.id}
          label="Model"
          error={model.error}
          hint={<ModelHint listed={listed} typed={fighter.model} models={models} />}
        >
          <ModelPicker
            {...model}
            label={`Model, ${where.toLowerCase()}`}
            side={drawn ? null : side}
            value={fighter.model}
            offered={offered}
            models={models}
            placeholder="Socrates, or vendor/model"
            onChange={(value) => onChange({ model: value })}
          />
        </Field>
        <Field id={persona.id} label="Persona" error={persona.error} hint={picked && <bdi>{picked.style}</bdi>}>
          <PersonaPicker
            {...persona}
            label={`Persona, ${where.toLowerCase()}`}
            value={fighter.persona}
            modelsOwn={modelsOwn}
            personas={personas}
            onChange={(value) => onChange({ persona: value })}
          />
        </Field>
        {fighter.persona === OWN_WORDS && (
          <OwnWords
            side={side}
            where={where}
            words={fighter.words}
            error={errors[`words-${side}`]}
            onChange={onChange}
          />
        )}
        <Link
          to="/personas"
          search={{ for: side }}
          aria-label={`Write a persona, ${where.toLowerCase()}`}
          className="-mt-3 inline-flex min-h-11 items-center gap-1.5 self-start text-[0.9375rem] font-semibold text-gold underline-offset-4 hover:underline"
        >
          <Plus aria-hidden size={16} />
          Write a persona
        </Link>
      </div>
    </fieldset>
  );
});

function ModelHint({ listed, typed, models }: { listed: Model | undefined; typed: string; models: readonly Model[] }) {
  const now = useNow(60_000);
  if (!listed) return isScripted(typed, models) ? `${SCRIPTED_NOTE}.` : "Any id may be typed, as vendor/model.";
  return (
    <>
      <bdi className="block wrap-anywhere">{listed.scripted ? SCRIPTED_NOTE : listed.modelId}</bdi>
      <span className="tabular block">{modelFigures(listed, now)}</span>
    </>
  );
}

interface OwnWordsProps {
  side: Side;
  where: string;
  words: string;
  error: string | undefined;
  onChange: (part: Partial<FighterDraft>) => void;
}

function OwnWords({ side, where, words, error, onChange }: OwnWordsProps) {
  const id = `words-${side}`;
  return (
    <Field id={id} label="Own words" error={error} hint={`${words.trim().length} of ${MAX_PERSONA_LENGTH} characters.`}>
      <textarea
        {...describedBy(id, error)}
        aria-label={`Own words, ${where.toLowerCase()}`}
        rows={3}
        value={words}
        onChange={(event) => onChange({ words: event.target.value })}
        placeholder={side === "A" ? "A patient city planner who likes numbers" : "A shopkeeper who has seen it all"}
        className={INPUT}
      />
    </Field>
  );
}
