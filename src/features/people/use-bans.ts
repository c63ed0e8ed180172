import { useMutation } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useCallback } from "react";
import { api } from "../../../convex/_generated/api";
import { isolated } from "../../components/isolated";
import { useServerAction } from "../../hooks/use-server-action";
import { toastDone, toastError, toastUndo } from "../../lib/toast";

type Ban = FunctionArgs<typeof api.members.ban>;

/** Bars somebody from a room, with the way back; and lets them in again. */
export function useBans(roomId: Ban["roomId"]) {
  const ban = useMutation(api.members.ban);
  const unban = useMutation(api.members.unban);
  const lift = useServerAction(
    useCallback(
      async ({ userId, name }: { userId: Ban["userId"]; name: string }) => {
        await unban({ roomId, userId });
        await toastDone(`${isolated(name)} is let in again.`);
      },
      [unban, roomId],
    ),
  );
  const bar = useServerAction(
    useCallback(
      async ({ userId, name }: { userId: Ban["userId"]; name: string }) => {
        await ban({ roomId, userId });
        await toastUndo({
          id: `ban-${userId}`,
          text: `${isolated(name)} is barred from this room.`,
          undo: () => void unban({ roomId, userId }).catch(toastError),
        });
      },
      [ban, unban, roomId],
    ),
  );
  return { bar, lift };
}
