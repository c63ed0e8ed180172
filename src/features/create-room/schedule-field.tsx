import { SCHEDULE_AHEAD_MS } from "../../../convex/model/limits";
import { INPUT } from "../../components/input-style";
import { useNow } from "../../hooks/use-now";
import { describedBy, Field, OPTIONAL } from "../../components/field";
import { startWords } from "./rules-words";
import { localField, startTime, timeZoneWords } from "../../lib/start-time";

interface ScheduleFieldProps {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

export function ScheduleField({ value, error, onChange }: ScheduleFieldProps) {
  const at = startTime(value);
  const now = useNow(30_000);
  const hint =
    at === null
      ? `Empty: you press start. Times are yours, ${timeZoneWords(now)}.`
      : `Starts by itself on ${startWords(at)}, ${timeZoneWords(at)}.`;
  return (
    <Field id="start-at" label={<>Start by itself {OPTIONAL}</>} error={error} hint={hint}>
      <div className="flex gap-2">
        <input
          {...describedBy("start-at", error)}
          type="datetime-local"
          min={localField(now + SCHEDULE_AHEAD_MS.min)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`${INPUT} tabular min-h-12`}
        />
        {value !== "" && (
          <button
            type="button"
            onClick={() => onChange("")}
            className="min-h-11 shrink-0 cursor-pointer px-3 font-semibold text-gold underline-offset-4 hover:underline"
          >
            Clear
          </button>
        )}
      </div>
    </Field>
  );
}
