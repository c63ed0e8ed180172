import { useMutation } from "convex/react";
import { useCallback } from "react";
import { api } from "../../../convex/_generated/api";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";

/** Creates a room; whoever has no account yet gets an anonymous one first, which makes them its host. */
export function useCreateRoom() {
  const ensureSignedIn = useEnsureSignedIn();
  const create = useMutation(api.rooms.create);
  return useCallback(
    async (args: Parameters<typeof create>[0]) => {
      await ensureSignedIn();
      return await create(args);
    },
    [ensureSignedIn, create],
  );
}
