import { HostError } from "../host-error";
import { loadApp } from "../modules/load";
import type { Engine } from "../engine/types";
import type { App } from "../modules/types";
import type { Deployable } from "./deploy-routes";

/** The directory of functions that the host runs. */
export class AppSource implements Deployable {
  readonly #engine: Engine;
  readonly #convexDir: string;
  readonly #builtInEnv: Readonly<Record<string, string>>;

  constructor(engine: Engine, convexDir: string, builtInEnv: Readonly<Record<string, string>>) {
    this.#engine = engine;
    this.#convexDir = convexDir;
    this.#builtInEnv = builtInEnv;
  }

  async evaluate(): Promise<App> {
    const bundle = await loadApp({ convexDir: this.#convexDir });
    const variables = this.#engine.environment.list().map(({ name, value }) => [name, value] as const);
    return bundle.evaluate({ ...Object.fromEntries(variables), ...this.#builtInEnv });
  }

  async reload(): Promise<void> {
    await this.#engine.load(await loadApp({ convexDir: this.#convexDir }));
  }

  /** @throws HostError LOAD_FAILED: without code there is nothing to serve. */
  async loadFirst(): Promise<void> {
    await this.reload().catch((cause: Error) => {
      throw new HostError("LOAD_FAILED", `The functions in ${this.#convexDir} cannot be loaded: ${cause.message}`, {
        cause,
      });
    });
  }
}
