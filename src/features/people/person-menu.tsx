import { useMutation } from "convex/react";
import Ban from "lucide-react/icons/ban";
import EllipsisVertical from "lucide-react/icons/ellipsis-vertical";
import UserMinus from "lucide-react/icons/user-minus";
import UserRound from "lucide-react/icons/user-round";
import UserRoundCog from "lucide-react/icons/user-round-cog";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { MemberRole, Role } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";
import ConfirmDialog from "../../components/confirm-dialog";
import { isolated } from "../../components/isolated";
import { Menu, MenuItem } from "../../components/menu";
import type { Me } from "../../hooks/use-me";
import { useServerAction } from "../../hooks/use-server-action";
import { useBans } from "./use-bans";

interface PersonMenuProps {
  room: Room;
  person: { userId: Me["userId"]; name: string; role: Role };
  /** What the caller is here. */
  by: Role;
}

/** What may be done about one person. The server decides again. */
export function PersonMenu({ room, person, by }: PersonMenuProps) {
  const { userId, name, role } = person;
  const setRole = useServerAction(useMutation(api.members.setRole));
  const remove = useServerAction(useMutation(api.members.remove));
  const { bar } = useBans(room._id);
  const [removing, setRemoving] = useState(false);
  const member = role === "member" || role === "cohost";
  const other: MemberRole = role === "cohost" ? "member" : "cohost";
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={`What to do about ${name}`}
            className="inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-lg text-ink-soft hover:bg-raised hover:text-ink data-popup-open:bg-raised"
          >
            <EllipsisVertical aria-hidden size={20} />
          </button>
        }
      >
        {by === "host" && member && (
          <MenuItem
            icon={role === "cohost" ? <UserRound aria-hidden size={18} /> : <UserRoundCog aria-hidden size={18} />}
            label={role === "cohost" ? "Make a member" : "Make a co-host"}
            note={role === "cohost" ? "May watch, and no more" : "May run battles and keep order"}
            onClick={() => void setRole.run({ roomId: room._id, userId, role: other })}
          />
        )}
        {member && (
          <MenuItem
            icon={<UserMinus aria-hidden size={18} />}
            label="Remove from the room"
            note="They can come back with another invite"
            onClick={() => setRemoving(true)}
          />
        )}
        <MenuItem
          icon={<Ban aria-hidden size={18} />}
          label="Bar from the room"
          note="No votes here any more, and no way into it while it is private"
          onClick={() => void bar.run({ userId, name })}
        />
      </Menu>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${isolated(name)}?`}
        text="They lose their place in this room, and the invites they made stop working."
        confirm="Remove"
        keep="Keep them"
        onConfirm={() => void remove.run({ roomId: room._id, userId })}
      />
    </>
  );
}
