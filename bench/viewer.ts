import { ConvexClient } from "convex/browser";
import { WebSocket } from "ws";

/** An official client over a real socket. */
export function openViewer(url: string): ConvexClient {
  const webSocketConstructor = WebSocket as unknown as typeof globalThis.WebSocket;
  return new ConvexClient(url, { webSocketConstructor, logger: false });
}
