import { RequestError } from "../runtime/errors";
import type { Store, SystemTables, WriteTransaction } from "../store/types";
import { scanPrefix } from "./system-table";
import type { Environment, EnvironmentVariable } from "./types";
import type { Writer } from "./writer";

const TABLE = "_environment_variables";
const AT = { component: "", table: TABLE, index: "by_name" };
export const environmentTable: SystemTables = { [TABLE]: { by_name: ["name"] } };

/** Convex's limits (docs.convex.dev/production/environment-variables). */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_NAME_LENGTH = 256;
const MAX_VALUE_BYTES = 8 * 1024;
const MAX_TOTAL_BYTES = 512 * 1024;
const MAX_VARIABLES = 512;

type Values = Readonly<Record<string, string>>;

export type EnvironmentChange = { readonly name: string; readonly value: string | null };

/** The deployment's variables, kept in the database, over the host's own (CONVEX_CLOUD_URL, CONVEX_SITE_URL). */
export class DeploymentEnvironment implements Environment {
  readonly #writer: Writer;
  readonly #builtIn: Values;
  readonly #prepare: (values: Values) => () => void;
  #variables: Values;
  /** Changes are made one after another: each builds on what the one before has left. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    store: Store;
    writer: Writer;
    builtIn: Values;
    /** Throws if the code does not run with these variables; else answers what makes it run with them. */
    prepare: (values: Values) => () => void;
  }) {
    this.#writer = options.writer;
    this.#builtIn = options.builtIn;
    this.#prepare = options.prepare;
    const rows = [...scanPrefix(options.store.snapshot(), AT, [])].map(({ value }) => value);
    this.#variables = Object.fromEntries(rows.map((row) => [row["name"] as string, row["value"] as string]));
  }

  /** `process.env` as functions see it. */
  get values(): Values {
    return { ...this.#variables, ...this.#builtIn };
  }

  get(name: string): string | undefined {
    return this.#variables[name];
  }

  list(): EnvironmentVariable[] {
    const entries = Object.entries(this.#variables).map(([name, value]) => ({ name, value }));
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async set(changes: readonly EnvironmentChange[]): Promise<void> {
    for (const change of changes) this.#assertValid(change);
    const made = this.#last.then(() => this.#change(changes));
    this.#last = made.catch(() => {});
    await made;
  }

  async #change(changes: readonly EnvironmentChange[]): Promise<void> {
    const next = changed(this.#variables, changes);
    const apply = this.#prepared({ ...next, ...this.#builtIn });
    await this.#writer.transact((tx) => {
      for (const { name, value } of changes) writeVariable(tx, name, value);
    });
    this.#variables = next;
    apply();
  }

  #prepared(values: Values): () => void {
    try {
      return this.#prepare(values);
    } catch (error) {
      throw new RequestError(error instanceof Error ? error.message : String(error));
    }
  }

  #assertValid({ name, value }: EnvironmentChange): void {
    if (!NAME.test(name)) {
      throw new RequestError(
        `The environment variable name ${name} is invalid. Environment variable names must begin with a letter and may ` +
          "only include characters a-z, A-Z, 0-9, and underscores.",
      );
    }
    if (name.length > MAX_NAME_LENGTH) {
      throw new RequestError(
        `The environment variable name ${name} is too long. Environment variable names must be at most ` +
          `${MAX_NAME_LENGTH} characters.`,
      );
    }
    if (Object.hasOwn(this.#builtIn, name)) {
      throw new RequestError(`Environment variable with name "${name}" is built-in and cannot be overridden`);
    }
    const bytes = value === null ? 0 : Buffer.byteLength(value);
    if (bytes > MAX_VALUE_BYTES) {
      throw new RequestError(
        `The environment variable value is ${bytes} bytes, which is too large. (max size: ${MAX_VALUE_BYTES})`,
      );
    }
  }
}

function changed(variables: Values, changes: readonly EnvironmentChange[]): Values {
  const next: Record<string, string> = { ...variables };
  for (const { name, value } of changes) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  const entries = Object.entries(next);
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (entries.length > MAX_VARIABLES || bytes > MAX_TOTAL_BYTES) {
    const limit = entries.length > MAX_VARIABLES ? `${MAX_VARIABLES}` : `${MAX_TOTAL_BYTES} bytes in total`;
    throw new RequestError(`The environment variable limit (${limit}) has been met.`);
  }
  return next;
}

function writeVariable(tx: WriteTransaction, name: string, value: string | null): void {
  for (const { id } of scanPrefix(tx, AT, [name])) {
    if (value === null) tx.remove("", id);
    else tx.patch("", id, { value });
    return;
  }
  if (value !== null) tx.insert("", TABLE, { name, value });
}
