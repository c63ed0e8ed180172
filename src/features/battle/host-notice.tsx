import { useMutation } from "convex/react";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle, BudgetScope } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import type { FinishedTurn } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { useServerAction } from "../../hooks/use-server-action";
import { LimitForm } from "./cost-limits";
import { budgetUse } from "./cost-words";
import { brokenBudget, budgetTrouble, keyTrouble, type Trouble } from "./host-words";
import { useViewerRole } from "./viewer-role";

interface HostNoticeProps {
  battle: Battle;
  finished: readonly FinishedTurn[];
  cost: BattleCost | null;
}

/** What only the host can mend, with the means to do so right there. Nothing most of the time. */
export function HostNotice({ battle, finished, cost }: HostNoticeProps) {
  const scope = brokenBudget(battle);
  const key = keyTrouble(battle, finished);
  if (scope) {
    return (
      <Notice trouble={budgetTrouble(scope, cost)}>
        {cost && <RaiseAndResume battle={battle} scope={scope} cost={cost} />}
      </Notice>
    );
  }
  return key && <Notice trouble={key} />;
}

function RaiseAndResume({ battle, scope, cost }: { battle: Battle; scope: BudgetScope; cost: BattleCost }) {
  const resumeBattle = useMutation(api.battles.resume);
  const resume = useServerAction(resumeBattle);
  const args = { battleId: battle._id };
  const own = useViewerRole() === "host";
  if (budgetUse(cost, scope).limit === null) {
    return (
      <Button look="gold" pending={resume.pending} onClick={() => void resume.run(args)}>
        Resume battle
      </Button>
    );
  }
  if (!own) return <p className="text-ink-soft">Only the host can raise the limit.</p>;
  return <LimitForm battle={battle} scope={scope} cost={cost} submit="Set and resume" then={() => resume.run(args)} />;
}

function Notice({ trouble, children }: { trouble: Trouble; children?: ReactNode }) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-xl border border-gold/60 bg-raised px-4 py-3.5 md:px-5">
      <TriangleAlert aria-hidden size={20} className="mt-0.5 shrink-0 text-gold" />
      <div className="min-w-0 flex-1">
        <p className="font-display leading-6 font-bold">{trouble.title}</p>
        <p className="text-ink-soft">{trouble.text}</p>
        {children && <div className="mt-3">{children}</div>}
      </div>
    </div>
  );
}
