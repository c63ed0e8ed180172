import { useConvexConnectionState } from "convex/react";
import { useSyncExternalStore } from "react";

/** Whether what is sent now arrives now. The browser often knows before the socket that there is no network. */
export function useConnected(): boolean {
  const { isWebSocketConnected } = useConvexConnectionState();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return isWebSocketConnected && online;
}

function subscribe(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}
