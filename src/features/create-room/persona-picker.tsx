import { Select } from "@base-ui/react/select";
import { clsx } from "clsx";
import Check from "lucide-react/icons/check";
import ChevronDown from "lucide-react/icons/chevron-down";
import PencilLine from "lucide-react/icons/pencil-line";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { PersonaFace } from "../../../convex/model/validators";
import { INPUT } from "../../components/input-style";
import { PersonaSigil } from "../../components/persona-sigil";
import { describedBy } from "../../components/field";
import { MODELS_OWN, OWN_WORDS, personaById } from "./personas-list";

interface PersonaPickerProps {
  id: string;
  label: string;
  value: string;
  /** How the picked model argues by itself. */
  /** Undefined while the personas load. */
  modelsOwn: PersonaFace | undefined;
  /** Undefined while they are loading: the two other choices are there at once. */
  personas: readonly PersonaChoice[] | undefined;
  error: string | undefined;
  onChange: (value: string) => void;
}

export function PersonaPicker(props: PersonaPickerProps) {
  const { id, label, value, modelsOwn, personas = [], error, onChange } = props;
  const own = personas.filter(({ builtIn }) => !builtIn);
  return (
    <Select.Root value={value} onValueChange={(picked) => picked !== null && onChange(picked)}>
      <Select.Trigger
        {...describedBy(id, error)}
        aria-label={label}
        className={clsx(INPUT, "flex min-h-14 cursor-pointer items-center gap-3 py-2 text-left")}
      >
        <Picked value={value} modelsOwn={modelsOwn} personas={props.personas} />
        <ChevronDown aria-hidden size={18} className="ml-auto shrink-0 text-ink-soft" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner
          alignItemWithTrigger={false}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 outline-hidden"
        >
          <Select.Popup className="max-h-[min(26rem,var(--available-height))] w-[max(var(--anchor-width),24rem)] max-w-(--available-width) overflow-y-auto overscroll-contain rounded-lg border border-line-strong bg-surface py-1 shadow-float outline-hidden">
            {modelsOwn && (
              <PersonaItem value={MODELS_OWN} face={modelsOwn} title="Model’s own" subtitle={modelsOwn.name} />
            )}
            <WordsItem />
            {own.length > 0 && <PersonaGroup label="Yours" personas={own} />}
            <PersonaGroup label="Built in" personas={personas.filter(({ builtIn }) => builtIn)} />
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

/** What the closed field shows. */
function Picked({ value, modelsOwn, personas }: Pick<PersonaPickerProps, "value" | "modelsOwn" | "personas">) {
  if (value === OWN_WORDS) return <Face mark={<WordsMark />} title="Own words" subtitle="described below" />;
  const persona = value === MODELS_OWN ? modelsOwn : personaById(value, personas ?? []);
  if (!persona) return <span className="text-ink-faint">{personas ? "No such persona" : "Loading the personas"}</span>;
  const title = value === MODELS_OWN ? "Model’s own" : persona.name;
  return (
    <Face
      mark={<PersonaSigil name={persona.name} colour={persona.colour} className="size-9 shrink-0" />}
      title={title}
      subtitle={value === MODELS_OWN ? persona.name : persona.archetype}
    />
  );
}

function Face({ mark, title, subtitle }: { mark: React.ReactNode; title: string; subtitle: string }) {
  return (
    <>
      {mark}
      <span className="min-w-0">
        <bdi className="block truncate leading-5 font-semibold">{title}</bdi>
        <bdi className="block truncate text-sm leading-5 text-ink-faint">{subtitle}</bdi>
      </span>
    </>
  );
}

function PersonaGroup({ label, personas }: { label: string; personas: readonly PersonaChoice[] }) {
  return (
    <Select.Group>
      <Select.GroupLabel className="label border-t border-line px-3.5 pt-3 pb-1 text-ink-faint">
        {label}
      </Select.GroupLabel>
      {personas.map((persona) => (
        <PersonaItem
          key={persona.personaId}
          value={persona.personaId}
          face={persona}
          title={persona.name}
          subtitle={persona.archetype}
        />
      ))}
    </Select.Group>
  );
}

const ITEM =
  "grid min-h-11 cursor-pointer grid-cols-[2.25rem_minmax(0,1fr)_1.25rem] items-start gap-3 px-3.5 py-2.5 outline-hidden select-none data-highlighted:bg-raised data-highlighted:shadow-[inset_3px_0_var(--color-gold)]";

interface PersonaItemProps {
  value: string;
  face: PersonaFace;
  title: string;
  subtitle: string;
}

function PersonaItem({ value, face, title, subtitle }: PersonaItemProps) {
  return (
    <Select.Item value={value} label={title} className={ITEM}>
      <PersonaSigil name={face.name} colour={face.colour} className="mt-0.5 size-9" />
      <span className="min-w-0">
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <Select.ItemText render={<bdi />} className="max-w-full truncate font-semibold">
            {title}
          </Select.ItemText>
          <bdi className="max-w-full truncate text-sm text-ink-faint">{subtitle}</bdi>
        </span>
        <bdi className="block text-[0.8125rem] leading-5 text-pretty wrap-anywhere text-ink-soft">{face.style}</bdi>
      </span>
      <Indicator />
    </Select.Item>
  );
}

function WordsItem() {
  return (
    <Select.Item value={OWN_WORDS} label="Own words" className={ITEM}>
      <WordsMark />
      <span className="min-w-0">
        <Select.ItemText className="font-semibold">Own words</Select.ItemText>
        <span className="block text-[0.8125rem] leading-5 text-ink-soft">
          Say in a few lines how it argues, for this room only.
        </span>
      </span>
      <Indicator />
    </Select.Item>
  );
}

function WordsMark() {
  return (
    <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg border border-dashed border-line-strong text-ink-soft">
      <PencilLine aria-hidden size={18} />
    </span>
  );
}

function Indicator() {
  return (
    <Select.ItemIndicator className="mt-1 text-gold">
      <Check aria-hidden size={18} />
    </Select.ItemIndicator>
  );
}
