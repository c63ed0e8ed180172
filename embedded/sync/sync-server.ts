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

/** Characters of one connection's messages that may wait for an earlier one; then no more is read from it. */
const MAX_WAITING = 1024 * 1024;

interface Connection {
  readonly session: Session;
  readonly outbox: Outbox;
  readonly socket: WebSocket;
  missed: number;
  /** At the last heartbeat. */
  unread: number;
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

  get connections(): number {
    return this.#connections.size;
  }

  /** Of all connections. */
  get unreadBytes(): number {
    let bytes = 0;
    for (const { outbox } of this.#connections) bytes += outbox.unread;
    return bytes;
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
    const session = new Session(this.#context, outbox, origin);
    const connection: Connection = { session, outbox, socket, missed: 0, unread: 0 };
    this.#connections.add(connection);
    // Who does not read answers may not ask for more, and who asks faster than is understood has to wait: either would
    // fill the memory. The operating system tells the client.
    const flow = () => {
      if (outbox.congested) outbox.whenDrained(flow);
      if (outbox.congested || session.waiting > MAX_WAITING) socket.pause();
      else socket.resume();
    };
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      connection.missed = 0;
      if (isBinary) {
        session.close();
        return socket.close(1003, "");
      }
      void session.receive(data.toString()).then(flow);
      flow();
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
      // A client that takes what is sent is there, even if what it sends is not being read.
      if (outbox.unread < connection.unread) connection.missed = 0;
      connection.unread = outbox.unread;
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
