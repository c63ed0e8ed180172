import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { RequestOrigin } from "../engine/types";
import type { MetricsRecorder } from "./metrics";
import { Outbox } from "./outbox";
import { Session, type SessionContext } from "./session";

/** Convex accepts arguments of 16 MiB; JSON may be larger than the value. */
const MAX_FRAME_BYTES = 24 * 1024 * 1024;
/** The client reconnects after 60 s of silence. */
const HEARTBEAT_MS = 15_000;
/** Heartbeats without an answer after which the peer counts as gone. */
const MISSED_HEARTBEATS = 4;

interface Connection {
  readonly session: Session;
  readonly outbox: Outbox;
  readonly socket: WebSocket;
  missed: number;
}

/** Accepts sync connections of any client version and keeps them alive. */
export class SyncServer {
  readonly #context: SessionContext;
  readonly #metrics: MetricsRecorder;
  readonly #connections = new Set<Connection>();
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  readonly #heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);

  constructor(context: SessionContext, metrics: MetricsRecorder) {
    this.#context = context;
    this.#metrics = metrics;
    this.#heartbeat.unref();
  }

  /** "/api/sync" or "/api/1.48.0/sync". */
  static serves(pathname: string): boolean {
    return /^\/api\/(?:[^/]+\/)?sync$/.test(pathname);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, origin: RequestOrigin): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, origin));
  }

  /** Asks the clients to come back later, which they do on "going away"; drops those that do not answer. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const closed = [...this.#connections].map(({ socket }) => new Promise((resolve) => socket.once("close", resolve)));
    for (const { outbox } of this.#connections) outbox.close(1001, "");
    const late = setTimeout(() => {
      for (const { socket } of this.#connections) socket.terminate();
    }, 500);
    await Promise.all(closed);
    clearTimeout(late);
    this.#server.close();
  }

  #accept(socket: WebSocket, origin: RequestOrigin): void {
    const outbox = new Outbox(socket, this.#metrics);
    const connection = { session: new Session(this.#context, outbox, origin), outbox, socket, missed: 0 };
    this.#connections.add(connection);
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      connection.missed = 0;
      if (isBinary) socket.close(1003, "");
      else connection.session.receive(data.toString());
    });
    socket.on("pong", () => (connection.missed = 0));
    // ws answers a broken or oversized frame with the right close code by itself; "close" follows.
    socket.on("error", () => {});
    socket.on("close", () => {
      connection.session.close();
      this.#connections.delete(connection);
    });
  }

  #beat(): void {
    for (const connection of this.#connections) {
      const { socket, outbox } = connection;
      if (connection.missed++ >= MISSED_HEARTBEATS) {
        socket.terminate();
        continue;
      }
      socket.ping();
      // Browsers hide WebSocket pings from the client's code, which wants to see a message.
      if (!outbox.active) outbox.send({ type: "Ping" });
      outbox.active = false;
    }
  }
}
