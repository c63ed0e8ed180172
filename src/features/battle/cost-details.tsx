import { clsx } from "clsx";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import { budgetUse, callsWords, SCOPE_NAMES, SCOPES, setAsideWords, sum } from "./cost-words";

/** What was spent, by kind of money and by whom, with the limits. */
export function CostDetails({ cost }: { cost: BattleCost }) {
  const setAside = setAsideWords(cost);
  const rows = SCOPES.map((scope) => budgetUse(cost, scope));
  // Without a scripted fighter the column would only hold zeros.
  const simulated = rows.some(({ spent }) => spent.simulated > 0) || cost.reservedSimulated > 0;
  const columns = ["Real", ...(simulated ? ["Simulated"] : []), "Limit"];
  return (
    <div className="text-[0.9375rem]">
      <table className="tabular w-full">
        <thead>
          <tr className="text-[0.8125rem] text-ink-faint">
            <th scope="col" className="sr-only">
              Spent by
            </th>
            {columns.map((name, index) => (
              <th key={name} scope="col" className={clsx("pb-1 text-right font-normal", index > 0 && "pl-4")}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ scope, spent, limit }) => (
            <tr key={scope} className="border-t border-line">
              <th scope="row" className="py-2 text-left font-normal text-ink-soft">
                {SCOPE_NAMES[scope]}
              </th>
              <td className="py-2 text-right font-display font-semibold">{sum(spent.real)}</td>
              {simulated && <td className="py-2 pl-4 text-right font-display font-semibold">{sum(spent.simulated)}</td>}
              <td className="py-2 pl-4 text-right text-ink-faint">{limit === null ? "none" : sum(limit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 text-sm text-ink-faint">
        {callsWords(cost)}.{setAside && ` ${setAside}.`}
        {simulated && " Simulated money is what scripted partners would cost. Nobody pays it."}
      </p>
    </div>
  );
}
