import { useMutation } from "convex/react";
import ArrowUp from "lucide-react/icons/arrow-up";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import Square from "lucide-react/icons/square";
import X from "lucide-react/icons/x";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useServerAction } from "../../hooks/use-server-action";
import { HostTool } from "./host-tool";
import { END_CHAT_QUESTION } from "./host-words";

export function SendButton({ pending, enabled }: { pending: boolean; enabled: boolean }) {
  return (
    <Button
      type="submit"
      look="gold"
      pending={pending}
      disabled={!enabled && !pending}
      icon={<ArrowUp aria-hidden size={20} />}
      className="min-h-12 w-24 px-0! md:w-28"
    >
      Send
    </Button>
  );
}

export function StopButton({ turn }: { turn: LiveTurn }) {
  const stop = useServerAction(useMutation(api.battles.skipTurn));
  return (
    <Button
      look="danger"
      pending={stop.pending}
      icon={<Square aria-hidden size={16} fill="currentColor" />}
      className="min-h-12 w-24 px-0! md:w-28"
      onClick={(event) => {
        // It takes the place of Send: the second half of a double click there must not stop the answer.
        if (event.detail < 2) void stop.run({ turnId: turn.turnId });
      }}
    >
      Stop
    </Button>
  );
}

export function RegenerateTool({ turn }: { turn: FinishedTurn }) {
  const retry = useServerAction(useMutation(api.battles.retryTurn));
  return (
    <HostTool
      icon={<RotateCcw aria-hidden size={16} />}
      pending={retry.pending}
      onClick={() => void retry.run({ turnId: turn.turnId })}
    >
      Regenerate
    </HostTool>
  );
}

export function EndChatTool({ battle, enabled }: { battle: Battle; enabled: boolean }) {
  const end = useServerAction(useMutation(api.battles.endChat));
  if (!enabled) return null;
  return (
    <ConfirmDialog
      trigger={
        <HostTool icon={<X aria-hidden size={18} />} pending={end.pending}>
          End chat
        </HostTool>
      }
      {...END_CHAT_QUESTION}
      onConfirm={() => void end.run({ battleId: battle._id })}
    />
  );
}
