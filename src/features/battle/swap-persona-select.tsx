import ChevronDown from "lucide-react/icons/chevron-down";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import { INPUT } from "../../components/input-style";
import { MODELS_OWN, OWN_WORDS } from "./swap-choice";

interface PersonaSelectProps {
  id: string;
  value: string;
  personas: readonly PersonaChoice[];
  onChange: (persona: string) => void;
}

/** The platform's own list: on a phone nothing is quicker. */
export function PersonaSelect({ id, value, personas, onChange }: PersonaSelectProps) {
  const own = personas.filter((persona) => !persona.builtIn);
  const builtIn = personas.filter((persona) => persona.builtIn);
  return (
    <span className="relative">
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-note`}
        className={`${INPUT} min-h-11 appearance-none truncate pr-12`}
      >
        <option value={MODELS_OWN}>The model's own</option>
        <option value={OWN_WORDS}>In my own words</option>
        {own.length > 0 && <PersonaGroup label="Mine" personas={own} />}
        <PersonaGroup label="Built in" personas={builtIn} />
      </select>
      <ChevronDown
        aria-hidden
        size={18}
        className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-soft"
      />
    </span>
  );
}

function PersonaGroup({ label, personas }: { label: string; personas: readonly PersonaChoice[] }) {
  return (
    <optgroup label={label}>
      {personas.map(({ personaId, name, archetype }) => (
        <option key={personaId} value={personaId}>
          {`${name} (${archetype})`}
        </option>
      ))}
    </optgroup>
  );
}

export function personaHint(persona: string, personas: readonly PersonaChoice[]): string {
  if (persona === MODELS_OWN) return "Every model comes with a way to argue.";
  return personas.find((one) => one.personaId === persona)?.style ?? "You describe how it argues.";
}
