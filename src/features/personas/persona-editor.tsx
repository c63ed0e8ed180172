import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Persona } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { ColourField } from "./colour-field";
import { LIMITS, type PersonaErrors, personaErrors, type PersonaField } from "./persona-draft";
import { PersonaFaceRow } from "./persona-card";
import { storePersona } from "./stored-persona";
import { TextField } from "./text-field";
import { personaRefusal, PUBLIC_NOTE } from "./words";

interface PersonaEditorProps {
  /** Null: a new one. */
  personaId: string | null;
  start: Persona;
  palette: readonly string[];
  saveLabel: string;
  /** Rejects when it could not be saved; everything typed is kept then. */
  save: (persona: Persona) => Promise<void>;
  onCancel: () => void;
}

export function PersonaEditor({ personaId, start, palette, saveLabel, save, onCancel }: PersonaEditorProps) {
  const [persona, setPersona] = useState(start);
  const [errors, setErrors] = useState<PersonaErrors>({});
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const change = (field: PersonaField, value: string) => {
    const next = { ...persona, [field]: value };
    setPersona(next);
    storePersona(personaId, next);
    // Only what was complained about is judged before the next try.
    if (errors[field]) setErrors(withField(errors, field, personaErrors(next)[field]));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const found = personaErrors(persona);
    setErrors(found);
    setRefused(null);
    const [first] = Object.keys(found);
    if (first) return focusField(first);
    setPending(true);
    try {
      await save(persona);
    } catch (error) {
      const { field, text } = personaRefusal(error);
      if (field) {
        setErrors({ [field]: text });
        focusField(field);
      } else setRefused(text);
    } finally {
      setPending(false);
    }
  };

  const text = (field: keyof typeof LIMITS, label: string, rows?: number) => (
    <TextField
      field={field}
      label={label}
      rows={rows}
      value={persona[field]}
      error={errors[field]}
      onChange={(value) => change(field, value)}
    />
  );

  return (
    <section aria-labelledby="editor-title" className="rounded-xl border border-line-strong bg-surface p-5 md:p-6">
      <h2 id="editor-title" ref={title} tabIndex={-1} className="font-display text-xl font-bold outline-none">
        {personaId ? "Edit persona" : "New persona"}
      </h2>
      <p className="mt-1 max-w-[64ch] text-[0.9375rem] text-ink-soft">{PUBLIC_NOTE}</p>
      <form noValidate onSubmit={(event) => void submit(event)} className="mt-5 grid gap-6 md:grid-cols-[1fr_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <div className="grid gap-5 sm:grid-cols-2">
            {text("name", "Name")}
            {text("archetype", "Kind")}
          </div>
          <ColourField
            value={persona.colour}
            palette={palette}
            error={errors.colour}
            onChange={(colour) => change("colour", colour)}
          />
          {text("style", "How it argues")}
          {text("prompt", "Instructions for the model", 5)}
        </div>
        <Preview persona={persona} />
        <div className="flex flex-wrap items-center gap-4 md:col-span-2">
          <Button type="submit" look="gold" pending={pending}>
            {pending ? "Saving" : saveLabel}
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
          <p role="alert" className="text-danger empty:hidden">
            {refused}
          </p>
        </div>
      </form>
    </section>
  );
}

/** As the audience will see it; stands still while the form beside it scrolls. */
function Preview({ persona }: { persona: Persona }) {
  const { name, archetype, style } = persona;
  const face = {
    ...persona,
    name: name.trim() || "Name",
    archetype: archetype.trim() || "Kind",
    style: style.trim() || "How it argues, in one sentence.",
  };
  return (
    <aside
      aria-label="Preview"
      className="self-start rounded-lg border border-line bg-raised p-4 max-md:order-first md:sticky md:top-4"
    >
      <p className="label mb-3 text-ink-faint">Preview</p>
      <PersonaFaceRow face={face} />
    </aside>
  );
}

function focusField(field: string): void {
  document.getElementById(`persona-${field}`)?.focus();
}

function withField(errors: PersonaErrors, field: PersonaField, problem: string | undefined): PersonaErrors {
  const { [field]: _, ...others } = errors;
  return problem === undefined ? others : { ...others, [field]: problem };
}
