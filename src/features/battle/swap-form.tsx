import TriangleAlert from "lucide-react/icons/triangle-alert";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import { MAX_PERSONA_LENGTH } from "../../../convex/model/limits";
import type { Model } from "../../../convex/model/modelValidators";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { LiveTurn, Side } from "../../../convex/model/validators";
import { SCRIPTED_NOTE } from "../../components/badges";
import { Button } from "../../components/button";
import { INPUT } from "../../components/input-style";
import {
  EMPTY_SWAP,
  listedModel,
  OWN_WORDS,
  swapConsequences,
  type SwapDraft,
  type SwapErrors,
  swapErrors,
} from "./swap-choice";
import { SwapModelField } from "./swap-model-field";
import { personaHint, PersonaSelect } from "./swap-persona-select";
import { SideChoice } from "./swap-side-choice";

interface SwapFormProps {
  battle: Battle;
  sides: readonly Side[];
  live: readonly LiveTurn[];
  models: readonly Model[];
  personas: readonly PersonaChoice[];
  pending: boolean;
  onSubmit: (side: Side, draft: SwapDraft) => void;
}

export function SwapForm({ battle, sides, live, models, personas, pending, onSubmit }: SwapFormProps) {
  const id = useId();
  const [side, setSide] = useState<Side>(sides[0] ?? "B");
  const [draft, setDraft] = useState(EMPTY_SWAP);
  const [errors, setErrors] = useState<SwapErrors | null>(null);
  const change = (part: Partial<SwapDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    // Complained about once, a field is judged again as it changes.
    if (errors) setErrors(swapErrors(next, models));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = swapErrors(draft, models);
    setErrors(found);
    const first = found.model ? "model" : found.words ? "words" : null;
    if (first) document.getElementById(`${id}-${first}`)?.focus();
    else onSubmit(side, draft);
  };
  const listed = listedModel(draft.model, models);
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-5">
      <SideChoice battle={battle} sides={sides} value={side} onChange={setSide} />
      <Labelled
        id={`${id}-model`}
        label="New model"
        error={errors?.model}
        hint={
          listed
            ? [listed.tagline, listed.scripted ? SCRIPTED_NOTE : listed.modelId].filter(Boolean).join(". ")
            : "From the list, or any id like vendor/model."
        }
      >
        <SwapModelField
          id={`${id}-model`}
          side={side}
          value={draft.model}
          models={models}
          error={errors?.model}
          onChange={(model) => change({ model })}
        />
      </Labelled>
      <Labelled id={`${id}-persona`} label="Persona" hint={personaHint(draft.persona, personas)}>
        <PersonaSelect
          id={`${id}-persona`}
          value={draft.persona}
          personas={personas}
          onChange={(persona) => change({ persona })}
        />
      </Labelled>
      {draft.persona === OWN_WORDS && (
        <Labelled
          id={`${id}-words`}
          label="How it argues"
          error={errors?.words}
          hint={`Up to ${MAX_PERSONA_LENGTH} characters.`}
        >
          <textarea
            id={`${id}-words`}
            rows={3}
            value={draft.words}
            onChange={(event) => change({ words: event.target.value })}
            aria-invalid={errors?.words ? true : undefined}
            aria-describedby={`${id}-words-note`}
            className={INPUT}
          />
        </Labelled>
      )}
      <Consequences lines={swapConsequences(battle, side, live)} />
      <div className="flex justify-end">
        <Button type="submit" look="gold" pending={pending}>
          Swap fighter
        </Button>
      </div>
    </form>
  );
}

interface LabelledProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: ReactNode;
}

function Labelled({ id, label, hint, error, children }: LabelledProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-[0.9375rem] font-semibold">
        {label}
      </label>
      {children}
      <p id={`${id}-note`} className={error ? "text-[0.9375rem] text-danger" : "min-h-5 text-sm text-ink-faint"}>
        {error ?? hint}
      </p>
    </div>
  );
}

function Consequences({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="flex items-start gap-3 rounded-lg border border-line bg-raised px-4 py-3">
      <TriangleAlert aria-hidden size={18} className="mt-1 shrink-0 text-gold" />
      <ul className="flex flex-col gap-1 text-[0.9375rem] text-ink-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
