import { once } from "node:events";
import { WebSocket } from "ws";

export interface Query {
  /** "turns:live" */
  path: string;
  args: object;
}

/** A client that speaks the sync protocol with as little work as possible, so that thousands fit into one process. */
export class SyncSocket {
  /** Bytes of WebSocket messages, uncompressed: received and sent. */
  bytesIn = 0;
  bytesOut = 0;
  #socket: WebSocket;
  #version = 0;
  #queries = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(url: string, onMessage: (data: Buffer) => void): Promise<SyncSocket> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/1.48.0/sync`, { perMessageDeflate: false });
    await once(socket, "open");
    const client = new SyncSocket(socket);
    socket.on("message", (data: Buffer) => {
      client.bytesIn += data.byteLength;
      onMessage(data);
    });
    client.#send({ type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0, lastCloseReason: null });
    return client;
  }

  /** Subscribes; answers the query's id. The official client, too, sends a message for each. */
  add({ path, args }: Query): number {
    const queryId = this.#queries++;
    this.#modify({ type: "Add", queryId, udfPath: path, args: [args] });
    return queryId;
  }

  remove(queryId: number): void {
    this.#modify({ type: "Remove", queryId });
  }

  close(): void {
    this.#socket.terminate();
  }

  #modify(modification: object): void {
    const baseVersion = this.#version++;
    this.#send({ type: "ModifyQuerySet", baseVersion, newVersion: this.#version, modifications: [modification] });
  }

  #send(message: object): void {
    const text = JSON.stringify(message);
    this.bytesOut += Buffer.byteLength(text);
    this.#socket.send(text);
  }
}
