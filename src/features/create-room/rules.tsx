import { clsx } from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import type { Model } from "../../../convex/model/modelValidators";
import { MoneyAndTime } from "./money-and-time";
import type { Estimate } from "./cost-estimate";
import type { DraftErrors } from "./draft-errors";
import { FightRules } from "./fight-rules";
import type { RoomDraft } from "./room-draft";
import { HelperRules } from "./helper-rules";
import { rulesSummary } from "./rules-words";
import { TurnRules } from "./turn-rules";

interface RulesProps {
  open: boolean;
  onToggle: () => void;
  draft: RoomDraft;
  models: readonly Model[];
  offered: readonly Model[];
  costs: Estimate;
  errors: DraftErrors;
  onChange: (part: Partial<RoomDraft>) => void;
}

/** Folded away they still say what they are; whoever is content with the defaults never opens them. */
export function Rules({ open, onToggle, ...rest }: RulesProps) {
  const { draft } = rest;
  return (
    <section aria-labelledby="rules-title" className="rounded-xl border border-line bg-surface">
      <h2 id="rules-title">
        <button
          type="button"
          aria-expanded={open}
          aria-controls="rules"
          aria-describedby="rules-summary"
          aria-label="Rules"
          onClick={onToggle}
          className="flex min-h-16 w-full cursor-pointer items-center gap-4 rounded-xl px-5 py-4 text-left hover:bg-raised md:px-6"
        >
          <SlidersHorizontal aria-hidden size={20} className="shrink-0 text-gold" />
          <span className="min-w-0 flex-1">
            <span className="block font-display text-lg leading-6 font-bold">Rules</span>
            <span id="rules-summary" className="tabular block text-[0.9375rem] leading-snug text-pretty text-ink-soft">
              {rulesSummary(draft)}
            </span>
          </span>
          <ChevronDown
            aria-hidden
            size={20}
            className={clsx("shrink-0 text-ink-soft transition-transform duration-100", open && "rotate-180")}
          />
        </button>
      </h2>
      {/* What is folded away is not drawn at each letter of the topic; its values live in the draft. */}
      <div id="rules" hidden={!open} className="flex flex-col gap-7 border-t border-line p-5 md:p-6">
        {open && <Unfolded {...rest} />}
      </div>
    </section>
  );
}

function Unfolded(props: Omit<RulesProps, "open" | "onToggle">) {
  const { draft, costs, errors, onChange } = props;
  return (
    <>
      {draft.format !== "chat" && <FightRules draft={draft} errors={errors} onChange={onChange} />}
      <HelperRules draft={draft} onChange={onChange} />
      <TurnRules {...props} />
      <MoneyAndTime draft={draft} costs={costs} errors={errors} onChange={onChange} />
    </>
  );
}
