import type { App, AppBundle } from "../modules/types";
import type { Store } from "../store/types";
import type { Code } from "./requests";
import type { Writer } from "./writer";

/** The code that new executions run, evaluated with the current variables. */
export class CodeSlot {
  readonly #store: Store;
  readonly #writer: Writer;
  #bundle: AppBundle | null = null;
  #current: Code | null = null;

  constructor(store: Store, writer: Writer) {
    this.#store = store;
    this.#writer = writer;
  }

  get current(): Code {
    if (this.#current === null) throw new Error("No code has been loaded.");
    return this.#current;
  }

  /** Rejects and changes nothing if modules throw, documents do not fit the new schema, or the disk refuses it. */
  async load(bundle: AppBundle, env: Readonly<Record<string, string>>): Promise<void> {
    const app = bundle.evaluate(env);
    await this.#writer.exclusive(() => this.#applySchemas(app));
    this.#bundle = bundle;
    this.#current = { app, env };
  }

  /**
   * Evaluates the code with other variables, which modules may have read while they were evaluated. Throws what they
   * throw; what it answers makes new executions run that code.
   */
  prepare(env: Readonly<Record<string, string>>): () => void {
    const bundle = this.#bundle;
    const app = bundle?.evaluate(env);
    return () => {
      // Other code may have been loaded meanwhile.
      const current = this.#bundle === bundle ? app : this.#bundle?.evaluate(env);
      if (current !== undefined) this.#current = { app: current, env };
    };
  }

  /** All or none. */
  #applySchemas(app: App): void {
    const applied: (() => void)[] = [];
    try {
      for (const { path, schema } of app.components.values()) {
        const before = this.#store.schema(path);
        this.#store.setSchema(path, schema);
        applied.push(() => this.#store.setSchema(path, before));
      }
    } catch (error) {
      for (const undo of applied.toReversed()) undo();
      throw error;
    }
  }
}
