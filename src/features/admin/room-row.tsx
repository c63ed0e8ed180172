import { useMutation } from "convex/react";
import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import Trash from "lucide-react/icons/trash-2";
import { api } from "../../../convex/_generated/api";
import type { AnyRoom } from "../../../convex/model/adminValidators";
import { LiveBadge } from "../../components/badges";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { isolated } from "../../components/isolated";
import { FORMAT_NAMES } from "../../lib/formats";
import { HostFact } from "./host-fact";
import { Moment } from "./moment";
import { RoomLink } from "./room-link";
import { HIDDEN_BY, VISIBILITY_NAMES } from "./room-words";
import { Row, Tag } from "./row";
import { useAct } from "./use-act";

export function RoomRow({ room }: { room: AnyRoom }) {
  const { roomId, topic, visibility, hidden, status } = room;
  const { setHidden, remove } = useRoomActs(room);
  return (
    <Row
      title={<RoomLink roomId={roomId} topic={topic} />}
      badges={
        <>
          {status === "live" && <LiveBadge />}
          {visibility !== "public" && <Tag>{VISIBILITY_NAMES[visibility]}</Tag>}
          {hidden && <Tag look="danger">{HIDDEN_BY[hidden.by]}</Tag>}
        </>
      }
      facts={[
        <HostFact key="host" name={room.hostName} />,
        FORMAT_NAMES[room.format],
        status === "finished" ? "Finished" : status === "waiting" ? "Waits for a start" : "Under way",
        <Moment key="age" at={room.createdAt} />,
      ]}
      acts={
        <>
          <Button
            icon={hidden ? <Eye aria-hidden size={18} /> : <EyeOff aria-hidden size={18} />}
            pending={setHidden.pending}
            onClick={() => void setHidden.run(hidden === null)}
          >
            {hidden ? "Show again" : "Hide"}
            <span className="sr-only">: {topic}</span>
          </Button>
          <ConfirmDialog
            trigger={
              <Button look="danger" icon={<Trash aria-hidden size={18} />} pending={remove.pending}>
                Delete<span className="sr-only">: {topic}</span>
              </Button>
            }
            title="Delete this room?"
            text={`“${isolated(topic)}”, its battles and every word said in them are gone for good.${status === "live" ? " The battle that is on is cancelled." : ""}`}
            confirm="Delete the room"
            onConfirm={() => void remove.run()}
          />
        </>
      }
    />
  );
}

function useRoomActs({ roomId, topic }: AnyRoom) {
  const hide = useMutation(api.rooms.hide);
  const unhide = useMutation(api.rooms.unhide);
  const deleteRoom = useMutation(api.administration.deleteRoom);
  return {
    setHidden: useAct(async (hidden: boolean) => {
      await (hidden ? hide : unhide)({ roomId });
      const undo = { id: `room-${roomId}`, run: () => (hidden ? unhide : hide)({ roomId }) };
      return { text: hidden ? `Hid “${isolated(topic)}”.` : `“${isolated(topic)}” is shown again.`, undo };
    }),
    remove: useAct(async () => {
      await deleteRoom({ roomId });
      return { text: `Deleted “${isolated(topic)}”.` };
    }),
  };
}
