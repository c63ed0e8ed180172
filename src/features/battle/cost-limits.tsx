import { useMutation } from "convex/react";
import ChevronDown from "lucide-react/icons/chevron-down";
import { type FormEvent, useId, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle, BudgetScope } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import { BUDGET_USD } from "../../../convex/model/limits";
import { Button } from "../../components/button";
import { INPUT } from "../../components/input-style";
import { useServerAction } from "../../hooks/use-server-action";
import { parseUsd } from "../../lib/money";
import { budgetUse, SCOPE_NAMES, SCOPES, suggestedLimit } from "./cost-words";
import { useViewerRole } from "./viewer-role";
import { limitProblem } from "./host-words";

type InRoom = Pick<Battle, "roomId">;

/** Sets the limit of a scope in US dollars; null takes it away. */
function useSetLimit({ roomId }: InRoom) {
  const setRoom = useMutation(api.budgets.setRoom);
  const setDaily = useMutation(api.budgets.setDaily);
  return useServerAction(async (scope: BudgetScope, usd: number | null) => {
    if (scope === "host") return await setDaily({ dailyUsd: usd });
    return await setRoom(scope === "battle" ? { roomId, battleUsd: usd } : { roomId, dailyUsd: usd });
  });
}

interface LimitFormProps {
  battle: InRoom;
  scope: BudgetScope;
  cost: BattleCost;
  submit: string;
  /** After the server has taken the new limit; the button stays pending until it resolves. */
  then?: () => Promise<unknown>;
}

/** One amount and one button; a limit may also be taken away. */
export function LimitForm({ battle, scope, cost, submit, then }: LimitFormProps) {
  const id = useId();
  const use = budgetUse(cost, scope);
  const [typed, setTyped] = useState(() => suggestedLimit(use));
  const [tried, setTried] = useState(false);
  const setLimit = useSetLimit(battle);
  const usd = parseUsd(typed);
  const problem = tried ? limitProblem(usd, BUDGET_USD) : null;

  const send = async (limit: number | null) => {
    if (await setLimit.run(scope, limit)) await then?.();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (limitProblem(usd, BUDGET_USD) === null) void send(usd);
  };
  return (
    <form noValidate onSubmit={onSubmit}>
      <label htmlFor={id} className="mb-1 block text-sm text-ink-soft">
        {`New limit, ${SCOPE_NAMES[scope].toLowerCase()}, in US dollars`}
      </label>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="relative w-32">
          <span aria-hidden className="absolute inset-y-0 left-3.5 flex items-center text-ink-faint">
            $
          </span>
          <input
            id={id}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-invalid={problem ? true : undefined}
            aria-describedby={`${id}-note`}
            className={`${INPUT} tabular pl-8`}
          />
        </span>
        <Button type="submit" look="gold" pending={setLimit.pending}>
          {submit}
        </Button>
        {use.limit !== null && (
          <button
            type="button"
            onClick={() => void send(null)}
            className="min-h-11 cursor-pointer px-1 text-sm text-ink-soft underline underline-offset-3 hover:text-ink"
          >
            Remove this limit
          </button>
        )}
      </div>
      <p id={`${id}-note`} role="alert" className="mt-1 text-sm text-danger empty:hidden">
        {problem}
      </p>
    </form>
  );
}

/** For the host alone. Under the cost's details: pick a limit, set it. */
export function LimitsEditor({ battle, cost }: { battle: InRoom; cost: BattleCost }) {
  const [scope, setScope] = useState<BudgetScope>("battle");
  const [saved, setSaved] = useState<BudgetScope | null>(null);
  if (useViewerRole() !== "host") return null;
  return (
    <details className="group mt-4 border-t border-line pt-2">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 font-display font-semibold text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden size={18} className="-rotate-90 group-open:rotate-0" />
        Change a limit
      </summary>
      <fieldset className="mt-1 mb-3 flex flex-wrap gap-2">
        <legend className="sr-only">Which limit</legend>
        {SCOPES.map((value) => (
          <label
            key={value}
            className="inline-flex min-h-11 cursor-pointer items-center rounded-lg border border-line-strong px-3 text-[0.9375rem] text-ink-soft has-checked:border-gold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="limit-scope"
              checked={scope === value}
              onChange={() => setScope(value)}
              className="sr-only"
            />
            {SCOPE_NAMES[value]}
          </label>
        ))}
      </fieldset>
      <LimitForm
        key={scope}
        battle={battle}
        scope={scope}
        cost={cost}
        submit="Set limit"
        then={async () => setSaved(scope)}
      />
      <output className="mt-1 block text-sm text-ink-soft empty:hidden">
        {saved === scope && "The limit is set."}
      </output>
    </details>
  );
}
