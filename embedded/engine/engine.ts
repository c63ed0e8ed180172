import { randomBytes } from "node:crypto";
import { CronRunner } from "../crons/cron-runner";
import { cronJobsTable } from "../crons/cron-jobs";
import type { App, AppBundle } from "../modules/types";
import { guardRejections } from "../runtime/rejections";
import { openFiles, type Files } from "../files/files";
import type { Commit, Store, SystemTables } from "../store/types";
import { Actions } from "./actions";
import { Calls } from "./calls";
import { CodeSlot } from "./code";
import { DeploymentEnvironment, environmentTable } from "./environment";
import { functionSpecs } from "./function-spec";
import { HttpActions } from "./http";
import { JobRunner } from "./jobs/job-runner";
import { mutationResultsTable } from "./mutation-results";
import { Requests } from "./requests";
import { scheduledFunctionsTable } from "./jobs/scheduled-functions";
import { Scheduler } from "./jobs/scheduler";
import { FileStorage } from "./storage/storage";
import { storageTables } from "./storage/stored-files";
import type { ScheduledJob } from "./transaction";
import { Transactions } from "./transactions";
import type {
  ActionOutcome,
  DatabaseUsage,
  DedupeKey,
  Engine,
  Environment,
  FunctionCall,
  FunctionSpec,
  Identity,
  LogLine,
  MutationOutcome,
  QueryOutcome,
  RequestOrigin,
} from "./types";
import { Watchdog } from "./watchdog";
import { Writer } from "./writer";

/** Pass to `openStore`. */
export const engineTables: SystemTables = {
  ...scheduledFunctionsTable,
  ...mutationResultsTable,
  ...environmentTable,
  ...cronJobsTable,
  ...storageTables,
};

export interface EngineOptions {
  /** Opened with `engineTables`; closed by whoever opened it, after the engine. */
  readonly store: Store;
  /** Built-in variables that the deployment's own cannot override: CONVEX_CLOUD_URL, CONVEX_SITE_URL. */
  readonly env: Readonly<Record<string, string>>;
  /** Hides the text of errors and console lines from clients. */
  readonly production?: boolean;
  /** Where stored files are kept; a temporary directory without it. Closed by the engine. */
  readonly files?: Files;
  /** Signs upload URLs, which outlive the process only with a key that does. */
  readonly uploadKey?: Uint8Array;
  /** In place of the one that runs jobs by the clock of the machine. */
  readonly scheduler?: (services: SchedulerServices) => JobScheduler;
}

export type JobScheduler = Pick<Scheduler, "add" | "recover" | "close">;

export interface SchedulerServices {
  readonly store: Store;
  readonly writer: Writer;
  readonly runner: JobRunner;
}

/** Of a host without a URL of its own; convex-test's. */
const SOME_URL = "https://some-deployment.convex.cloud";

/** The parts, for the test facade, which calls below the level of clients. */
export interface EngineParts {
  readonly writer: Writer;
  readonly requests: Requests;
  readonly transactions: Transactions;
  readonly actions: Actions;
  readonly http: HttpActions;
  readonly scheduler: JobScheduler;
}

export function createEngine(options: EngineOptions): Engine & { readonly parts: EngineParts } {
  return new EmbeddedEngine(options);
}

class EmbeddedEngine implements Engine {
  readonly environment: Environment;
  readonly parts: EngineParts;
  readonly storage: FileStorage;
  readonly #files: Files;
  readonly #variables: DeploymentEnvironment;
  readonly #code: CodeSlot;
  readonly #calls: Calls;
  readonly #crons: CronRunner;
  readonly #watchdog = new Watchdog();
  readonly #reloadListeners = new Set<() => void>();
  #releaseGuard: (() => void) | null = null;

  constructor({ store, env, production = false, files, uploadKey, scheduler }: EngineOptions) {
    const writer = new Writer(store);
    this.#files = files ?? openFiles({ dir: null });
    const storage = new FileStorage({
      store,
      writer,
      files: this.#files,
      url: env["CONVEX_CLOUD_URL"] ?? SOME_URL,
      uploadKey: uploadKey ?? randomBytes(32),
    });
    this.storage = storage;
    const onScheduled = (jobs: readonly ScheduledJob[]) => this.parts.scheduler.add(jobs);
    this.#code = new CodeSlot(store, writer);
    const requests = new Requests(() => this.#code.current);
    const transactions = new Transactions({ store, writer, watchdog: this.#watchdog, storage, onScheduled });
    const actions = new Actions(store, { requests, transactions, writer, storage, onScheduled });
    const runner = new JobRunner({ store, writer, requests, transactions, actions, onScheduled });
    const services = { store, writer, runner };
    const http = new HttpActions({ requests, actions, production });
    this.parts = {
      writer,
      requests,
      transactions,
      actions,
      http,
      scheduler: scheduler?.(services) ?? new Scheduler(services),
    };
    this.#calls = new Calls({ requests, transactions, actions, production });
    this.#crons = new CronRunner({ store, writer, onScheduled });
    this.#variables = new DeploymentEnvironment({
      store,
      writer,
      builtIn: env,
      prepare: (values) => this.#prepare(values),
    });
    this.environment = this.#variables;
  }

  get app(): App {
    return this.#code.current.app;
  }

  get databaseUsage(): DatabaseUsage {
    return this.parts.transactions.usage;
  }

  query(call: FunctionCall): Promise<QueryOutcome> {
    return this.#calls.query(call);
  }

  mutation(call: FunctionCall, dedupe?: DedupeKey): Promise<MutationOutcome> {
    return this.#calls.mutation(call, dedupe);
  }

  action(call: FunctionCall): Promise<ActionOutcome> {
    return this.#calls.action(call);
  }

  run(call: FunctionCall): Promise<ActionOutcome> {
    return this.#calls.run(call);
  }

  httpAction(request: Request, identity?: Identity, origin?: RequestOrigin): Promise<Response> {
    return this.parts.http.respond(request, identity, origin);
  }

  onCommit(listener: (commits: readonly Commit[]) => void): () => void {
    return this.parts.writer.onCommit(listener);
  }

  onLog(listener: (line: LogLine) => void): () => void {
    return this.parts.requests.onLog(listener);
  }

  onReload(listener: () => void): () => void {
    this.#reloadListeners.add(listener);
    return () => this.#reloadListeners.delete(listener);
  }

  functions(): FunctionSpec[] {
    return functionSpecs(this.app);
  }

  async load(bundle: AppBundle): Promise<void> {
    await this.#code.load(bundle, this.#variables.values);
    if (this.#releaseGuard !== null) await this.#crons.deploy(this.app);
    this.#reloaded();
  }

  async start(): Promise<void> {
    this.#releaseGuard ??= guardRejections();
    await this.storage.sweep();
    await this.parts.scheduler.recover();
    await this.#crons.deploy(this.app);
  }

  async close(): Promise<void> {
    this.#crons.close();
    this.parts.scheduler.close();
    this.parts.actions.close();
    await this.parts.writer.close();
    await this.#files.close();
    this.#watchdog.close();
    this.#releaseGuard?.();
    this.#releaseGuard = null;
  }

  #prepare(values: Readonly<Record<string, string>>): () => void {
    const apply = this.#code.prepare(values);
    return () => {
      apply();
      this.#reloaded();
    };
  }

  #reloaded(): void {
    for (const listener of this.#reloadListeners) listener();
  }
}
