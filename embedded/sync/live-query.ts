import type { JSONValue } from "convex/values";
import type { FunctionCall, Identity } from "../engine/types";
import type { QueryResult } from "./query-result";

/** What a client asks to watch. */
export interface QueryRequest {
  readonly component: string;
  readonly path: string;
  readonly args: JSONValue;
  readonly journal: string | null;
}

/** A client connection, as the queries it watches see it. */
export interface Watcher {
  /** A query of this connection has a new result. */
  wake(): void;
  /** A query could not be run at all; the connection has to start over. */
  fail(error: unknown): void;
}

/** One watched query of one connection. */
export interface Subscription {
  readonly queryId: number;
  readonly watcher: Watcher;
  identity: Identity;
  live: LiveQuery;
  /** What the client has; null before its first result. */
  sent: QueryResult | null;
}

/** Administrators may watch internal functions, so they never share with clients. */
export function visibilityOf(identity: Identity): FunctionCall["visibility"] {
  return identity.kind === "admin" ? "any" : "public";
}

export function identityKey(identity: Identity): string {
  if (identity.kind === "none") return "none";
  return JSON.stringify(identity.kind === "user" ? identity.attributes : [identity.actingAs ?? null]);
}

/** Queries with the same key answer the same, unless they read the identity. */
export function familyKey({ component, path, args, journal }: QueryRequest, identity: Identity): string {
  return JSON.stringify([visibilityOf(identity), component, path, args, journal]);
}

/**
 * One execution shared by every subscription with the same question. It runs as the identity it was made for; that
 * matters only if it reads the identity, and then subscriptions of other identities are moved away.
 */
export class LiveQuery {
  readonly subscriptions = new Set<Subscription>();
  readonly identity: Identity;
  readonly identityKey: string;
  request: QueryRequest;
  /** Null until the first run. */
  result: QueryResult | null = null;
  /** The snapshot of the last run. */
  ts = -1n;
  readsIdentity = false;
  /** Of the last run; the next one ends its page at the same cursor. */
  journal: string | null = null;

  constructor(request: QueryRequest, identity: Identity) {
    this.request = request;
    this.identity = identity;
    this.identityKey = identityKey(identity);
  }

  get call(): FunctionCall {
    return { ...this.request, identity: this.identity, visibility: visibilityOf(this.identity) };
  }
}
