import { randomUUID } from "node:crypto";
import type { App } from "../modules/types";
import { LogBuffer } from "../runtime/logs";
import type { Identity, LogLine, RequestOrigin, UdfType } from "./types";

/** One execution as a caller asked for it, and whatever it calls in its own transaction. */
export interface Request {
  readonly udfType: UdfType;
  readonly component: string;
  readonly path: string;
  /** Shared by all executions that one request of a client causes. */
  readonly requestId: string;
  readonly identity: Identity;
  readonly origin: RequestOrigin;
  /** Set in what the scheduler runs. */
  readonly scheduledFunctionId: string | null;
  /** Set in a scheduled mutation itself, not in what it or a scheduled action calls. */
  readonly scheduledMutation: string | null;
  /** The code and variables it runs on to its end, whatever is loaded meanwhile. */
  readonly app: App;
  readonly env: Readonly<Record<string, string>>;
  readonly logs: LogBuffer;
  readonly startedAt: number;
}

export type RequestInit = Pick<Request, "udfType" | "component" | "path"> &
  Partial<Pick<Request, "identity" | "origin" | "scheduledFunctionId" | "scheduledMutation" | "requestId">>;

/** The loaded code and its variables at one moment. */
export interface Code {
  readonly app: App;
  readonly env: Readonly<Record<string, string>>;
}

/** `process.env` of a component's functions. */
export function variablesOf({ app, env }: Code, component: string): Readonly<Record<string, string>> {
  return app.components.get(component)?.env ?? env;
}

const NO_ORIGIN: RequestOrigin = { ip: null, userAgent: null };
export const NO_IDENTITY: Identity = { kind: "none" };

/** 16 hex digits. Node draws UUIDs from a cache of entropy, which costs a tenth of `randomBytes`. */
function newRequestId(): string {
  return randomUUID().replaceAll("-", "").slice(16);
}

/** Opens requests on the current code and reports their console lines and ends. */
export class Requests {
  readonly #code: () => Code;
  readonly #listeners = new Set<(line: LogLine) => void>();

  constructor(code: () => Code) {
    this.#code = code;
  }

  get code(): Code {
    return this.#code();
  }

  onLog(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(init: RequestInit): Request {
    const request: Request = {
      identity: NO_IDENTITY,
      origin: NO_ORIGIN,
      scheduledFunctionId: null,
      scheduledMutation: null,
      requestId: newRequestId(),
      ...init,
      ...this.#code(),
      startedAt: Date.now(),
      logs: new LogBuffer((line) => this.#emit({ ...this.#source(request), kind: "console", ...line })),
    };
    return request;
  }

  /** An execution that another one calls; like any new execution it runs on the current code. */
  openChild(parent: Request, init: RequestInit): Request {
    const { requestId, origin, scheduledFunctionId } = parent;
    const identity = init.component === parent.component ? parent.identity : NO_IDENTITY;
    return this.open({ requestId, origin, scheduledFunctionId, identity, ...init });
  }

  /** `error` is the full text for developers; null if the function returned. */
  close(request: Request, error: string | null): void {
    const executionMs = Date.now() - request.startedAt;
    const logLines = request.logs.formatted();
    this.#emit({ ...this.#source(request), kind: "completion", executionMs, logLines, error });
  }

  #source(request: Request) {
    const { udfType, component, path, requestId, scheduledFunctionId } = request;
    return { udfType, component, path, requestId, scheduledFunctionId, timestamp: Date.now() };
  }

  #emit(line: LogLine): void {
    for (const listener of this.#listeners) listener(line);
  }
}
