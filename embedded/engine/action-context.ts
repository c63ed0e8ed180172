import type { JSONValue } from "convex/values";
import { describeFailure } from "../runtime/errors";
import type { Execution, SyscallArgs, Syscalls } from "../runtime/execution";
import type { Actions } from "./actions";
import type { Request, Requests } from "./requests";
import { addressOf, createHandle } from "./resolve";
import { cancelJob } from "./jobs/scheduled-functions";
import type { FileStorage } from "./storage/storage";
import { actionStorage, blobSyscall } from "./syscalls/action-storage";
import { nestedError } from "./syscalls/functions";
import { deploymentMetadata, functionMetadata, requestMetadata, userIdentity } from "./syscalls/meta";
import { insertScheduled } from "./syscalls/schedule";
import { refuse, unsupported } from "./syscalls/unsupported";
import { vectorSearch } from "./syscalls/vector-search";
import type { ScheduledJob } from "./transaction";
import { udfCall, type Transactions } from "./transactions";
import type { UdfType } from "./types";
import type { Writer } from "./writer";

export interface ActionServices {
  readonly requests: Requests;
  readonly transactions: Transactions;
  readonly writer: Writer;
  readonly storage: FileStorage;
  readonly actions: Actions;
  readonly onScheduled: (jobs: readonly ScheduledJob[]) => void;
}

type ActionSyscall = (context: ActionContext, args: SyscallArgs) => string | Promise<string>;

const syscalls = new Map<string, ActionSyscall>([
  ...unsupported,
  ["1.0/actions/query", (context, args) => context.runQuery(args)],
  ["1.0/actions/mutation", (context, args) => context.runMutation(args)],
  ["1.0/actions/action", (context, args) => context.runAction(args)],
  ["1.0/actions/vectorSearch", (context, args) => context.vectorSearch(args)],
  ["1.0/actions/schedule", (context, args) => context.schedule(args)],
  ["1.0/actions/cancel_job", (context, args) => context.cancel(args)],
  ["1.0/getUserIdentity", ({ request }) => JSON.stringify(userIdentity(request.identity))],
  ["1.0/getFunctionMetadata", ({ request }) => functionMetadata(request.path, request.component)],
  ["1.0/getDeploymentMetadata", deploymentMetadata],
  ["1.0/getRequestMetadata", ({ request }) => requestMetadata(request)],
  ["1.0/createFunctionHandle", (context, args) => context.createHandle(args)],
  ...actionStorage,
]);

/** Where the syscalls of one action or HTTP action go. */
export class ActionContext implements Syscalls {
  readonly request: Request;
  execution: Execution | null = null;
  readonly #services: ActionServices;

  constructor(request: Request, services: ActionServices) {
    this.request = request;
    this.#services = services;
  }

  sync(op: string): never {
    throw new Error(`${op} is only available in queries and mutations`);
  }

  async(op: string, args: SyscallArgs): string | Promise<string> {
    const syscall = syscalls.get(op);
    if (syscall === undefined) throw new Error(`Unknown async operation ${op}`);
    return syscall(this, args);
  }

  js(op: string, args: { readonly [name: string]: unknown }): Promise<unknown> {
    return blobSyscall(this, op, args) ?? refuse(op);
  }

  get storage(): FileStorage {
    return this.#services.storage;
  }

  runQuery(args: SyscallArgs): Promise<string> {
    return this.#call("Query", args, async (request, call) => {
      const { transactions } = this.#services;
      return await transactions.query(transactions.open(request), udfCall(request, "query", call, "any"));
    });
  }

  runMutation(args: SyscallArgs): Promise<string> {
    return this.#call("Mutation", args, async (request, call) => {
      const { json } = await this.#services.transactions.mutation(request, udfCall(request, "mutation", call, "any"));
      return json;
    });
  }

  runAction(args: SyscallArgs): Promise<string> {
    return this.#call("Action", args, (request, call) =>
      this.#services.actions.run(request, { args: call, visibility: "any" }, this.execution),
    );
  }

  vectorSearch(args: SyscallArgs): string {
    const { tx } = this.#services.transactions.open(this.request);
    return vectorSearch(tx, this.request.component, args);
  }

  async schedule(args: SyscallArgs): Promise<string> {
    const { request } = this;
    const { value: job } = await this.#services.writer.transact((tx) =>
      insertScheduled(request, tx, request.component, args),
    );
    this.#services.onScheduled([job]);
    return JSON.stringify(job.id);
  }

  async cancel(args: SyscallArgs): Promise<string> {
    await this.#services.writer.transact((tx) => {
      cancelJob(tx, this.request.component, args["id"] as string, { now: Date.now(), self: null });
    });
    return "{}";
  }

  createHandle(args: SyscallArgs): string {
    return createHandle(args, this.request.component, this.#services.requests.code.app);
  }

  /** Each call is an execution of its own, with its own logs. */
  async #call(
    udfType: UdfType,
    args: SyscallArgs,
    run: (request: Request, args: JSONValue) => Promise<string>,
  ): Promise<string> {
    const { requests } = this.#services;
    const address = addressOf(args, this.request.component, requests.code.app);
    const request = requests.openChild(this.request, { udfType, ...address });
    try {
      const json = await run(request, args["args"] ?? {});
      requests.close(request, null);
      return json;
    } catch (error) {
      requests.close(request, describeFailure(error).detail);
      throw nestedError(error);
    }
  }
}
