import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "convex/react";
import LogOut from "lucide-react/icons/log-out";
import { api } from "../../../convex/_generated/api";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useServerAction } from "../../hooks/use-server-action";
import { toastDone } from "../../lib/toast";

export function LeaveRoom({ room }: { room: Room }) {
  const leave = useServerAction(useMutation(api.members.leave));
  const navigate = useNavigate();
  const confirmed = async () => {
    if (!(await leave.run({ roomId: room._id }))) return;
    // What showed that they belong here is gone by now.
    void toastDone("You have left the room.");
    if (room.visibility === "private") await navigate({ to: "/" });
  };
  return (
    <div className="mt-6 border-t border-line pt-4">
      <ConfirmDialog
        trigger={
          <Button pending={leave.pending} icon={<LogOut aria-hidden size={18} />}>
            Leave this room
          </Button>
        }
        title="Leave this room?"
        text="You lose your place in it. Coming back takes another invite."
        confirm="Leave"
        keep="Stay"
        onConfirm={() => void confirmed()}
      />
    </div>
  );
}
