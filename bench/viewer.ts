import { ConvexClient } from "convex/browser";
import { WebSocket } from "ws";

export interface Viewer {
  client: ConvexClient;
  /** Bytes of all WebSocket messages received so far, uncompressed. */
  bytes(): number;
}

/** An official client over a real socket that counts what arrives. */
export function openViewer(url: string): Viewer {
  let received = 0;
  class CountingSocket extends WebSocket {
    constructor(address: string) {
      super(address);
      this.on("message", (data: Buffer) => (received += data.byteLength));
    }
  }
  const client = new ConvexClient(url, {
    webSocketConstructor: CountingSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  });
  return { client, bytes: () => received };
}
