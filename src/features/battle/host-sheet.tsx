import { use } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { Dialog } from "../../components/dialog";
import { CostDetails } from "./cost-details";
import { LimitsEditor } from "./cost-limits";
import { HostSheetState } from "./host-sheet-state";
import { CancelTool, HostTools } from "./host-tools";
import { useHeldActs } from "./use-held-acts";

interface HostSheetProps {
  battle: Battle;
  finished: readonly FinishedTurn[];
  live: readonly LiveTurn[];
  cost: BattleCost | null;
}

/** The host's bar on a phone: everything in a sheet that the dock's button opens. */
export function HostSheet(props: HostSheetProps) {
  const [open, setOpen] = use(HostSheetState);
  return (
    <Dialog title="Host" open={open} onOpenChange={setOpen}>
      <SheetContent {...props} />
    </Dialog>
  );
}

function SheetContent({ battle, finished, live, cost }: HostSheetProps) {
  const { acts, hold } = useHeldActs(battle, finished, live);
  return (
    <>
      <div data-layout="sheet" onPointerDown={hold} className="-mx-3 mb-4 flex flex-col empty:hidden">
        <HostTools battle={battle} acts={acts} live={live} />
        {acts.cancel && <CancelTool battle={battle} />}
      </div>
      <section aria-label="Cost" className="border-t border-line pt-4">
        <h3 className="mb-2 font-display font-bold">What this costs</h3>
        {cost ? (
          <>
            <CostDetails cost={cost} />
            <LimitsEditor battle={battle} cost={cost} />
          </>
        ) : (
          <span aria-hidden className="skeleton block h-32" />
        )}
      </section>
    </>
  );
}
