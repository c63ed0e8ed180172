import { useQuery } from "convex/react";
import Coins from "lucide-react/icons/coins";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import { Popover } from "../../components/popover";
import { useNow } from "../../hooks/use-now";
import { CostDetails } from "./cost-details";
import { LimitsEditor } from "./cost-limits";
import { costToday, costWords, fullest } from "./cost-words";
import { HostTool } from "./host-tool";

/** A day's sums end at midnight; a minute late is soon enough. */
const DAY_CHECK_MS = 60_000;

/** What a battle costs its host; the server answers null to everybody else. Null while it loads, too. */
export function useBattleCost({ _id: battleId }: Pick<Battle, "_id">): BattleCost | null {
  const cost = useQuery(api.usage.battleCost, { battleId }) ?? null;
  const now = useNow(DAY_CHECK_MS);
  return cost && costToday(cost, now);
}

/** One line in the host's bar; the details open from it. */
export function CostMeter({ battle, cost }: { battle: Battle; cost: BattleCost | null }) {
  if (cost === null) return <span aria-hidden className="skeleton mx-3 h-5 w-32" />;
  return (
    <Popover
      title="What this costs"
      trigger={
        <HostTool icon={<Coins aria-hidden size={18} />} aria-label={`Cost: ${costWords(cost)}, details`}>
          <CostLine cost={cost} />
        </HostTool>
      }
    >
      <CostDetails cost={cost} />
      <LimitsEditor battle={battle} cost={cost} />
    </Popover>
  );
}

/** The sum, above a hairline that says how full the fullest limit is; the details say it in numbers. */
function CostLine({ cost }: { cost: BattleCost }) {
  const share = fullest(cost);
  return (
    <span className="tabular relative block py-1">
      {costWords(cost)}
      {share !== null && (
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-[3px] overflow-hidden rounded-full bg-line">
          <span
            className={share >= 0.9 ? "block h-full bg-danger" : "block h-full bg-gold"}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </span>
  );
}
