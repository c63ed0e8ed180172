import { Autocomplete } from "@base-ui/react/autocomplete";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { memo } from "react";
import type { Model } from "../../../convex/model/modelValidators";
import type { Side } from "../../../convex/model/validators";
import { SCRIPTED_NOTE } from "../../components/badges";
import { NEUTRAL_COLOUR } from "../../../convex/model/personaDefaults";
import { PersonaSigil } from "../../components/persona-sigil";
import { Sigil } from "../../components/sigil";
import { contextWords, expiryWords, priceWords } from "./model-words";

/** `side`: null where it is not known, or where the model fights on none. */
export const ModelOption = memo(function ModelOption({
  model,
  side,
  now,
}: {
  model: Model;
  side: Side | null;
  now: number;
}) {
  const expiry = expiryWords(model, now);
  return (
    <Autocomplete.Item
      value={model}
      disabled={!model.available}
      className="flex min-h-11 cursor-pointer items-start gap-3 px-3.5 py-2.5 outline-hidden select-none data-disabled:cursor-not-allowed data-disabled:text-ink-faint data-highlighted:bg-raised data-highlighted:shadow-[inset_3px_0_var(--color-gold)]"
    >
      <ModelMark name={model.name} side={side} className="mt-0.5 size-9 shrink-0 max-sm:size-8" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-semibold">{model.name}</bdi>
        {model.tagline && (
          <bdi className="block truncate text-[0.9375rem] leading-5 text-ink-soft">{model.tagline}</bdi>
        )}
        {/* Whole: that a fighter is scripted must not be cut off. */}
        <span className="block text-[0.8125rem] leading-5 wrap-anywhere text-ink-faint">{whatItIs(model)}</span>
        <span className="tabular block text-[0.8125rem] leading-5 text-ink-soft">
          {[priceWords(model) ?? "price unknown", contextWords(model)].filter(Boolean).join(" · ")}
        </span>
        {expiry && (
          <span className="flex items-start gap-1 text-[0.8125rem] leading-5 text-gold">
            <TriangleAlert aria-hidden size={13} className="mt-1 shrink-0" />
            {expiry}
          </span>
        )}
      </span>
    </Autocomplete.Item>
  );
});

function whatItIs({ scripted, available, modelId }: Model): string {
  if (scripted) return SCRIPTED_NOTE;
  return available ? modelId : `${modelId}, not available here`;
}

/** In its side's colour; grey as long as it has none. */
export function ModelMark({ name, side, className }: { name: string; side: Side | null; className: string }) {
  if (side) return <Sigil name={name} side={side} className={className} />;
  return <PersonaSigil name={name} colour={NEUTRAL_COLOUR} className={className} />;
}
