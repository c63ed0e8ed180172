import { type FormEvent, useEffect, useMemo, useState } from "react";
import type { Model } from "../../../convex/model/modelValidators";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import { Button } from "../../components/button";
import { VisibilityChoice } from "../../components/visibility-choice";
import { Versus } from "../../components/versus";
import { retryAfter } from "../../lib/errors";
import { estimate } from "./cost-estimate";
import { type DraftField, isRule } from "./draft-errors";
import { FighterFieldset } from "./fighter-fieldset";
import { FormatPicker } from "./format-picker";
import { DUEL_NOTE, FORMAT_WORDS, hasPerson, modelSides, personSteps } from "./formats";
import { narrowed, NO_FILTER } from "./model-list";
import { ModelSection } from "./model-section";
import { PersonCard } from "./person-card";
import { refusal } from "./refusal";
import { type Refused, RefusedNote } from "./refused-note";
import { type RoomArgs, roomArgs } from "./room-draft";
import { Rules } from "./rules";
import { costSentence } from "./rules-words";
import { TopicField } from "./topic-field";
import { type Brought, useRoomDraft } from "./use-room-draft";
import type { Suggest } from "./use-topic-suggestions";

interface CreateRoomFormProps {
  models: readonly Model[];
  /** Undefined while they are loading. */
  personas: readonly PersonaChoice[] | undefined;
  suggest: Suggest;
  brought?: Brought | null;
  /** Rejects when the room could not be created; everything typed is kept then. */
  create: (args: RoomArgs) => Promise<void>;
}

export function CreateRoomForm({ models, personas, suggest, brought = null, create }: CreateRoomFormProps) {
  const lists = useMemo(() => ({ models, personas }), [models, personas]);
  const { draft, errors, change, changeFighter, judge, refuse } = useRoomDraft(lists, brought);
  const [filter, setFilter] = useState(NO_FILTER);
  const [rulesOpen, setRulesOpen] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [pending, setPending] = useState(false);
  // An object, so that the same field can be gone to twice. A folded field can take focus only once it is drawn.
  const [goTo, setGoTo] = useState<{ field: DraftField } | null>(null);
  useEffect(() => {
    if (goTo) document.getElementById(goTo.field)?.focus();
  }, [goTo]);
  const offered = useMemo(() => narrowed(models, filter), [models, filter]);
  const costs = useMemo(() => estimate(draft, models), [draft, models]);
  const { format } = draft;
  const words = FORMAT_WORDS[format];

  const show = (field: DraftField) => {
    if (isRule(field)) setRulesOpen(true);
    setGoTo({ field });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setRefused(null);
    const wrong = judge();
    if (wrong) return show(wrong);
    setPending(true);
    try {
      await create(roomArgs(draft, models));
    } catch (error) {
      const { text, fields } = refusal(error, draft, models);
      const [first] = fields;
      if (first) {
        refuse(fields, text);
        show(first);
      } else {
        const wait = retryAfter(error);
        setRefused({ text, retryAt: wait === null ? null : Date.now() + wait });
      }
    } finally {
      setPending(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-7">
      <FormatPicker value={format} onChange={(next) => change({ format: next })} />
      <TopicField
        format={format}
        value={draft.topic}
        error={errors.topic}
        suggest={suggest}
        onChange={(topic) => change({ topic })}
      />
      <ModelSection models={models} offered={offered} filter={filter} onFilter={setFilter} />
      <div className="flex flex-col gap-3">
        {format === "duel" && <p className="text-[0.9375rem] text-ink-soft">{DUEL_NOTE}</p>}
        <div className="relative grid gap-6 md:grid-cols-2">
          {hasPerson(format) && <PersonCard format={format} steps={personSteps(format, draft)} />}
          {modelSides(format).map((side) => (
            <FighterFieldset
              key={side}
              side={side}
              format={format}
              fighter={draft.fighters[side]}
              lists={lists}
              offered={offered}
              errors={errors}
              onChange={changeFighter}
            />
          ))}
          {format !== "chat" && <Versus className="absolute top-11 left-1/2 w-16 -translate-x-1/2 max-md:hidden" />}
        </div>
      </div>
      <VisibilityChoice row value={draft.visibility} onChange={(visibility) => change({ visibility })} />
      <Rules
        open={rulesOpen}
        onToggle={() => setRulesOpen(!rulesOpen)}
        draft={draft}
        models={models}
        offered={offered}
        costs={costs}
        errors={errors}
        onChange={change}
      />
      <div className="flex flex-wrap items-center justify-end gap-x-6 gap-y-4">
        <p className="tabular mr-auto max-w-[44ch] text-[0.9375rem] text-ink-soft">{costSentence(draft, costs)}</p>
        <Button type="submit" look="gold" pending={pending} className="min-h-13 px-8 text-lg max-sm:w-full">
          {pending ? words.submitting : words.submit}
        </Button>
      </div>
      <RefusedNote refused={refused} />
    </form>
  );
}
