import type { SystemTables } from "./types";
import { BY_CREATION_TIME, BY_ID, type IndexDefinition } from "./table-index";
import type { Table } from "./table";

/** Below are numbers of system tables, as in Convex. */
const FIRST_USER_TABLE = 10_001;

interface Namespace {
  readonly byName: ReadonlyMap<string, Table>;
  readonly byNumber: ReadonlyMap<number, Table>;
}

const EMPTY: Namespace = { byName: new Map(), byNumber: new Map() };

/** What all catalogs of a store share. */
interface Deployment {
  readonly systemTables: SystemTables;
  /** Seals the cursors of paginated queries. 32 bytes. */
  readonly cursorKey: Uint8Array;
}

/** All tables of all components at one timestamp. Immutable: a commit makes a new one that shares what did not change. */
export class Catalog {
  readonly #namespaces: ReadonlyMap<string, Namespace>;
  readonly #deployment: Deployment;

  private constructor(namespaces: ReadonlyMap<string, Namespace>, deployment: Deployment) {
    this.#namespaces = namespaces;
    this.#deployment = deployment;
  }

  static empty(deployment: Deployment): Catalog {
    return new Catalog(new Map(), deployment);
  }

  get cursorKey(): Uint8Array {
    return this.#deployment.cursorKey;
  }

  /** Number of tables. */
  get size(): number {
    let size = 0;
    for (const { byName } of this.#namespaces.values()) size += byName.size;
    return size;
  }

  components(): string[] {
    return [...this.#namespaces.keys()].toSorted();
  }

  tables(component: string): Table[] {
    return [...this.#namespace(component).byName.values()];
  }

  table(component: string, name: string): Table | undefined {
    return this.#namespace(component).byName.get(name);
  }

  tableByNumber(component: string, number: number): Table | undefined {
    return this.#namespace(component).byNumber.get(number);
  }

  /** Indexes of a table that the schema does not mention. */
  defaultIndexes(table: string): readonly IndexDefinition[] {
    return Object.entries(this.#deployment.systemTables[table] ?? {}).map(([name, fields]) => ({ name, fields }));
  }

  /** The index a missing table would have. */
  defaultIndex(table: string, index: string): IndexDefinition | undefined {
    return [BY_ID, BY_CREATION_TIME, ...this.defaultIndexes(table)].find(({ name }) => name === index);
  }

  freeTableNumber(component: string, name: string): number {
    const isSystem = name.startsWith("_");
    const taken = [...this.#namespace(component).byNumber.keys()].filter((n) => n < FIRST_USER_TABLE === isSystem);
    return Math.max(isSystem ? 0 : FIRST_USER_TABLE - 1, ...taken) + 1;
  }

  /** With these tables added or replaced. */
  with(tables: Iterable<Table>): Catalog {
    const namespaces = new Map(this.#namespaces);
    const copied = new Map<string, { byName: Map<string, Table>; byNumber: Map<number, Table> }>();
    for (const table of tables) {
      let copy = copied.get(table.component);
      if (copy === undefined) {
        const { byName, byNumber } = this.#namespace(table.component);
        copy = { byName: new Map(byName), byNumber: new Map(byNumber) };
        copied.set(table.component, copy);
        namespaces.set(table.component, copy);
      }
      copy.byName.set(table.name, table);
      copy.byNumber.set(table.number, table);
    }
    return new Catalog(namespaces, this.#deployment);
  }

  /** With tables replaced whole, perhaps under new numbers, and others gone. */
  swapped(tables: readonly Table[], removed: Iterable<{ readonly component: string; readonly name: string }>): Catalog {
    const namespaces = new Map(this.#namespaces);
    const names = (component: string) => {
      const byName = new Map(namespaces.get(component)?.byName);
      namespaces.set(component, { byName, byNumber: EMPTY.byNumber });
      return byName;
    };
    for (const { component, name } of removed) names(component).delete(name);
    for (const table of tables) names(table.component).set(table.name, table);
    for (const [component, { byName }] of namespaces) {
      const byNumber = new Map([...byName.values()].map((table) => [table.number, table]));
      namespaces.set(component, { byName, byNumber });
    }
    return new Catalog(namespaces, this.#deployment);
  }

  #namespace(component: string): Namespace {
    return this.#namespaces.get(component) ?? EMPTY;
  }
}
