import { RequestError } from "../runtime/errors";
import type { Store, SystemTables, WriteTransaction } from "../store/types";
import { scanPrefix } from "./system-table";
import type { Environment, EnvironmentVariable } from "./types";
import type { Writer } from "./writer";

const TABLE = "_environment_variables";
const AT = { component: "", table: TABLE, index: "by_name" };
export const environmentTable: SystemTables = { [TABLE]: { by_name: ["name"] } };

/** Convex's limits. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;
const MAX_VALUE_BYTES = 8192;
const MAX_VARIABLES = 100;

export type EnvironmentChange = { readonly name: string; readonly value: string | null };

/** The deployment's variables, kept in the database, over the host's own (CONVEX_CLOUD_URL, CONVEX_SITE_URL). */
export class DeploymentEnvironment implements Environment {
  readonly #writer: Writer;
  readonly #builtIn: Readonly<Record<string, string>>;
  readonly #onChange: () => void;
  #variables: Readonly<Record<string, string>>;

  constructor(options: {
    store: Store;
    writer: Writer;
    builtIn: Readonly<Record<string, string>>;
    onChange: () => void;
  }) {
    this.#writer = options.writer;
    this.#builtIn = options.builtIn;
    this.#onChange = options.onChange;
    const rows = [...scanPrefix(options.store.snapshot(), AT, [])].map(({ value }) => value);
    this.#variables = Object.fromEntries(rows.map((row) => [row["name"] as string, row["value"] as string]));
  }

  /** `process.env` as functions see it. */
  get values(): Readonly<Record<string, string>> {
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
    const next = { ...this.#variables };
    for (const { name, value } of changes) {
      if (value === null) delete next[name];
      else next[name] = value;
    }
    if (Object.keys(next).length > MAX_VARIABLES) {
      throw new RequestError(`At most ${MAX_VARIABLES} environment variables can be set.`);
    }
    await this.#writer.transact((tx) => {
      for (const { name, value } of changes) writeVariable(tx, name, value);
    });
    this.#variables = next;
    this.#onChange();
  }

  #assertValid({ name, value }: EnvironmentChange): void {
    if (!NAME.test(name)) {
      throw new RequestError(
        `Environment variable name "${name}" is invalid: it must start with a letter or underscore, contain only ` +
          "letters, digits and underscores, and have at most 40 characters.",
      );
    }
    if (Object.hasOwn(this.#builtIn, name)) {
      throw new RequestError(`Environment variable with name "${name}" is built-in and cannot be overridden.`);
    }
    if (value !== null && Buffer.byteLength(value) > MAX_VALUE_BYTES) {
      throw new RequestError(`The value of environment variable "${name}" is larger than ${MAX_VALUE_BYTES} bytes.`);
    }
  }
}

function writeVariable(tx: WriteTransaction, name: string, value: string | null): void {
  for (const { id } of scanPrefix(tx, AT, [name])) {
    if (value === null) tx.remove("", id);
    else tx.patch("", id, { value });
    return;
  }
  if (value !== null) tx.insert("", TABLE, { name, value });
}
