import { AsyncLocalStorage } from "node:async_hooks";
import type { FunctionKind } from "../modules/types";
import type { TestBackend } from "./backend";

/** One running handler of a test: which deployment it belongs to, and which globals it sees. */
export interface Frame {
  readonly backend: TestBackend;
  readonly kind: FunctionKind;
  readonly component: string;
  /** What `ctx.meta.getFunctionMetadata()` answers: "rooms:list", "inline", "custom" in `t.run`, "http". */
  readonly name: string;
  /** Milliseconds since the epoch at which the transaction began; null in actions, where time goes on. */
  readonly time: number | null;
  /** Globals that the handler replaced or may not use; null while the host works for it. */
  readonly globals: Record<string, unknown> | null;
}

const storage = new AsyncLocalStorage<Frame>();

export function currentFrame(): Frame | undefined {
  return storage.getStore();
}

export function inFrame<T>(frame: Frame, body: () => T): T {
  return storage.run(frame, body);
}

/** The host's own work sees the globals of the test, whatever the handler that asked for it put in their place. */
export function asHost<T>(frame: Frame, body: () => T): T {
  return storage.run({ ...frame, globals: null }, body);
}

/** What a test calls, and what a timer starts, belongs to no handler. */
export function outsideFrames<T>(body: () => T): T {
  return storage.exit(body);
}
