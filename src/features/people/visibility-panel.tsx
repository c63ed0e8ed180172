import { useMutation } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Room } from "../../../convex/model/validators";
import { VisibilityChoice } from "../../components/visibility-choice";
import { useServerAction } from "../../hooks/use-server-action";

/** Takes effect at once, also for those who watch. */
export function VisibilityPanel({ room }: { room: Room }) {
  const set = useServerAction(useMutation(api.rooms.setVisibility).withOptimisticUpdate(showVisibility));
  return (
    <>
      {room.hidden && (
        <output className="block rounded-lg border border-line bg-raised px-4 py-3 text-[0.9375rem] text-ink-soft">
          This room is hidden. Only its hosts and admins can open it, whatever is chosen here.
        </output>
      )}
      <VisibilityChoice
        value={room.visibility}
        onChange={(visibility) => void set.run({ roomId: room._id, visibility })}
      />
      <p className="text-sm text-ink-faint">Whoever may not watch any more is shown out at once.</p>
    </>
  );
}

const showVisibility: Parameters<
  ReturnType<typeof useMutation<typeof api.rooms.setVisibility>>["withOptimisticUpdate"]
>[0] = (store, { roomId, visibility }) => {
  const room = store.getQuery(api.rooms.get, { roomId });
  if (room) store.setQuery(api.rooms.get, { roomId }, { ...room, visibility });
};
