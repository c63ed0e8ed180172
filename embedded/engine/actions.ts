// Imported rather than global: the time limit is real even if a test advances fake timers by hours.
import { clearTimeout, setTimeout } from "node:timers";
import type { JSONValue } from "convex/values";
import type { Store } from "../store/types";
import { Execution } from "../runtime/execution";
import { MAX_ACTION_MS } from "../validate/limits";
import { ActionContext, type ActionServices } from "./action-context";
import { variablesOf, type Request } from "./requests";
import { resolveFunction } from "./resolve";
import { validateArgs, validateReturns } from "./validation";

/** Runs actions: user code with real I/O, whose only way to the database is through queries and mutations. */
export class Actions {
  readonly #store: Store;
  readonly #services: ActionServices;
  readonly #running = new Set<Execution>();
  #closed: Error | null = null;

  constructor(store: Store, services: Omit<ActionServices, "actions">) {
    this.#store = store;
    this.#services = { ...services, actions: this };
  }

  /** Resolves to the result as JSON text; rejects with what user code threw. */
  async run(
    request: Request,
    call: { readonly args: JSONValue; readonly visibility: "public" | "any" },
    parent: Execution | null = null,
  ): Promise<string> {
    const fn = resolveFunction(request.app, request, { kind: "action", visibility: call.visibility });
    const snapshot = this.#store.snapshot();
    const idTable = (id: string) => snapshot.tableOfId(request.component, id);
    validateArgs(fn, call.args, idTable);
    const { invokeAction } = fn.registered;
    if (invokeAction === undefined) throw new Error(`${fn.path} is no action of convex/server.`);
    const execution = this.open(request, "action", parent);
    try {
      const args = JSON.stringify([call.args]);
      const json = await this.until(execution, () => invokeAction(request.requestId, args));
      const after = this.#store.snapshot();
      validateReturns(fn, json, (id) => after.tableOfId(request.component, id));
      return json;
    } finally {
      execution.end();
    }
  }

  /** An execution that `close` ends. The caller ends it otherwise. */
  open(request: Request, kind: "action" | "httpAction", parent: Execution | null = null): Execution {
    if (this.#closed !== null) throw this.#closed;
    const context = new ActionContext(request, this.#services);
    const execution = new Execution({
      kind,
      name: request.path,
      env: variablesOf(request, request.component),
      syscalls: context,
      log: (level, args) => request.logs.add(level, args),
    });
    context.execution = execution;
    this.#running.add(execution);
    const forget = parent?.onEnd(() => execution.end(new Error("The calling action has ended.")));
    execution.onEnd(() => {
      this.#running.delete(execution);
      forget?.();
    });
    return execution;
  }

  /** Settles as `body` does, or rejects when the execution is aborted or out of time. */
  async until<T>(execution: Execution, body: () => Promise<T>): Promise<T> {
    const timeout = setTimeout(() => {
      execution.end(new Error(`Function execution timed out (maximum duration: 600s): ${execution.name}`));
    }, MAX_ACTION_MS);
    timeout.unref();
    const { signal } = execution;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
    try {
      return await Promise.race([execution.run(body), aborted]);
    } finally {
      clearTimeout(timeout);
      aborted.catch(() => {});
    }
  }

  /** Aborts everything that runs, and refuses what would start. */
  close(): void {
    this.#closed = new Error("The host is shutting down.");
    for (const execution of this.#running) execution.end(this.#closed);
  }
}
