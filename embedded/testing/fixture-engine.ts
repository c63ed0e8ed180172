import type { JSONValue } from "convex/values";
import { createEngine, engineTables, type EngineOptions } from "../engine/engine";
import type { Engine, FunctionError, Identity, LogLine } from "../engine/types";
import { loadApp } from "../modules/load";
import { openStore } from "../store/store";
import type { Store } from "../store/types";
import { FixtureDir } from "./fixture-dir";

export interface FixtureOptions {
  /** Database directory; memory only without it. */
  readonly path?: string;
  readonly production?: boolean;
  /** Built-in variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** The deployment's own, set before anything is loaded. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** An engine on real code: files of a `convex/` directory, bundled and sandboxed as the host does it. */
export class FixtureEngine {
  readonly dir: FixtureDir;
  readonly engine: Engine;
  readonly store: Store;
  readonly logs: LogLine[] = [];

  private constructor(dir: FixtureDir, options: FixtureOptions) {
    this.dir = dir;
    this.store = openStore({ path: options.path ?? null, systemTables: engineTables });
    const engineOptions: EngineOptions = { store: this.store, env: options.env ?? {} };
    this.engine = createEngine({ ...engineOptions, production: options.production ?? false });
    this.engine.onLog((line) => this.logs.push(line));
  }

  /** Loaded, but not started: no job and no cron runs. */
  static async load(
    files: Readonly<Record<string, string>> | FixtureDir,
    options: FixtureOptions = {},
  ): Promise<FixtureEngine> {
    const dir = files instanceof FixtureDir ? files : new FixtureDir(files);
    const fixture = new FixtureEngine(dir, options);
    const variables = Object.entries(options.variables ?? {}).map(([name, value]) => ({ name, value }));
    if (variables.length > 0) await fixture.engine.environment.set(variables);
    await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
    return fixture;
  }

  /** The result of a function of any kind; throws what a client would see. */
  async run(path: string, args: JSONValue = {}, identity: Identity = { kind: "none" }): Promise<JSONValue> {
    const outcome = await this.engine.run({ component: "", path, args, identity, visibility: "any" });
    if (!outcome.ok) throw new FixtureError(outcome.error);
    return outcome.value;
  }

  /** Keeps the directories, as the end of a process does. */
  async stop(): Promise<void> {
    await this.engine.close();
    this.store.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    this.dir.remove();
  }
}

export class FixtureError extends Error {
  readonly data: JSONValue | undefined;

  constructor({ message, data }: FunctionError) {
    super(message);
    this.data = data;
  }
}
