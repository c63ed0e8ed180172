import { type FormEvent, useState } from "react";
import { TOPIC_LENGTH } from "../../../convex/model/limits";
import type { Model, Side } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { Versus } from "../../components/versus";
import { errorText } from "../../lib/errors";
import { describedBy, Field, INPUT } from "./field";
import { FighterFieldset } from "./fighter-fieldset";
import { type DraftErrors, draftErrors, EMPTY_DRAFT, type FighterDraft, roomArgs } from "./room-draft";
import { RoundsPicker } from "./rounds-picker";

interface CreateRoomFormProps {
  models: readonly Model[];
  /** Rejects when the room could not be created; everything typed is kept then. */
  create: (args: ReturnType<typeof roomArgs>) => Promise<void>;
}

export function CreateRoomForm({ models, create }: CreateRoomFormProps) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  const change = (part: Partial<typeof draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    // A field that was complained about is judged again as it changes; no other one is before the next try.
    const now = draftErrors(next, models);
    setErrors((before) => pick(now, Object.keys(before) as (keyof DraftErrors)[]));
  };
  const changeFighter = (side: Side, fighter: FighterDraft) =>
    change({ fighters: { ...draft.fighters, [side]: fighter } });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const found = draftErrors(draft, models);
    setErrors(found);
    setRefusal(null);
    const [first] = Object.keys(found);
    if (first) return document.getElementById(first)?.focus();
    setPending(true);
    try {
      await create(roomArgs(draft, models));
    } catch (error) {
      setRefusal(errorText(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      <Field
        id="topic"
        label="Topic"
        error={errors.topic}
        hint="A claim or question with two sides. One argues for it, one against."
      >
        <input
          {...describedBy("topic", errors.topic)}
          type="text"
          autoComplete="off"
          maxLength={TOPIC_LENGTH.max + 50}
          value={draft.topic}
          onChange={(event) => change({ topic: event.target.value })}
          placeholder="Should cities ban private cars from their centres?"
          className={`${INPUT} py-3 text-lg`}
        />
      </Field>
      <div className="relative grid gap-6 md:grid-cols-2">
        {(["A", "B"] as const).map((side) => (
          <FighterFieldset
            key={side}
            side={side}
            fighter={draft.fighters[side]}
            models={models}
            errors={errors}
            onChange={(fighter) => changeFighter(side, fighter)}
          />
        ))}
        <Versus className="absolute top-11 left-1/2 w-16 -translate-x-1/2 max-md:hidden" />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-6">
        <RoundsPicker value={draft.rounds} onChange={(rounds) => change({ rounds })} />
        <Button type="submit" look="gold" pending={pending} className="min-h-13 px-8 text-lg">
          {pending ? "Creating the room" : "Create battle"}
        </Button>
      </div>
      <p role="alert" className="text-danger empty:hidden">
        {refusal}
      </p>
    </form>
  );
}

function pick(errors: DraftErrors, fields: (keyof DraftErrors)[]): DraftErrors {
  return Object.fromEntries(fields.flatMap((field) => (errors[field] ? [[field, errors[field]]] : [])));
}
