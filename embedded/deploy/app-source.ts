import type { Engine } from "../engine/types";
import { WriteFailed } from "../engine/write-failed";
import { HostError } from "../host-error";
import { loadApp, type LoadedBundle } from "../modules/load";
import type { App } from "../modules/types";
import { watchApp } from "../modules/watch";
import type { Deployable } from "./deploy-routes";

export interface AppSourceOptions {
  readonly engine: Engine;
  readonly convexDir: string;
  /** Variables that come from outside, over the deployment's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** The directory of functions that the host runs. */
export class AppSource implements Deployable {
  readonly #options: AppSourceOptions;

  constructor(options: AppSourceOptions) {
    this.#options = options;
  }

  async evaluate(): Promise<App> {
    const { engine, env } = this.#options;
    const bundle = await this.#compile();
    const variables = engine.environment.list().map(({ name, value }) => [name, value] as const);
    return bundle.evaluate({ ...Object.fromEntries(variables), ...env });
  }

  async reload(): Promise<LoadedBundle> {
    const bundle = await this.#compile();
    await this.#options.engine.load(bundle);
    return bundle;
  }

  /** @throws HostError LOAD_FAILED: without code there is nothing to serve. */
  async loadFirst(): Promise<LoadedBundle> {
    return await this.reload().catch((cause: Error) => {
      if (cause instanceof WriteFailed) throw cause;
      const { convexDir } = this.#options;
      throw new HostError("LOAD_FAILED", `The functions in ${convexDir} cannot be loaded: ${cause.message}`, { cause });
    });
  }

  /** Loads every change from now on; code that cannot be loaded is reported, and the old code stays. */
  watch(loaded: LoadedBundle): { close(): void } {
    const { engine, convexDir, log } = this.#options;
    const load = async (changed: LoadedBundle | Error) => {
      if (changed instanceof Error) throw changed;
      await engine.load(changed);
      log("Loaded the changed functions.");
    };
    const onChange = (changed: LoadedBundle | Error) =>
      load(changed).catch((error: Error) => log(`The changed functions cannot be loaded: ${error.message}`));
    return watchApp({ convexDir, loaded, onChange });
  }

  #compile(): Promise<LoadedBundle> {
    return loadApp({ convexDir: this.#options.convexDir });
  }
}
