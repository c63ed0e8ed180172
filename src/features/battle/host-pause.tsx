import { useMutation } from "convex/react";
import { type ReactNode, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { LiveTurn } from "../../../convex/model/validators";
import ConfirmDialog from "../../components/confirm-dialog";
import { useHostAct } from "./host-sheet-state";
import { pauseQuestion, type Question } from "./host-words";

interface Pausing {
  press: () => void;
  pending: boolean;
  /** To be rendered beside the button: shows only when a pause costs something. */
  question: ReactNode;
}

/** Pauses, or resumes a paused battle; for the dock's button and for the host's bar. */
export function usePause(battle: Battle, live: readonly LiveTurn[]): Pausing {
  const pause = useHostAct(useMutation(api.battles.pause));
  const resume = useHostAct(useMutation(api.battles.resume));
  const [asked, setAsked] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const args = { battleId: battle._id };

  const press = () => {
    if (battle.state.kind === "paused") return void resume.run(args);
    const question = pauseQuestion(battle, live);
    if (question === null) return void pause.run(args);
    // Kept as it was asked: the turn goes on meanwhile, and the words must not change while they fade out.
    setAsked(question);
    setOpen(true);
  };
  return {
    press,
    pending: pause.pending || resume.pending,
    question: asked && (
      <ConfirmDialog {...asked} open={open} onOpenChange={setOpen} onConfirm={() => void pause.run(args)} />
    ),
  };
}
