import { decodeId } from "../keys/id";
import { afterKey, encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import { readName } from "./build-indexes";
import type { Catalog } from "./catalog";
import { IndexView } from "./index-view";
import { ReadSet } from "./read-set";
import { isSystemTable } from "./system-table";
import type { Table } from "./table";
import { BY_ID } from "./table-index";
import type {
  IndexKind,
  IndexReader,
  ReadTransaction,
  StoredDocument,
  TextIndexReader,
  VectorIndexReader,
} from "./types";
import { Usage } from "./usage";

/** A transaction on an immutable catalog. */
export class Reader implements ReadTransaction {
  readonly reads = new ReadSet();
  readonly metrics = new Usage();

  constructor(
    protected readonly catalog: Catalog,
    readonly ts: bigint,
  ) {}

  /** Changes whenever trees change, so that open cursors find their place again. */
  get version(): number {
    return 0;
  }

  get cursorKey(): Uint8Array {
    return this.catalog.cursorKey;
  }

  /** The table as this transaction sees it. */
  table(component: string, name: string): Table | undefined {
    return this.catalog.table(component, name);
  }

  get(component: string, id: string): StoredDocument | null {
    const table = this.tableHolding(component, id);
    if (table === undefined) return null;
    const key = encodeValue(id);
    this.reads.add(table.byId.readName, key, afterKey(key));
    const isCounted = !isSystemTable(table.name);
    if (isCounted) this.metrics.readRange(this.reads, 0);
    const document = table.byId.tree.get(key);
    if (document === undefined) return null;
    if (isCounted) this.metrics.readDocument(document.size);
    return document;
  }

  index(component: string, table: string, index: string): IndexReader | null {
    const found = this.table(component, table);
    const definition = found ? found.index(index)?.definition : this.catalog.defaultIndex(table, index);
    return definition === undefined ? null : new IndexView(this, component, table, definition);
  }

  textIndex(component: string, table: string, index: string): TextIndexReader | null {
    const found = this.table(component, table);
    const content = found?.textIndex(index);
    if (found === undefined || content === undefined) return null;
    return { name: content.readName, content, documentAt: (position) => found.documentAt(position) };
  }

  vectorIndex(component: string, table: string, index: string): VectorIndexReader | null {
    const found = this.table(component, table);
    const content = found?.vectorIndex(index);
    if (found === undefined || content === undefined) return null;
    return { content, documentAt: (position) => found.documentAt(position) };
  }

  indexKind(component: string, table: string, index: string): IndexKind | null {
    const found = this.table(component, table);
    if (found !== undefined) return found.indexKind(index);
    return this.catalog.defaultIndex(table, index) === undefined ? null : "database";
  }

  count(component: string, table: string): number {
    this.reads.add(readName(component, table, BY_ID.name), MIN_KEY, MAX_KEY);
    this.metrics.readRange(this.reads, 0);
    return this.table(component, table)?.size ?? 0;
  }

  tableOfId(component: string, id: string): string | null {
    return this.tableHolding(component, id)?.name ?? null;
  }

  tableNumber(component: string, table: string): number | null {
    return this.table(component, table)?.number ?? null;
  }

  tables(component: string): string[] {
    return this.catalog
      .tables(component)
      .map(({ name }) => name)
      .toSorted();
  }

  components(): string[] {
    return this.catalog.components();
  }

  protected tableByNumber(component: string, number: number): Table | undefined {
    return this.catalog.tableByNumber(component, number);
  }

  protected tableHolding(component: string, id: string): Table | undefined {
    const decoded = decodeId(id);
    return decoded === null ? undefined : this.tableByNumber(component, decoded.tableNumber);
  }
}
