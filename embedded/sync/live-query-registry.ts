import { setImmediate } from "node:timers/promises";
import type { FunctionCall, Identity, QueryOutcome } from "../engine/types";
import type { Commit } from "../store/types";
import { InvalidationIndex } from "./invalidation-index";
import {
  familyKey,
  identityKey,
  LiveQuery,
  type QueryRequest,
  type Subscription,
  visibilityOf,
  type Watcher,
} from "./live-query";
import { queryResult, sameResult } from "./query-result";

/** Runs a query at the newest durable snapshot. Calls made in one turn of the loop read the same snapshot. */
export type RunQuery = (call: FunctionCall) => Promise<QueryOutcome>;

/**
 * All live queries of the host. A query runs once for all its subscriptions, and again only if a commit wrote into a
 * range that it read. Nothing changes outside `settle()`, so that between two of them all results hold at `ts`.
 */
export class LiveQueryRegistry {
  readonly #run: RunQuery;
  readonly #families = new Map<string, Set<LiveQuery>>();
  readonly #readers = new InvalidationIndex<LiveQuery>();
  readonly #dirty = new Set<LiveQuery>();
  #commits: Commit[] = [];
  #ts: bigint;

  constructor(run: RunQuery, ts: bigint) {
    this.#run = run;
    this.#ts = ts;
  }

  /** Every result holds at this timestamp. */
  get ts(): bigint {
    return this.#ts;
  }

  /** Live queries, not subscriptions. */
  get size(): number {
    return [...this.#families.values()].reduce((sum, family) => sum + family.size, 0);
  }

  /** The result is there after the next `settle()`. */
  subscribe(watcher: Watcher, queryId: number, request: QueryRequest, identity: Identity): Subscription {
    const live = this.#find(request, identity);
    const subscription: Subscription = { queryId, watcher, identity, live, sent: null };
    live.subscriptions.add(subscription);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    const { live } = subscription;
    live.subscriptions.delete(subscription);
    if (live.subscriptions.size === 0) this.#dispose(live);
  }

  changeIdentity(subscription: Subscription, identity: Identity): void {
    const { live } = subscription;
    const shared =
      live.result !== null && !live.readsIdentity && visibilityOf(identity) === visibilityOf(live.identity);
    subscription.identity = identity;
    if (!shared) this.#move(subscription, pinned(live));
  }

  /** Takes note of commits; `settle()` reruns what they touch. */
  announce(commits: readonly Commit[]): void {
    this.#commits.push(...commits);
  }

  invalidateAll(): void {
    for (const family of this.#families.values()) for (const live of family) this.#invalidate(live);
  }

  /** Reruns what commits or new subscriptions ask for, until every result holds at one timestamp, at least `atLeast`. */
  async settle(atLeast: bigint): Promise<void> {
    if (atLeast > this.#ts) this.#ts = atLeast;
    await this.#wave();
    while (this.#dirty.size > 0 || this.#commits.some(({ ts }) => ts <= this.#ts)) {
      // Lets the writer finish its batch, so that the next wave does not read ahead of the commits it has announced.
      await setImmediate();
      await this.#wave();
    }
  }

  async #wave(): Promise<void> {
    this.#applyCommits();
    await this.#runDirty();
  }

  #applyCommits(): void {
    const commits = this.#commits;
    this.#commits = [];
    for (const { ts, writes } of commits) {
      if (ts > this.#ts) this.#ts = ts;
      for (const live of this.#readers.find(writes)) if (live.ts < ts) this.#invalidate(live);
    }
  }

  /** Starts all runs in one turn of the loop, so that they read one snapshot. */
  async #runDirty(): Promise<void> {
    const batch = [...this.#dirty];
    this.#dirty.clear();
    const outcomes = await Promise.allSettled(batch.map((live) => this.#run(live.call)));
    batch.forEach((live, i) => {
      const outcome = outcomes[i]!;
      if (outcome.status === "fulfilled") this.#install(live, outcome.value);
      else for (const { watcher } of live.subscriptions) watcher.fail(outcome.reason);
    });
  }

  #install(live: LiveQuery, outcome: QueryOutcome): void {
    if (outcome.ts > this.#ts) this.#ts = outcome.ts;
    if (live.subscriptions.size === 0) return;
    live.ts = outcome.ts;
    live.readsIdentity = outcome.readIdentity;
    live.journal = outcome.journal;
    this.#readers.set(live, outcome.reads.ranges);
    const result = queryResult(outcome);
    if (live.result === null || !sameResult(live.result, result)) {
      live.result = result;
      for (const { watcher } of live.subscriptions) watcher.wake();
    }
    if (live.readsIdentity) this.#separateIdentities(live);
  }

  /** The last run read the identity, so it answered for one identity only; the others need runs of their own. */
  #separateIdentities(live: LiveQuery): void {
    for (const subscription of live.subscriptions) {
      if (identityKey(subscription.identity) !== live.identityKey) this.#move(subscription, live.request);
    }
  }

  #move(subscription: Subscription, request: QueryRequest): void {
    const target = this.#find(request, subscription.identity);
    if (target === subscription.live) return;
    target.subscriptions.add(subscription);
    this.unsubscribe(subscription);
    subscription.live = target;
    subscription.watcher.wake();
  }

  /** The identity's own, one that anyone may share, or one whose first run will tell; else a new one. */
  #find(request: QueryRequest, identity: Identity): LiveQuery {
    const key = familyKey(request, identity);
    const family = this.#families.get(key) ?? new Set<LiveQuery>();
    const own = identityKey(identity);
    const untold = ![...family].some((live) => live.readsIdentity);
    for (const live of family) {
      if (live.identityKey === own || (live.result === null ? untold : !live.readsIdentity)) return live;
    }
    const live = new LiveQuery(request, identity);
    this.#families.set(key, family.add(live));
    this.#dirty.add(live);
    return live;
  }

  #invalidate(live: LiveQuery): void {
    if (live.subscriptions.size === 0) return;
    const request = pinned(live);
    if (request === live.request) this.#dirty.add(live);
    else this.#pin(live, request);
  }

  /**
   * A page that changes keeps its end, so that the pages after it still follow. From now on it is another question than
   * the one for a fresh first page, and perhaps one that a reconnected client asks already.
   */
  #pin(live: LiveQuery, request: QueryRequest): void {
    const key = familyKey(request, live.identity);
    const family = this.#families.get(key);
    if (family) {
      for (const subscription of live.subscriptions) this.#move(subscription, request);
      return;
    }
    this.#leaveFamily(live);
    live.request = request;
    this.#families.set(key, new Set([live]));
    this.#dirty.add(live);
  }

  #leaveFamily(live: LiveQuery): void {
    const key = familyKey(live.request, live.identity);
    const family = this.#families.get(key);
    if (family?.delete(live) && family.size === 0) this.#families.delete(key);
  }

  #dispose(live: LiveQuery): void {
    this.#leaveFamily(live);
    this.#readers.delete(live);
    this.#dirty.delete(live);
  }
}

/** The question that the next run answers. */
function pinned({ request, journal }: LiveQuery): QueryRequest {
  return journal === null || journal === request.journal ? request : { ...request, journal };
}
