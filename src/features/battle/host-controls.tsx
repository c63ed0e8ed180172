import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "convex/react";
import Play from "lucide-react/icons/play";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import Square from "lucide-react/icons/square";
import Trash2 from "lucide-react/icons/trash-2";
import { api } from "../../../convex/_generated/api";
import type { Battle, Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useServerAction } from "../../hooks/use-server-action";

/** The host's one next step, in the dock: start, cancel, or a rematch. A chunk of its own: viewers never load it. */
export default function HostControls({ room, battle }: { room: Room; battle: Battle | null }) {
  const start = useServerAction(useMutation(api.battles.start));
  const cancel = useServerAction(useMutation(api.battles.cancel));

  if (battle && battle.endedAt === null) {
    return (
      <ConfirmDialog
        trigger={
          <Button pending={cancel.pending} icon={<Square aria-hidden size={16} />}>
            Cancel
          </Button>
        }
        title="Cancel this battle?"
        text="The fighters stop at once. What was said so far stays readable; a rematch starts from the beginning."
        confirm="Cancel battle"
        onConfirm={() => void cancel.run({ battleId: battle._id })}
      />
    );
  }
  return (
    <Button
      look="gold"
      pending={start.pending}
      icon={battle ? <RotateCcw aria-hidden size={18} /> : <Play aria-hidden size={18} fill="currentColor" />}
      onClick={() => void start.run({ roomId: room._id })}
    >
      {battle ? "Rematch" : "Start battle"}
    </Button>
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
