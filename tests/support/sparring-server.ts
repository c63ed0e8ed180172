import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { ScriptedDisconnect } from "../../convex/providers/sparring/player";
import { createSparring, type Sparring, type SparringOptions } from "../../convex/providers/sparring/sparring";

/** One TCP connection. Times are `performance.now()` milliseconds of this process. */
export interface SocketRecord {
  openedAt: number;
  closedAt: number | null;
  /** Resolves with `closedAt`. */
  closed: Promise<number>;
}

interface RequestRecord {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  /** The body as text. */
  body: string;
  socket: SocketRecord;
}

export interface SparringServer {
  port: number;
  /** For `OPENROUTER_BASE_URL`. */
  baseURL: string;
  sockets: readonly SocketRecord[];
  requests: readonly RequestRecord[];
  close(): Promise<void>;
}

export interface SparringServerOptions extends SparringOptions {
  /** Default: any free port. */
  port?: number;
}

/**
 * The sparring partners on 127.0.0.1, with faults enabled, for whatever talks OpenRouter over TCP. A scripted `reset`
 * becomes a TCP reset, `abrupt` an end inside the chunked body, `hold` a socket that stays open, and `bytes` one write per
 * byte. The client closing its socket aborts the script.
 */
export async function startSparringServer(options: SparringServerOptions = {}): Promise<SparringServer> {
  const sparring = createSparring({ faultsEnabled: true, ...options });
  const sockets = new Map<Socket, SocketRecord>();
  const requests: RequestRecord[] = [];
  const server = createServer({ noDelay: true }, (incoming, outgoing) => {
    void answer(sparring, incoming, outgoing, (body) => {
      const { method = "", url: path = "", headers, socket } = incoming;
      requests.push({ method, path, headers, body, socket: recordOf(sockets, socket) });
    });
  });
  server.on("connection", (socket) => recordOf(sockets, socket));
  const port = await listen(server, options.port ?? 0);
  return {
    port,
    baseURL: `http://127.0.0.1:${port}/api/v1`,
    get sockets() {
      return [...sockets.values()];
    },
    requests,
    close: () => stop(server),
  };
}

async function answer(
  sparring: Sparring,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  record: (body: string) => void,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  try {
    const body = await readBody(incoming);
    record(body);
    const response = await sparring.handle(requestOf(incoming, body, gone.signal));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const bytes of response.body ?? []) {
      outgoing.write(bytes);
      // A turn of the event loop, or Node joins the writes into one segment.
      await setImmediate();
    }
    outgoing.end();
  } catch (error) {
    if (error instanceof ScriptedDisconnect && error.kind === "reset") outgoing.socket?.resetAndDestroy();
    else outgoing.destroy();
  }
}

function requestOf(incoming: IncomingMessage, body: string, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const given = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(url, "http://127.0.0.1"), {
    method,
    headers: given as [string, string][],
    signal,
    ...(hasBody && { body }),
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

function recordOf(sockets: Map<Socket, SocketRecord>, socket: Socket): SocketRecord {
  const known = sockets.get(socket);
  if (known) return known;
  const { promise, resolve } = deferred<number>();
  const record: SocketRecord = { openedAt: performance.now(), closedAt: null, closed: promise };
  socket.once("close", () => resolve((record.closedAt = performance.now())));
  sockets.set(socket, record);
  return record;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
