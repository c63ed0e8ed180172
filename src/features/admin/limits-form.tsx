import { useMutation } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Overview } from "../../../convex/model/adminValidators";
import type { Limits } from "../../../convex/model/peopleValidators";
import { Button } from "../../components/button";
import { describedBy, Field } from "../../components/field";
import { INPUT } from "../../components/input-style";
import { errorDetail } from "../../lib/error-detail";
import { usd } from "../../lib/money";
import { ChipRadios } from "../../components/chip-radios";
import { draftOf, LIMITS_ERRORS, type LimitsDraft, type LimitsErrors, limitsOf } from "./limits-draft";
import { useAct } from "./use-act";

const HOSTING = [
  { value: "environment", label: "As the environment says" },
  { value: "anyone", label: "Anyone" },
  { value: "invited", label: "Invited people" },
] as const;

type LimitsFormProps = Pick<Overview, "limits" | "effective">;

export function LimitsForm({ limits, effective }: LimitsFormProps) {
  // Null while nothing was typed: what another admin sets meanwhile is then shown at once.
  const [typed, setTyped] = useState<LimitsDraft | null>(null);
  const [errors, setErrors] = useState<LimitsErrors>({});
  const setLimits = useMutation(api.administration.setLimits);
  const draft = typed ?? draftOf(limits);
  const save = useAct(async (next: Limits) => {
    try {
      await setLimits(next);
    } catch (error) {
      const field = errorDetail(error, "field");
      if (field !== null && field in LIMITS_ERRORS) setErrors({ [field]: LIMITS_ERRORS[field as keyof LimitsDraft] });
      throw error;
    }
    setTyped(null);
    return { text: "Limits saved.", undo: { id: "limits", run: () => setLimits(limits) } };
  });
  const change = (part: Partial<LimitsDraft>) => {
    setTyped({ ...draft, ...part });
    setErrors({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const answer = limitsOf(draft);
    if ("limits" in answer) return void save.run(answer.limits);
    setErrors(answer.errors);
    document.getElementById(`limits-${Object.keys(answer.errors)[0]}`)?.focus();
  };

  return (
    <form
      noValidate
      aria-label="Limits of the deployment"
      onSubmit={submit}
      className="flex flex-col gap-5 rounded-xl border border-line bg-surface p-5 shadow-lift"
    >
      <Field
        id="limits-maxLiveTurns"
        label="Turns live at once"
        error={errors.maxLiveTurns}
        hint={`Others wait in the queue. Now ${effective.maxLiveTurns}.`}
      >
        <input
          {...describedBy("limits-maxLiveTurns", errors.maxLiveTurns)}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={draft.maxLiveTurns}
          onChange={(event) => change({ maxLiveTurns: event.target.value })}
          className={INPUT}
        />
      </Field>
      <Field
        id="limits-hostDailyUsd"
        label="Each host's budget per day, in US dollars"
        error={errors.hostDailyUsd}
        hint={`For hosts who set none of their own. Now ${effective.hostDailyUsd === null ? "no limit" : usd(effective.hostDailyUsd)}.`}
      >
        <input
          {...describedBy("limits-hostDailyUsd", errors.hostDailyUsd)}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={draft.hostDailyUsd}
          onChange={(event) => change({ hostDailyUsd: event.target.value })}
          className={INPUT}
        />
      </Field>
      <ChipRadios
        legend="Who may host"
        options={HOSTING}
        value={draft.hosting}
        hint={`Now ${effective.hosting === "anyone" ? "anyone with an account, guests too" : "only invited people and admins"}.`}
        onChange={(hosting) => change({ hosting })}
      />
      <Button type="submit" look="gold" pending={save.pending} className="self-start">
        {save.pending ? "Saving" : "Save limits"}
      </Button>
    </form>
  );
}
