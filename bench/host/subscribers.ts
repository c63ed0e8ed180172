import { SyncSocket } from "../viewers/socket";

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

async function open(url: string, path: string, args: object, onTransition: (at: number) => void): Promise<SyncSocket> {
  let answered: () => void;
  const ready = new Promise<void>((resolve) => (answered = resolve));
  const socket = await SyncSocket.open(url, (data) => {
    const at = commitTime(data.toString("latin1"));
    if (at === null) return;
    answered();
    onTransition(at);
  });
  socket.add({ path, args });
  await ready;
  return socket;
}

/** `count` WebSockets that watch the same query. */
export async function openSubscribers(url: string, count: number, path: string, args: object): Promise<Subscribers> {
  const latencies: number[] = [];
  const sockets: SyncSocket[] = [];
  const record = (at: number) => latencies.push(performance.timeOrigin + performance.now() - at);
  for (let opened = 0; opened < count; opened += 100) {
    const batch = Array.from({ length: Math.min(100, count - opened) }, () => open(url, path, args, record));
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    latencies,
    reset: () => void latencies.splice(0),
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}
