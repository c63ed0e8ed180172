import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeId, encodeId } from "../keys/id";
import { encodeKey } from "../keys/key";
import type { SchemaJson } from "../validate/schema-json";
import { openStore } from "./store";
import type { DocumentValue, StagedTable, Staging, Store } from "./types";

const schema: SchemaJson = {
  schemaValidation: true,
  tables: [
    {
      tableName: "rooms",
      indexes: [{ indexDescriptor: "by_name", fields: ["name"] }],
      documentType: { type: "object", value: { name: { fieldType: { type: "string" }, optional: false } } },
    },
    {
      tableName: "seats",
      indexes: [],
      documentType: {
        type: "object",
        value: { room: { fieldType: { type: "id", tableName: "rooms" }, optional: false } },
      },
    },
  ],
};

let store: Store;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "staging-"));
  store = openStore({ path: dir });
  store.setSchema("", schema);
});

afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function reopen(): void {
  store.close();
  store = openStore({ path: dir });
}

function insert(table: string, value: { [field: string]: string }): string {
  const tx = store.begin();
  const id = tx.insert("", table, value);
  store.commit(tx);
  return id;
}

function read(table: string): unknown[] {
  const cursor = store.snapshot().index("", table, "by_creation_time")!.scan("", "\uffff", "asc");
  const values: unknown[] = [];
  for (let entry = cursor.next(); entry; entry = cursor.next()) values.push(entry.document.value);
  return values;
}

function named(name: string): unknown[] {
  const key = encodeKey([name]);
  const entry = store.snapshot().index("", "rooms", "by_name")!.scan(key, `${key}\uffff`, "asc").next();
  return entry === null ? [] : [entry.document.value];
}

const staged = (name: string, options: Partial<StagedTable> = {}): StagedTable => ({
  component: "",
  name,
  number: null,
  append: false,
  ...options,
});
const foreignId = (tableNumber: number, n: number) =>
  encodeId({ tableNumber, internalId: Uint8Array.from({ length: 16 }, () => n) });

function addUnderAnotherSchema(staging: Staging): void {
  staging.add([staged("rooms")]);
  store.setSchema("", null);
}

/** Stages one table and installs it; what throws leaves nothing behind. */
function install(fill: (staging: Staging) => void) {
  const staging = store.stage();
  try {
    fill(staging);
    return store.install(staging);
  } catch (error) {
    store.discard(staging);
    throw error;
  }
}

describe("an import", () => {
  test("replaces tables at once, keeps ids and creation times, and survives a restart", () => {
    const old = insert("rooms", { name: "old" });
    const [room, seat] = [foreignId(20_001, 1), foreignId(20_002, 2)];
    const documents: DocumentValue[] = [
      { _id: room, _creationTime: 12.5, name: "new" },
      { _id: seat, _creationTime: 13.5, room },
    ];
    const commit = install((staging) => {
      staging.add([staged("rooms", { number: 20_001 }), staged("seats", { number: 20_002 })]);
      staging.insert("", "rooms", documents[0]!);
      staging.insert("", "seats", documents[1]!);
      expect(read("rooms")).toMatchObject([{ name: "old" }]);
    });
    const check = () => {
      expect([...read("rooms"), ...read("seats")]).toEqual(documents);
      expect(named("new")).toEqual([documents[0]]);
      expect(named("old")).toEqual([]);
      expect(store.snapshot().get("", old)).toBeNull();
      expect(store.snapshot().tableOfId("", room)).toBe("rooms");
      expect(store.snapshot().tableOfId("", old)).toBeNull();
    };
    check();
    expect(store.lastTs).toBe(commit.ts);
    reopen();
    check();
    expect(decodeId(insert("rooms", { name: "next" }))!.tableNumber).toBe(20_001);
  });

  test("tells which keys it removed and added", () => {
    const old = insert("rooms", { name: "old" });
    const id = foreignId(10_001, 7);
    const { writes } = install((staging) => {
      staging.add([staged("rooms")]);
      staging.insert("", "rooms", { _id: id, name: "new" });
    });
    const byId = [...writes].filter(({ index }) => index === "/rooms.by_id").map(({ key }) => key);
    expect(byId.toSorted()).toEqual([encodeKey([old]), encodeKey([id])].toSorted());
  });

  test("that is not installed leaves nothing, however far it came", () => {
    insert("rooms", { name: "old" });
    const staging = store.stage();
    staging.add([staged("rooms")]);
    for (let n = 0; n < 2500; n++) staging.insert("", "rooms", { name: `n${n}` });
    expect(() => store.stage()).toThrow("An import is in progress already");
    reopen();
    expect(read("rooms")).toMatchObject([{ name: "old" }]);
    install((next) => next.add([staged("rooms")]));
    expect(read("rooms")).toEqual([]);
  });

  test("keeps what others wrote meanwhile, also what was not on disk yet", () => {
    const room = insert("rooms", { name: "kept" });
    const staging = store.stage();
    staging.add([staged("notes")]);
    staging.insert("", "notes", { text: "imported" });
    insert("seats", { room });
    store.install(staging);
    reopen();
    expect(read("seats")).toMatchObject([{ room }]);
    expect(read("notes")).toMatchObject([{ text: "imported" }]);
  });

  test("appends, and refuses ids that are there", () => {
    const old = insert("rooms", { name: "old" });
    install((staging) => {
      staging.add([staged("rooms", { append: true, number: 30_000 })]);
      staging.insert("", "rooms", { name: "added" });
    });
    reopen();
    expect(read("rooms")).toMatchObject([{ name: "old" }, { name: "added" }]);
    const again = () =>
      install((staging) => {
        staging.add([staged("rooms", { append: true })]);
        staging.insert("", "rooms", { _id: old, name: "again" });
      });
    expect(again).toThrow('Objects in table "rooms" have duplicate _id fields');
    reopen();
    expect(read("rooms")).toHaveLength(2);
  });

  test("removes tables with their names", () => {
    insert("notes", { text: "x" });
    install((staging) => staging.remove([{ component: "", name: "notes" }]));
    reopen();
    expect(store.snapshot().tables("")).toEqual(["rooms", "seats"]);
    expect(read("notes")).toEqual([]);
  });

  test("swaps the numbers of tables", () => {
    install((staging) => {
      staging.add([staged("rooms", { number: 10_002 }), staged("seats", { number: 10_001 })]);
      staging.insert("", "rooms", { _id: foreignId(10_002, 1), name: "swapped" });
      staging.insert("", "seats", { _id: foreignId(10_001, 1), room: foreignId(10_002, 1) });
    });
    reopen();
    expect(store.snapshot().tableOfId("", foreignId(10_001, 1))).toBe("seats");
    expect(store.snapshot().get("", foreignId(10_002, 1))?.value).toMatchObject({ name: "swapped" });
  });

  test.each<[string, RegExp, StagedTable, { [field: string]: string }]>([
    ["a document that does not fit", /does not match the schema/, staged("rooms"), { nam: "typo" }],
    ["a reference to nothing", /does not match the schema/, staged("seats"), { room: foreignId(99, 1) }],
    ["an id of another table", /its IDs have a different format/, staged("rooms"), { _id: foreignId(9, 1), name: "" }],
    ["what is no id", /invalid _id 'x'/, staged("rooms"), { _id: "x", name: "" }],
    ["a number that is taken", /IDs that conflict with existing table seats/, staged("rooms", { number: 10_002 }), {}],
    ["a system table", /Invalid table name _crons starts with/, staged("_crons"), {}],
    ["what is no name", /table name 'a-b' invalid/, staged("a-b"), {}],
  ])("refuses %s", (_case, message, table, value) => {
    const attempt = () =>
      install((staging) => {
        staging.add([table]);
        staging.insert("", table.name, value);
      });
    expect(attempt).toThrow(message);
    expect(read("rooms")).toEqual([]);
  });

  test("refuses to take away what documents refer to, and a schema that changed", () => {
    insert("seats", { room: insert("rooms", { name: "a" }) });
    expect(() => install((staging) => staging.add([staged("rooms", { number: 20_001 })]))).toThrow(
      "Import changes table 'rooms' which is referenced by 'seats' in the schema",
    );
    expect(() => install(addUnderAnotherSchema)).toThrow("because schema changed");
    expect(read("rooms")).toHaveLength(1);
  });
});
