import { useMutation } from "convex/react";
import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import Pause from "lucide-react/icons/pause";
import Shield from "lucide-react/icons/shield";
import Square from "lucide-react/icons/square";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { Menu, MenuItem } from "../../components/menu";
import { useServerAction } from "../../hooks/use-server-action";
import { toastError, toastUndo } from "../../lib/toast";
import { CANCEL_QUESTION } from "./host-words";

/** How an admin of the deployment keeps order in somebody else's room. Running its battles is its hosts' affair. */
export default function AdminControls({ room, battle }: { room: Room; battle: Battle | null }) {
  const pause = useServerAction(useMutation(api.battles.pause));
  const cancel = useServerAction(useMutation(api.battles.cancel));
  const { hide, show } = useRoomHiding(room._id);
  const [cancelling, setCancelling] = useState(false);
  const running = battle !== null && battle.endedAt === null && battle.state.kind !== "waiting" ? battle : null;
  const pending = pause.pending || cancel.pending || hide.pending || show.pending;
  return (
    <>
      <Menu
        trigger={
          <Button pending={pending} icon={<Shield aria-hidden size={18} />}>
            Admin
          </Button>
        }
      >
        {running && running.state.kind !== "paused" && running.state.kind !== "awaiting" && (
          <MenuItem
            icon={<Pause aria-hidden size={18} />}
            label="Pause the battle"
            note="Its hosts can resume it"
            onClick={() => void pause.run({ battleId: running._id })}
          />
        )}
        {running && (
          <MenuItem
            icon={<Square aria-hidden size={18} />}
            label="Cancel the battle"
            note="It ends without a winner"
            onClick={() => setCancelling(true)}
          />
        )}
        {room.hidden ? (
          <MenuItem
            icon={<Eye aria-hidden size={18} />}
            label="Show the room again"
            note="For whom its access says"
            onClick={() => void show.run()}
          />
        ) : (
          <MenuItem
            icon={<EyeOff aria-hidden size={18} />}
            label="Hide the room"
            note="Only its hosts and admins can open it"
            onClick={() => void hide.run()}
          />
        )}
      </Menu>
      <ConfirmDialog
        {...CANCEL_QUESTION}
        open={cancelling}
        onOpenChange={setCancelling}
        onConfirm={() => running && void cancel.run({ battleId: running._id })}
      />
    </>
  );
}

function useRoomHiding(roomId: Room["_id"]) {
  const hideRoom = useMutation(api.rooms.hide);
  const showRoom = useMutation(api.rooms.unhide);
  const show = useServerAction(() => showRoom({ roomId }));
  const hide = useServerAction(async () => {
    await hideRoom({ roomId });
    await toastUndo({
      id: `hidden-${roomId}`,
      text: "The room is hidden.",
      undo: () => void showRoom({ roomId }).catch(toastError),
    });
  });
  return { hide, show };
}
