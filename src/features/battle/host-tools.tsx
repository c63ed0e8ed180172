import { useMutation } from "convex/react";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import Megaphone from "lucide-react/icons/megaphone";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import SkipForward from "lucide-react/icons/skip-forward";
import Square from "lucide-react/icons/square";
import Timer from "lucide-react/icons/timer";
import TimerOff from "lucide-react/icons/timer-off";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { LiveTurn } from "../../../convex/model/validators";
import ConfirmDialog from "../../components/confirm-dialog";
import { useServerAction } from "../../hooks/use-server-action";
import type { HostActs, TurnTarget } from "./host-acts";
import { useHostAct } from "./host-sheet-state";
import { HostTool } from "./host-tool";
import { actLabel, actName, CANCEL_QUESTION, retryQuestion, skipQuestion } from "./host-words";
import { usePause } from "./host-pause";
import { ModeratorDialog } from "./moderator-form";
import { SwapFighter } from "./swap-fighter";

interface HostToolsProps {
  battle: Battle;
  acts: HostActs;
  live: readonly LiveTurn[];
}

const SIZE = { "aria-hidden": true, size: 18 } as const;

const MODERATE = (
  <HostTool icon={<Megaphone {...SIZE} />} shortcut="M">
    Moderate
  </HostTool>
);
const SWAP = <HostTool icon={<ArrowLeftRight {...SIZE} />}>Swap fighter</HostTool>;

/** What stays longer comes first: what goes with a turn, or with the recap that ends, moves none of it. */
export function HostTools({ battle, acts, live }: HostToolsProps) {
  return (
    <>
      {(acts.pause || acts.resume) && <PauseTool battle={battle} live={live} paused={acts.resume} />}
      <ModeratorDialog battle={battle} trigger={acts.moderator ? MODERATE : undefined} />
      <SwapFighter battle={battle} live={live} trigger={acts.swap ? SWAP : undefined} />
      {acts.retry.map((target) => (
        <RetryTool key={target.turnId} battle={battle} target={target} among={acts.retry} />
      ))}
      {acts.skip.map((target) => (
        <SkipTool key={target.side} battle={battle} target={target} among={acts.skip} />
      ))}
      {acts.ballot !== null && <VoteTools battle={battle} ballot={acts.ballot} />}
    </>
  );
}

function PauseTool({ battle, live, paused }: { battle: Battle; live: readonly LiveTurn[]; paused: boolean }) {
  const { press, pending, question } = usePause(battle, live);
  return (
    <>
      <HostTool
        icon={paused ? <Play {...SIZE} /> : <Pause {...SIZE} />}
        pending={pending}
        shortcut="P"
        aria-label={paused ? "Resume the battle" : "Pause the battle"}
        onClick={press}
      >
        {paused ? "Resume" : "Pause"}
      </HostTool>
      {question}
    </>
  );
}

interface TurnToolProps {
  battle: Battle;
  target: TurnTarget;
  among: readonly TurnTarget[];
}

function SkipTool({ battle, target, among }: TurnToolProps) {
  const skip = useHostAct(useMutation(api.battles.skipTurn));
  const label = actLabel("Skip", target, among);
  return (
    <ConfirmDialog
      trigger={
        <HostTool
          icon={<SkipForward {...SIZE} />}
          pending={skip.pending}
          shortcut={target === among[0] ? "S" : undefined}
          aria-label={actName(label, battle, target)}
        >
          {label}
        </HostTool>
      }
      {...skipQuestion(battle, target)}
      onConfirm={() => void skip.run({ turnId: target.turnId })}
    />
  );
}

function RetryTool({ battle, target, among }: TurnToolProps) {
  const retry = useHostAct(useMutation(api.battles.retryTurn));
  const label = actLabel("Retry", target, among);
  return (
    <ConfirmDialog
      trigger={
        <HostTool
          icon={<RotateCcw {...SIZE} />}
          pending={retry.pending}
          shortcut={target === among[0] ? "R" : undefined}
          aria-label={actName(label, battle, target)}
        >
          {label}
        </HostTool>
      }
      {...retryQuestion(battle, target)}
      onConfirm={() => void retry.run({ turnId: target.turnId })}
    />
  );
}

const EXTENSIONS = [15, 30] as const;

/** A window is short: a question before closing it would outlast it. */
function VoteTools({ battle, ballot }: { battle: Battle; ballot: number }) {
  const extend = useServerAction(useMutation(api.battles.extendVoting));
  const close = useHostAct(useMutation(api.battles.closeVoting));
  const vote = { battleId: battle._id, ballot };
  return (
    <>
      {EXTENSIONS.map((seconds) => (
        <HostTool
          key={seconds}
          icon={<Timer {...SIZE} />}
          pending={extend.pending}
          aria-label={`+${seconds} s for the vote`}
          onClick={() => void extend.run({ ...vote, seconds })}
        >
          +{seconds} s
        </HostTool>
      ))}
      <HostTool icon={<TimerOff {...SIZE} />} pending={close.pending} onClick={() => void close.run(vote)}>
        Close vote
      </HostTool>
    </>
  );
}

export function CancelTool({ battle }: { battle: Battle }) {
  const cancel = useHostAct(useMutation(api.battles.cancel));
  return (
    <ConfirmDialog
      trigger={
        <HostTool icon={<Square aria-hidden size={16} />} danger pending={cancel.pending}>
          Cancel
        </HostTool>
      }
      {...CANCEL_QUESTION}
      onConfirm={() => void cancel.run({ battleId: battle._id })}
    />
  );
}
