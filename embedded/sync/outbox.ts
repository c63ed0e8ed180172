import type { WebSocket } from "ws";
import type { MetricsRecorder } from "./metrics";
import type { ServerMessage } from "./protocol";

/** Bytes waiting in the socket above which Transitions wait, so that a slow client gets the newest state only. */
const HIGH_WATER = 1024 * 1024;

/** Answers of one client's own requests cannot wait; one that asks for more than this and reads none of it is dropped. */
const MAX_UNREAD = 64 * 1024 * 1024;

/** What one connection still has to send. */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #metrics: MetricsRecorder;
  readonly #onDrain = new Set<() => void>();
  /** Set by every send; the heartbeat clears it. */
  active = false;

  constructor(socket: WebSocket, metrics: MetricsRecorder) {
    this.#socket = socket;
    this.#metrics = metrics;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes handed over that the client has not taken. */
  get unread(): number {
    return this.#socket.bufferedAmount;
  }

  get congested(): boolean {
    return this.unread > HIGH_WATER;
  }

  /** Calls back once, as soon as the socket is no longer congested. */
  whenDrained(callback: () => void): void {
    this.#onDrain.add(callback);
  }

  send(message: ServerMessage): void {
    if (this.unread > MAX_UNREAD) return this.#socket.terminate();
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    if (!this.open) return;
    this.active = true;
    this.#metrics.bytesSent += text.length;
    this.#socket.send(text, () => this.#drained());
  }

  sendTransition(messages: readonly string[]): void {
    this.#metrics.transitionsSent++;
    for (const message of messages) this.sendText(message);
  }

  /** Codes and reasons are what the client's WebSocketManager acts on; a reason holds 123 bytes. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #drained(): void {
    if (this.#onDrain.size === 0 || this.congested) return;
    const callbacks = [...this.#onDrain];
    this.#onDrain.clear();
    for (const callback of callbacks) callback();
  }
}
