import { type Authenticated, AuthenticationError, type Authenticator, ANONYMOUS } from "../auth/authenticator";
import type { Engine, Identity, RequestOrigin } from "../engine/types";
import { encodeTs } from "../keys/ts";
import { expired, IdentityLease } from "./identity-lease";
import type { Watcher } from "./live-query";
import type { LiveQueryRegistry } from "./live-query-registry";
import type { Outbox } from "./outbox";
import {
  type Authenticate,
  type ClientMessage,
  type ModifyQuerySet,
  parseClientMessage,
  ProtocolError,
  type StateVersion,
} from "./protocol";
import { QuerySet } from "./query-set";
import { componentOf, SessionRequests } from "./session-requests";
import { transitionMessages, transitionText } from "./transition";
import type { Participant, TurnLoop } from "./turn-loop";

const NANOSECONDS_PER_MS = 1_000_000n;

export interface SessionContext {
  readonly engine: Pick<Engine, "mutation" | "action">;
  readonly registry: LiveQueryRegistry;
  readonly loop: TurnLoop;
  readonly authenticator: Authenticator;
  readonly onError: (error: unknown) => void;
}

/** A change the client asked for; it takes effect, and is confirmed by a Transition, in the next turn. */
type Staged =
  | { readonly kind: "queries"; readonly message: ModifyQuerySet }
  | { readonly kind: "identity"; readonly identity: Identity };

/**
 * One WebSocket connection.
 *
 *   Connect, Authenticate, ModifyQuerySet ──▶ staged ──▶ next turn ──▶ Transition
 *   Mutation ──▶ engine ──▶ MutationResponse(ts) ──▶ Transition to ts or later, even an empty one
 *   Action   ──▶ engine ──▶ ActionResponse
 *
 * Messages are handled in order; one that waits for a token's verification holds up those behind it.
 */
export class Session implements Watcher, Participant {
  readonly #context: SessionContext;
  readonly #outbox: Outbox;
  readonly #queries: QuerySet;
  readonly #requests: SessionRequests;
  readonly #lease = new IdentityLease(() => this.#end(expired()));
  /** What the client knows: the end version of the last Transition. */
  #sent: StateVersion = { querySet: 0, identity: 0, ts: 0n };
  /** Versions of the newest messages received, and of those applied. */
  #received = { querySet: 0, identity: 0 };
  #applied = { querySet: 0, identity: 0 };
  #staged: Staged[] = [];
  #sessionId: string | null = null;
  /** A Transition that reaches this has to follow; the client settles its mutations on nothing else. */
  #awaited: bigint | null = null;
  #inbox: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;

  constructor(context: SessionContext, outbox: Outbox, origin: RequestOrigin) {
    this.#context = context;
    this.#outbox = outbox;
    this.#queries = new QuerySet(context.registry);
    this.#requests = new SessionRequests({
      engine: context.engine,
      outbox,
      origin,
      onCommit: (ts) => this.#await(ts),
      onError: (error) => this.#end(error),
    });
  }

  /** Characters of messages that wait for an earlier one. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when the message was taken in; what it asks for goes on. Never rejects. */
  receive(text: string): Promise<void> {
    this.#waiting += text.length;
    this.#inbox = this.#inbox.then(async () => {
      try {
        if (!this.#ended) await this.#handle(parseClientMessage(text));
      } catch (error) {
        this.#end(error);
      }
      this.#waiting -= text.length;
    });
    return this.#inbox;
  }

  /** The socket is gone. Mutations and actions that were started finish; nobody hears of them. */
  close(): void {
    this.#ended = true;
    this.#lease.end();
    this.#queries.clear();
    this.#context.loop.forget(this);
  }

  wake(): void {
    this.#context.loop.wake(this);
  }

  fail(error: unknown): void {
    this.#end(error);
  }

  applyStaged(): void {
    const staged = this.#staged;
    this.#staged = [];
    try {
      for (const change of staged) this.#apply(change);
    } catch (error) {
      this.#end(error);
    }
  }

  transition(ts: bigint): void {
    if (this.#ended) return;
    if (this.#outbox.congested) return this.#outbox.whenDrained(() => this.wake());
    const modifications = this.#queries.takeModifications();
    const end = { ...this.#applied, ts };
    const start = this.#sent;
    const advanced = end.querySet !== start.querySet || end.identity !== start.identity;
    const awaited = this.#awaited !== null && this.#awaited <= ts;
    if (modifications.length > 0 || advanced || awaited) {
      const text = transitionText(start, end, modifications);
      this.#outbox.sendTransition(transitionMessages(text, encodeTs(ts)));
      this.#sent = end;
    }
    if (awaited) this.#awaited = null;
    if (this.#staged.length > 0 || this.#awaited !== null) this.wake();
  }

  async #handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case "Connect":
        if (this.#sessionId !== null) throw new ProtocolError("Connect was sent twice");
        this.#checkObserved(message.maxObservedTimestamp ?? null);
        this.#sessionId = message.sessionId;
        return;
      case "ModifyQuerySet":
        this.#advance("querySet", message.baseVersion, message.newVersion);
        return this.#stage({ kind: "queries", message });
      case "Authenticate":
        return await this.#authenticate(message);
      case "Mutation":
      case "Action":
        return this.#requests.start(message, this.#lease.identity, this.#sessionId);
      case "Event":
    }
  }

  /**
   * A client that saw what this database does not hold would go back in time. As on Convex that is no fault of the
   * client: it reconnects until the database has caught up. An idle database counts as up to date.
   */
  #checkObserved(observed: bigint | null): void {
    const { ts } = this.#context.registry;
    if (observed === null || observed <= ts || observed <= BigInt(Date.now()) * NANOSECONDS_PER_MS) return;
    throw new Error(`A client has observed timestamp ${observed}, the database and the clock are behind, at ${ts}.`);
  }

  #advance(which: "querySet" | "identity", base: number, next: number): void {
    if (base !== this.#received[which] || next <= base) {
      throw new ProtocolError(`Base version ${base} passed up doesn't match the current ${which} version`);
    }
    this.#received[which] = next;
  }

  #stage(change: Staged): void {
    this.#staged.push(change);
    this.wake();
  }

  #apply(change: Staged): void {
    if (change.kind === "identity") {
      this.#queries.changeIdentity(change.identity);
      this.#applied.identity++;
      return;
    }
    const { modifications, newVersion } = change.message;
    const identity = this.#lease.identity;
    for (const modification of modifications) {
      if (modification.type === "Remove") this.#queries.remove(modification.queryId);
      else {
        const { queryId, udfPath: path, args, journal, componentPath } = modification;
        const component = componentOf(componentPath, identity);
        const request = { component, path, args: args[0] ?? {}, journal: journal ?? null };
        this.#queries.add(this, queryId, request, identity);
      }
    }
    this.#applied.querySet = newVersion;
  }

  async #authenticate(message: Authenticate): Promise<void> {
    const { baseVersion } = message;
    if (baseVersion !== this.#received.identity) {
      throw new ProtocolError(`Base version ${baseVersion} passed up doesn't match the current identity version`);
    }
    let authenticated: Authenticated;
    try {
      authenticated = await this.#verify(message);
    } catch (error) {
      return this.#end(error, { authUpdateAttempted: true });
    }
    if (this.#ended) return;
    this.#advance("identity", baseVersion, baseVersion + 1);
    this.#lease.renew(authenticated);
    this.#stage({ kind: "identity", identity: authenticated.identity });
  }

  async #verify(message: Authenticate): Promise<Authenticated> {
    const { authenticator } = this.#context;
    if (message.tokenType === "None") return ANONYMOUS;
    if (message.tokenType === "User") return await authenticator.user(message.value);
    return await authenticator.admin(message.value, message.impersonating ?? undefined);
  }

  #await(ts: bigint): void {
    if (this.#ended) return;
    if (this.#awaited === null || ts > this.#awaited) this.#awaited = ts;
    this.#context.loop.reach(ts);
    this.wake();
  }

  /** Tells the client why, as far as it is its own fault, and closes; it reconnects after anything but a FatalError. */
  #end(error: unknown, { authUpdateAttempted = false } = {}): void {
    if (this.#ended) return;
    this.close();
    if (error instanceof AuthenticationError) {
      const baseVersion = this.#received.identity;
      this.#outbox.send({ type: "AuthError", error: error.message, baseVersion, authUpdateAttempted });
      return this.#outbox.close(1000, "");
    }
    if (error instanceof ProtocolError) {
      this.#outbox.send({ type: "FatalError", error: error.message });
      return this.#outbox.close(1000, "");
    }
    this.#context.onError(error);
    this.#outbox.close(1011, "InternalServerError");
  }
}
