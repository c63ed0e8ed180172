import { useMutation, useQuery } from "convex/react";
import { type ReactElement, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { LiveTurn } from "../../../convex/model/validators";
import { Dialog } from "../../components/dialog";
import { modelSides } from "./host-acts";
import { useHostAct } from "./host-sheet-state";
import { swapArgs } from "./swap-choice";
import { SwapForm } from "./swap-form";

interface SwapFighterProps {
  battle: Battle;
  live: readonly LiveTurn[];
  /** Left out when no swap is offered; what is open then stays open. */
  trigger?: ReactElement | undefined;
}

/** Another fighter takes a side of the running battle. */
export function SwapFighter({ battle, live, trigger }: SwapFighterProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog trigger={trigger} open={open} onOpenChange={setOpen} title="Swap a fighter">
      <Loaded battle={battle} live={live} onSwapped={() => setOpen(false)} />
    </Dialog>
  );
}

/** Read only once the dialog is open. */
function Loaded({ battle, live, onSwapped }: Omit<SwapFighterProps, "trigger"> & { onSwapped: () => void }) {
  const models = useQuery(api.models.list);
  const personas = useQuery(api.personas.list);
  const swap = useHostAct(useMutation(api.battles.swapFighter));
  if (!models || !personas) {
    return (
      <div aria-busy="true" className="flex flex-col gap-5">
        <output className="sr-only">Loading the models</output>
        <span className="skeleton h-12" />
        <span className="skeleton h-18" />
        <span className="skeleton h-18" />
      </div>
    );
  }
  return (
    <SwapForm
      battle={battle}
      sides={modelSides(battle)}
      live={live}
      models={models}
      personas={personas}
      pending={swap.pending}
      onSubmit={(side, draft) => {
        const args = { battleId: battle._id, side, fighter: swapArgs(draft, models) };
        void swap.run(args).then((done) => done && onSwapped());
      }}
    />
  );
}
