import type { Identity } from "../engine/types";
import type { QueryRequest, Subscription, Watcher } from "./live-query";
import type { LiveQueryRegistry } from "./live-query-registry";
import { ProtocolError } from "./protocol";
import { modificationOf, sameResult } from "./query-result";

/** The queries that one connection watches, and what it still has to hear about them. */
export class QuerySet {
  readonly #registry: LiveQueryRegistry;
  readonly #subscriptions = new Map<number, Subscription>();
  #removed: number[] = [];

  constructor(registry: LiveQueryRegistry) {
    this.#registry = registry;
  }

  add(watcher: Watcher, queryId: number, request: QueryRequest, identity: Identity): void {
    if (this.#subscriptions.has(queryId)) throw new ProtocolError(`Query ${queryId} was added twice`);
    this.#subscriptions.set(queryId, this.#registry.subscribe(watcher, queryId, request, identity));
  }

  remove(queryId: number): void {
    const subscription = this.#subscriptions.get(queryId);
    if (!subscription) throw new ProtocolError(`Query ${queryId} was removed but not added`);
    this.#subscriptions.delete(queryId);
    this.#registry.unsubscribe(subscription);
    this.#removed.push(queryId);
  }

  changeIdentity(identity: Identity): void {
    for (const subscription of this.#subscriptions.values()) this.#registry.changeIdentity(subscription, identity);
  }

  /** Modifications that bring the client to the present results; afterwards it counts as told. */
  takeModifications(): string[] {
    const modifications = this.#removed.map((queryId) => `{"type":"QueryRemoved","queryId":${queryId}}`);
    this.#removed = [];
    for (const subscription of this.#subscriptions.values()) {
      const { result } = subscription.live;
      const { sent, queryId } = subscription;
      if (result === null || result === sent) continue;
      subscription.sent = result;
      if (sent === null || !sameResult(sent, result)) modifications.push(modificationOf(queryId, result));
    }
    return modifications;
  }

  clear(): void {
    for (const subscription of this.#subscriptions.values()) this.#registry.unsubscribe(subscription);
    this.#subscriptions.clear();
  }
}
