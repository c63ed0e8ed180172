import { Autocomplete } from "@base-ui/react/autocomplete";
import { clsx } from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useDeferredValue, useMemo, useState } from "react";
import type { Model } from "../../../convex/model/modelValidators";
import type { Side } from "../../../convex/model/validators";
import { INPUT } from "../../components/input-style";
import { describedBy } from "../../components/field";
import { MAX_SHOWN, matchesSearch } from "./model-list";
import { ModelOption } from "./model-option";

interface ModelPickerProps {
  id: string;
  /** Its name for assistive technology: the open list hides the rest of the page, its label with it. */
  label: string;
  side: Side | null;
  value: string;
  /** Narrowed by the filters. */
  offered: readonly Model[];
  /** All of them: a filter does not take back what was picked. */
  models: readonly Model[];
  placeholder: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A list to choose from that is also a text field: any other model id may be typed. */
export function ModelPicker({
  id,
  label,
  side,
  value,
  offered,
  models,
  placeholder,
  error,
  onChange,
}: ModelPickerProps) {
  const [now] = useState(Date.now);
  // Opened to look around, the list offers everything; what stands in the field narrows it once it is being typed.
  const [typing, setTyping] = useState(false);
  // The list may come a frame later than the letter that was typed.
  const query = useDeferredValue(typing ? value : "");
  const found = useMemo(
    () => (query.trim() === "" ? offered : offered.filter((model) => matchesSearch(model, query))),
    [offered, query],
  );
  const shown = useMemo(() => found.slice(0, MAX_SHOWN), [found]);
  return (
    <Autocomplete.Root
      items={offered}
      filteredItems={shown}
      value={value}
      onValueChange={(typed, { reason }) => {
        setTyping(reason === "input-change");
        onChange(typed);
      }}
      onOpenChange={(open) => {
        if (!open) setTyping(false);
      }}
      itemToStringValue={(model: Model) => model.name}
      openOnInputClick
    >
      <Autocomplete.InputGroup className="relative">
        <Autocomplete.Input
          {...describedBy(id, error)}
          aria-label={label}
          className={clsx(INPUT, "pr-12")}
          placeholder={placeholder}
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
        <Autocomplete.Positioner sideOffset={6} collisionPadding={8} className="z-40 outline-hidden">
          <Autocomplete.Popup className="w-[max(var(--anchor-width),24rem)] max-w-(--available-width) overflow-hidden rounded-lg border border-line-strong bg-surface shadow-float">
            <Autocomplete.Empty>
              <div className="px-4 py-3 text-sm text-ink-faint">{notListed(query, models)}</div>
            </Autocomplete.Empty>
            <Autocomplete.List className="max-h-[min(22rem,calc(var(--available-height)-3rem))] overflow-y-auto overscroll-contain py-1 outline-0 data-empty:p-0">
              {(model: Model) => <ModelOption key={model.modelId} model={model} side={side} now={now} />}
            </Autocomplete.List>
            {found.length > shown.length && (
              <p className="border-t border-line px-4 py-2 text-sm text-ink-faint">
                {shown.length} of {found.length}. Type a part of the name for the others.
              </p>
            )}
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

function notListed(query: string, models: readonly Model[]): string {
  if (models.some((model) => matchesSearch(model, query)))
    return "The filters leave it out. Widen them above the fighters.";
  return "Not in the list: it is taken as a model id, such as vendor/model.";
}
