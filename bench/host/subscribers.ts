import { once } from "node:events";
import { WebSocket } from "ws";

export interface Subscribers {
  /** Milliseconds from the commit's timestamp to the arrival of its Transition, for every message of every socket. */
  readonly latencies: number[];
  /** Forgets what was measured so far. */
  reset(): void;
  close(): void;
}

/** The commit's time in milliseconds, from the end version of a Transition, without parsing the rest of it. */
function commitTime(message: string): number | null {
  const end = message.indexOf('"endVersion"');
  const ts = end === -1 ? null : /"ts":"([^"]+)"/.exec(message.slice(end, end + 200));
  return ts ? Number(Buffer.from(ts[1] ?? "", "base64").readBigUInt64LE()) / 1e6 : null;
}

async function open(url: string, path: string, args: object, onTransition: (at: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/1.48.0/sync`, { perMessageDeflate: false });
  await once(socket, "open");
  socket.send(
    JSON.stringify({ type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0, lastCloseReason: null }),
  );
  const add = { type: "Add", queryId: 0, udfPath: path, args: [args] };
  socket.send(JSON.stringify({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [add] }));
  await new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const at = commitTime(data.toString("latin1"));
      if (at === null) return;
      resolve();
      onTransition(at);
    });
  });
  return socket;
}

/** `count` WebSockets that watch the same query, speaking the protocol with as little work as possible. */
export async function openSubscribers(url: string, count: number, path: string, args: object): Promise<Subscribers> {
  const latencies: number[] = [];
  const sockets: WebSocket[] = [];
  const record = (at: number) => latencies.push(performance.timeOrigin + performance.now() - at);
  for (let opened = 0; opened < count; opened += 100) {
    const batch = Array.from({ length: Math.min(100, count - opened) }, () => open(url, path, args, record));
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    latencies,
    reset: () => void latencies.splice(0),
    close: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}
