import TriangleAlert from "lucide-react/icons/triangle-alert";
import { INPUT } from "../../components/input-style";
import { CostTable } from "./cost-table";
import type { Estimate } from "./cost-estimate";
import type { DraftErrors } from "./draft-errors";
import { describedBy, Field, OPTIONAL } from "../../components/field";
import type { RoomDraft } from "./room-draft";
import { tightBudget } from "./rules-words";
import { ScheduleField } from "./schedule-field";

interface MoneyAndTimeProps {
  draft: RoomDraft;
  costs: Estimate;
  errors: DraftErrors;
  onChange: (part: Partial<RoomDraft>) => void;
}

/** Limits and the start, and beside them what the limits have to be enough for. */
export function MoneyAndTime({ draft, costs, errors, onChange }: MoneyAndTimeProps) {
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <div className="flex flex-col gap-5">
        <UsdField
          id="budget-battle"
          label={draft.format === "chat" ? "Limit for one chat" : "Limit for one battle"}
          hint="At the limit the battle pauses until you raise it."
          value={draft.battleUsd}
          error={errors["budget-battle"]}
          warning={tightBudget(draft.battleUsd, costs)}
          onChange={(battleUsd) => onChange({ battleUsd })}
        />
        <UsdField
          id="budget-day"
          label="Limit for this room, per day"
          hint="A day is from midnight to midnight, UTC."
          value={draft.dailyUsd}
          error={errors["budget-day"]}
          warning={tightBudget(draft.dailyUsd, costs)}
          onChange={(dailyUsd) => onChange({ dailyUsd })}
        />
        <ScheduleField value={draft.startAt} error={errors["start-at"]} onChange={(startAt) => onChange({ startAt })} />
      </div>
      <CostTable draft={draft} costs={costs} />
    </div>
  );
}

interface UsdFieldProps {
  id: string;
  label: string;
  hint: string;
  value: string;
  error: string | undefined;
  warning: string | null;
  onChange: (value: string) => void;
}

function UsdField({ id, label, hint, value, error, warning, onChange }: UsdFieldProps) {
  const note = warning && (
    <span className="flex items-start gap-1.5 text-ink-soft">
      <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-gold" />
      {warning}
    </span>
  );
  return (
    <Field
      id={id}
      label={
        <>
          {label} {OPTIONAL}
        </>
      }
      error={error}
      hint={note ?? hint}
    >
      <div className="relative">
        <span aria-hidden className="absolute inset-y-0 left-3.5 flex items-center text-ink-faint">
          $
        </span>
        <input
          {...describedBy(id, error)}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="No limit"
          className={`${INPUT} tabular pl-8`}
        />
      </div>
    </Field>
  );
}
