import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "convex/react";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Trash2 from "lucide-react/icons/trash-2";
import { use } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useWideScreen } from "../../hooks/use-media-query";
import { useServerAction } from "../../hooks/use-server-action";
import { hostActs } from "./host-acts";
import { usePause } from "./host-pause";
import { HostSheetState } from "./host-sheet-state";
import { HostStart } from "./host-start";

export interface HostControlsProps {
  room: Room;
  battle: Battle | null;
  /** Undefined while it loads. */
  finished?: readonly FinishedTurn[] | undefined;
  live?: readonly LiveTurn[];
}

const NO_TURNS: readonly never[] = [];

/** The host's one next step, in the dock. A chunk of its own: viewers never load it. */
export default function HostControls({ room, battle, finished = NO_TURNS, live = NO_TURNS }: HostControlsProps) {
  const wide = useWideScreen();
  const running = battle !== null && battle.endedAt === null && battle.state.kind !== "waiting";
  return (
    <div className="flex items-center gap-3">
      {battle && !wide && <SheetButton />}
      {running ? (
        <PauseOrResume battle={battle} finished={finished} live={live} wide={wide} />
      ) : (
        <HostStart room={room} rematch={battle !== null} />
      )}
    </div>
  );
}

function SheetButton() {
  const [, setOpen] = use(HostSheetState);
  return (
    <button
      type="button"
      aria-label="Host tools"
      aria-haspopup="dialog"
      onClick={() => setOpen(true)}
      className="inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-lg border border-line-strong text-ink-soft hover:text-ink"
    >
      <SlidersHorizontal aria-hidden size={20} />
    </button>
  );
}

interface PauseProps {
  battle: Battle;
  finished: readonly FinishedTurn[];
  live: readonly LiveTurn[];
  wide: boolean;
}

function PauseOrResume({ battle, finished, live, wide }: PauseProps) {
  const { press, pending, question } = usePause(battle, live);
  const acts = hostActs(battle, finished, live);
  if (acts.resume) {
    const icon = <Play aria-hidden size={18} fill="currentColor" />;
    return (
      <Button look="gold" pending={pending} icon={icon} onClick={press}>
        Resume
      </Button>
    );
  }
  // On a phone the votes need the room; pausing is in the sheet.
  if (!acts.pause || (!wide && acts.ballot !== null)) return null;
  return (
    <>
      <Button
        pending={pending}
        icon={<Pause aria-hidden size={18} />}
        onClick={press}
        className={wide ? undefined : "w-12 px-0!"}
      >
        <span className={wide ? undefined : "sr-only"}>Pause</span>
      </Button>
      {question}
    </>
  );
}

export function DeleteRoom({ room }: { room: Room }) {
  const navigate = useNavigate();
  const remove = useServerAction(useMutation(api.rooms.remove));
  const confirmed = async () => {
    if (await remove.run({ roomId: room._id })) await navigate({ to: "/" });
  };
  return (
    <ConfirmDialog
      trigger={
        <button
          type="button"
          aria-disabled={remove.pending || undefined}
          className="inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-4 text-[0.9375rem] text-ink-faint hover:text-danger"
        >
          <Trash2 aria-hidden size={16} />
          {remove.pending ? "Deleting the room" : "Delete room"}
        </button>
      }
      title="Delete this room?"
      text="The room and every battle fought in it are removed for everyone. This cannot be undone."
      confirm="Delete room"
      onConfirm={() => void confirmed()}
    />
  );
}
