import { useMutation } from "convex/react";
import CirclePause from "lucide-react/icons/circle-pause";
import CirclePlay from "lucide-react/icons/circle-play";
import { type ReactNode, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Overview } from "../../../convex/model/adminValidators";
import { Button } from "../../components/button";
import { Moment } from "./moment";
import { haltProgress } from "./overview-words";
import { ReasonDialog } from "./reason-dialog";
import { useAct } from "./use-act";

type KillSwitchProps = Pick<Overview, "halted" | "battles">;

/** Whether battles may run at all, and the switch for it. */
export function KillSwitch({ halted, battles }: KillSwitchProps) {
  const pauseAll = useMutation(api.administration.pauseAll);
  const resumeAll = useMutation(api.administration.resumeAll);
  const [asking, setAsking] = useState(false);
  const pause = useAct(async (reason: string) => {
    await pauseAll({ reason });
    return { text: "The arena is paused.", undo: { id: "kill-switch", run: () => resumeAll({}) } };
  });
  const resume = useAct(async () => {
    await resumeAll({});
    return { text: "The arena goes on." };
  });
  if (halted) {
    return (
      <Switch
        icon={<CirclePause aria-hidden size={28} className="text-danger" />}
        title="The arena is paused"
        text={
          <>
            <span className="block wrap-anywhere">
              “<bdi>{halted.reason}</bdi>”, <Moment at={halted.at} />. No battle starts or goes on.
            </span>
            <output className="mt-1 block font-semibold text-ink">{haltProgress(battles)}.</output>
          </>
        }
        act={
          <Button look="gold" pending={resume.pending} onClick={() => void resume.run()}>
            Resume the arena
          </Button>
        }
        paused
      />
    );
  }
  return (
    <>
      <Switch
        icon={<CirclePlay aria-hidden size={28} className="text-gold" />}
        title="The arena is running"
        text="Pausing it stops every live battle where it stands, and lets none start. Resuming goes on with just those."
        act={
          <Button look="danger" pending={pause.pending} onClick={() => setAsking(true)}>
            Pause the arena
          </Button>
        }
      />
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title="Pause the arena?"
        text="Every live battle stops in the middle of its turn. Viewers read that the arena is paused, and the audit log keeps your reason."
        confirm="Pause the arena"
        onConfirm={pause.run}
      />
    </>
  );
}

interface SwitchProps {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  act: ReactNode;
  paused?: boolean;
}

function Switch({ icon, title, text, act, paused = false }: SwitchProps) {
  return (
    <div
      className={`flex flex-wrap items-center gap-x-6 gap-y-4 rounded-xl border bg-surface p-5 shadow-lift ${paused ? "border-danger" : "border-line"}`}
    >
      <div className="flex min-w-0 flex-1 basis-80 items-start gap-4">
        <span className="mt-0.5 shrink-0">{icon}</span>
        <div className="min-w-0">
          <h3 className="font-display text-lg leading-7 font-bold">{title}</h3>
          <div className="text-[0.9375rem] text-pretty text-ink-soft">{text}</div>
        </div>
      </div>
      {act}
    </div>
  );
}
