import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { WebSocket } from "ws";
import { decodeTs } from "../keys/ts";
import type { HistoryEvent, Operation } from "./history";
import type { Random } from "./random";

const PIPELINED = 4;

/** Draws operations and writes down what becomes of them. */
export class Ledger {
  readonly history: HistoryEvent[] = [];
  readonly #random: Random;
  #count = 0;
  onAcknowledged: () => void = () => {};

  constructor(random: Random) {
    this.#random = random;
  }

  /** Every tenth is refused; they differ in size, so that some transactions fill many pages of the database. */
  next(): { operation: Operation; args: Record<string, string | number | boolean> } {
    const pick = (n: number) => Math.floor(this.#random() * n);
    const operation: Operation = {
      op: `op${++this.#count}`,
      parts: 1 + pick(4),
      from: `account${pick(5)}`,
      to: `account${pick(5)}`,
      amount: 1 + pick(100),
      refused: pick(10) === 0,
    };
    this.history.push({ type: "sent", operation });
    return { operation, args: { ...operation, padding: pick(20) === 0 ? 20_000 : pick(200), delayMs: pick(60) } };
  }

  acknowledged(op: string, seq: number, ts: bigint | null): void {
    this.history.push({ type: "acknowledged", op, seq, ts });
    this.onAcknowledged();
  }

  refused(op: string): void {
    this.history.push({ type: "refused", op });
  }
}

interface MutationResponse {
  readonly type: string;
  readonly requestId: number;
  readonly success: boolean;
  readonly result: unknown;
  readonly errorData?: unknown;
  readonly ts: string;
}

/** A client of the sync protocol that keeps some operations under way, and resends them after a lost connection. */
export class SyncWriter {
  readonly #ledger: Ledger;
  readonly #sessionId: string;
  readonly #pending = new Map<number, { op: string; text: string }>();
  #requests = 0;
  #connections = 0;
  #socket: WebSocket | null = null;
  /** Takes no new operations, only what is under way. */
  draining = false;

  constructor(ledger: Ledger, sessionId: string) {
    this.#ledger = ledger;
    this.#sessionId = sessionId;
  }

  /** Resolves when the connection is gone. */
  async run(url: string): Promise<void> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/1.48.0/sync`);
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("open", () => this.#open(socket));
    socket.on("message", (data: Buffer) => this.#receive(socket, JSON.parse(data.toString()) as MutationResponse));
    await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  }

  close(): void {
    this.#socket?.terminate();
  }

  get idle(): boolean {
    return this.#pending.size === 0;
  }

  #open(socket: WebSocket): void {
    const sessionId = this.#sessionId;
    const connectionCount = this.#connections++;
    socket.send(JSON.stringify({ type: "Connect", sessionId, connectionCount, lastCloseReason: null }));
    for (const { text } of this.#pending.values()) socket.send(text);
    this.#fill(socket);
  }

  #fill(socket: WebSocket): void {
    while (!this.draining && this.#pending.size < PIPELINED) {
      const { operation, args } = this.#ledger.next();
      const requestId = this.#requests++;
      const text = JSON.stringify({ type: "Mutation", requestId, udfPath: "ledger:post", args: [args] });
      this.#pending.set(requestId, { op: operation.op, text });
      socket.send(text);
    }
  }

  #receive(socket: WebSocket, message: MutationResponse): void {
    if (message.type !== "MutationResponse") return;
    const pending = this.#pending.get(message.requestId);
    if (!pending) throw new Error(`Request ${message.requestId} was answered twice`);
    this.#pending.delete(message.requestId);
    if (message.success) this.#ledger.acknowledged(pending.op, message.result as number, decodeTs(message.ts));
    else if (message.errorData === "refused") this.#ledger.refused(pending.op);
    else throw new Error(`${pending.op} failed: ${String(message.result)}`);
    this.#fill(socket);
  }
}

const post = makeFunctionReference<"mutation", Record<string, string | number | boolean>, number>("ledger:post");

/** The official HTTP client, which sends nothing again: what was not answered may or may not have happened. */
export async function httpWriter(ledger: Ledger, url: string, isOver: () => boolean): Promise<void> {
  const client = new ConvexHttpClient(url, { logger: false });
  while (!isOver()) {
    const { operation, args } = ledger.next();
    try {
      ledger.acknowledged(operation.op, await client.mutation(post, args, { skipQueue: true }), null);
    } catch (error) {
      if (!(error instanceof ConvexError)) return;
      ledger.refused(operation.op);
    }
  }
}
