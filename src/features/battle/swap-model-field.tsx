import { Autocomplete } from "@base-ui/react/autocomplete";
import { clsx } from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import type { Model } from "../../../convex/model/modelValidators";
import type { Side } from "../../../convex/model/validators";
import { SCRIPTED_NOTE } from "../../components/badges";
import { INPUT } from "../../components/input-style";
import { Sigil } from "../../components/sigil";
import { listedModel } from "./swap-choice";

/** More rows could not be read anyway, and each key pressed draws them again. */
const MAX_SHOWN = 40;

interface SwapModelFieldProps {
  id: string;
  side: Side;
  value: string;
  models: readonly Model[];
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A list to choose from that is also a text field: any other model id may be typed. */
export function SwapModelField({ id, side, value, models, error, onChange }: SwapModelFieldProps) {
  // A complete choice filters nothing, so opening the list again offers all the others.
  const matches = (model: Model, query: string) =>
    listedModel(query, models) !== undefined ||
    `${model.name} ${model.modelId} ${model.tagline}`.toLowerCase().includes(query.trim().toLowerCase());
  return (
    <Autocomplete.Root
      items={models}
      value={value}
      onValueChange={onChange}
      itemToStringValue={(model: Model) => model.name}
      filter={matches}
      limit={MAX_SHOWN}
      openOnInputClick
    >
      <Autocomplete.InputGroup className="relative">
        <Autocomplete.Input
          id={id}
          aria-label="New model"
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          className={clsx(INPUT, "pr-12")}
          placeholder="A name, or vendor/model"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
        <Autocomplete.Trigger
          aria-label="Show models"
          className="absolute inset-y-0 right-0 inline-flex w-11 cursor-pointer items-center justify-center text-ink-soft hover:text-ink"
        >
          <ChevronDown aria-hidden size={18} />
        </Autocomplete.Trigger>
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={6} className="z-[60] outline-hidden">
          <Autocomplete.Popup className="w-(--anchor-width) max-w-(--available-width) overflow-hidden rounded-lg border border-line-strong bg-surface shadow-float">
            <Autocomplete.Empty>
              <div className="px-4 py-3 text-sm text-ink-faint">Not in the list: it is taken as a model id.</div>
            </Autocomplete.Empty>
            <Autocomplete.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain py-1 outline-0 data-empty:p-0">
              {(model: Model) => <ModelOption key={model.modelId} model={model} side={side} />}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

function ModelOption({ model, side }: { model: Model; side: Side }) {
  return (
    <Autocomplete.Item
      value={model}
      disabled={!model.available}
      className="flex min-h-11 cursor-pointer items-center gap-3 px-3.5 py-2 outline-hidden select-none data-disabled:opacity-50 data-highlighted:bg-raised data-highlighted:shadow-[inset_3px_0_var(--color-gold)]"
    >
      <Sigil name={model.name} side={side} className="size-9 shrink-0" />
      <span className="min-w-0">
        <span className="block truncate font-semibold">{model.name}</span>
        <span className="block truncate text-[0.8125rem] text-ink-faint">
          {model.scripted ? SCRIPTED_NOTE : model.available ? model.modelId : `${model.modelId}, not available here`}
        </span>
      </span>
    </Autocomplete.Item>
  );
}
