import { AsyncLocalStorage } from "node:async_hooks";
import type { FunctionKind } from "../modules/types";
import type { Execution } from "../runtime/execution";
import type { TestBackend } from "./backend";

/** One running handler of a test: which deployment it belongs to, and which globals it sees. */
export interface Frame {
  readonly backend: TestBackend;
  readonly kind: FunctionKind;
  readonly component: string;
  /** What `ctx.meta.getFunctionMetadata()` answers: "rooms:list", "inline", "custom" in `t.run`, "http". */
  readonly name: string;
  readonly execution: Execution;
  /** Milliseconds since the epoch at which the transaction began; null in actions, where time goes on. */
  readonly time: number | null;
  /** Globals that the handler replaced or may not use; null while the host works for it. */
  readonly globals: Record<string, unknown> | null;
  /** The handler in which the test made the call that this is part of. */
  readonly outer: Frame | null;
}

/** A handler of a transaction, which ends when the outermost one does. */
export type TransactionFrame = Frame & { readonly time: number };

interface Scope {
  readonly frame: Frame | null;
  readonly outer: Frame | null;
}

const storage = new AsyncLocalStorage<Scope>();

export function currentFrame(): Frame | undefined {
  return storage.getStore()?.frame ?? undefined;
}

/** Whose call the test is making. */
export function outerFrame(): Frame | null {
  return storage.getStore()?.outer ?? null;
}

export function inFrame<T>(frame: Frame, body: () => T): T {
  return storage.run({ frame, outer: frame.outer }, body);
}

/** The host's own work sees the globals of the test, whatever the handler that asked for it put in their place. */
export function asHost<T>(frame: Frame, body: () => T): T {
  return inFrame({ ...frame, globals: null }, body);
}

/** The call of a test is nobody's call, even if it is made within a handler; what it may be part of is remembered. */
export function asTest<T>(body: () => T): T {
  return storage.run({ frame: null, outer: currentFrame() ?? outerFrame() }, body);
}

/** What a timer starts belongs to no handler. */
export function outsideFrames<T>(body: () => T): T {
  return storage.exit(body);
}

/** The transaction of the deployment that the call is made within, if it goes on. */
export function liveTransaction(backend: TestBackend, from: Frame | null | undefined): TransactionFrame | null {
  for (let frame = from ?? null; frame !== null; frame = frame.outer) {
    if (frame.backend === backend && frame.time !== null && !frame.execution.ended) return frame as TransactionFrame;
  }
  return null;
}
