import { Link, useNavigate } from "@tanstack/react-router";
import ArrowLeft from "lucide-react/icons/arrow-left";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { Persona, Side } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { OwnPersona } from "./own-persona";
import { PersonaCard } from "./persona-card";
import { emptyPersona, personaOf } from "./persona-draft";
import { PersonaEditor } from "./persona-editor";
import { dropPersona, storedPersona } from "./stored-persona";
import { useDeletePersona, usePersonas, useSavePersona } from "./use-personas";
import { EMPTY, LEAD } from "./words";

/** What is open in the editor: an own persona, or a new one. */
type Editing = { persona: PersonaChoice | null };

/** `forSide`: whoever came from the form of a new battle goes back there with what they wrote. */
export function PersonasPage({ forSide }: { forSide: Side | null }) {
  const personas = usePersonas();
  const save = useSavePersona();
  const { run: remove, deleting } = useDeletePersona(save);
  const navigate = useNavigate();
  const [editing, setEditing] = useState<Editing | null>(forSide ? { persona: null } : null);
  const [saved, setSaved] = useState("");
  const own = personas?.filter(({ builtIn }) => !builtIn);
  const builtIn = personas?.filter((persona) => persona.builtIn);

  const edit = (persona: PersonaChoice | null) => {
    setSaved("");
    setEditing({ persona });
  };
  const keep = async (personaId: string | null, persona: Persona) => {
    const id = await save(personaId, persona);
    dropPersona(personaId);
    if (forSide) return await navigate({ to: "/rooms/new", search: { side: forSide, persona: id } });
    setEditing(null);
    setSaved(`Saved “${persona.name.trim()}”.`);
  };

  return (
    <main id="main" className="mx-auto flex max-w-[80rem] flex-col gap-8 px-4 pt-8 pb-20 md:px-8">
      <title>Personas · ArenaAI</title>
      <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div>
          {forSide && <BackToBattle />}
          <h1 className="font-display text-[1.75rem] font-bold md:text-4xl">Personas</h1>
          <p className="mt-2 max-w-[60ch] text-ink-soft">{LEAD}</p>
          {/* Its line is there before it is needed: saving moves nothing. */}
          <output className="mt-2 block min-h-6 wrap-anywhere text-ink-soft">{saved}</output>
        </div>
        {!editing && personas && (
          <Button look="gold" icon={<Plus aria-hidden size={18} />} onClick={() => edit(null)}>
            Write a persona
          </Button>
        )}
      </header>
      {editing && builtIn && (
        <Editor
          key={editing.persona?.personaId ?? "new"}
          persona={editing.persona}
          builtIn={builtIn}
          saveLabel={forSide ? "Save and use it" : "Save persona"}
          keep={keep}
          close={() => setEditing(null)}
        />
      )}
      {own && builtIn ? (
        <>
          <PersonaSection title="Yours" empty={EMPTY}>
            {own.map((persona) => (
              <OwnPersona
                key={persona.personaId}
                persona={persona}
                deleting={deleting === persona.personaId}
                onEdit={() => edit(persona)}
                onDelete={() => {
                  setSaved("");
                  void remove(persona);
                }}
              />
            ))}
          </PersonaSection>
          <PersonaSection title="Built in">
            {builtIn.map((persona) => (
              <li key={persona.personaId}>
                <PersonaCard face={persona} />
              </li>
            ))}
          </PersonaSection>
        </>
      ) : (
        <Skeleton />
      )}
    </main>
  );
}

interface EditorProps {
  persona: PersonaChoice | null;
  builtIn: readonly PersonaChoice[];
  saveLabel: string;
  keep: (personaId: string | null, persona: Persona) => Promise<void>;
  close: () => void;
}

/** Begins with what was left unfinished in this tab, if anything was. */
function Editor({ persona, builtIn, saveLabel, keep, close }: EditorProps) {
  const personaId = persona?.personaId ?? null;
  const palette = builtIn.map(({ colour }) => colour);
  const [start] = useState(
    () => storedPersona(personaId) ?? (persona ? personaOf(persona) : emptyPersona(palette[0] ?? "#1490ca")),
  );
  return (
    <PersonaEditor
      personaId={personaId}
      start={start}
      palette={palette}
      saveLabel={saveLabel}
      save={(written) => keep(personaId, written)}
      onCancel={() => {
        dropPersona(personaId);
        close();
      }}
    />
  );
}

function PersonaSection({ title, empty, children }: { title: string; empty?: string; children: React.ReactNode[] }) {
  return (
    <section aria-label={title}>
      <h2 className="label mb-4 text-[0.9375rem] text-ink-soft">{title}</h2>
      {children.length === 0 && empty ? (
        <p className="text-ink-faint">{empty}</p>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{children}</ul>
      )}
    </section>
  );
}

function BackToBattle() {
  return (
    <Link
      to="/rooms/new"
      className="-ml-2 inline-flex min-h-11 items-center gap-1.5 px-2 font-semibold text-gold underline-offset-4 hover:underline"
    >
      <ArrowLeft aria-hidden size={18} />
      Back to the new battle
    </Link>
  );
}

function Skeleton() {
  return (
    <div aria-busy="true">
      <output className="sr-only">Loading the personas</output>
      <div aria-hidden="true" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <span key={n} className="skeleton h-40" />
        ))}
      </div>
    </div>
  );
}
