import { createReadStream, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { decodeId, encodeId } from "../keys/id";
import type { DocumentValue } from "../store/types";
import type { SchemaJson } from "../validate/schema-json";
import {
  collected,
  documents,
  exported,
  insert,
  openDatabase,
  reached,
  tempDirectory,
  type TestDatabase,
} from "./fixtures/database";
import { zipFile } from "./fixtures/zip-file";
import type { ImportRequest } from "./imports";

const foreignId = (tableNumber: number, n: number) =>
  encodeId({ tableNumber, internalId: Uint8Array.from({ length: 16 }, () => n) });

const zip: ImportRequest = { format: "zip", table: null, component: "", mode: "requireEmpty" };

/** Uploads in parts of this size, confirms, and answers how it ended. */
async function importFile(
  database: TestDatabase,
  path: string,
  request: Partial<ImportRequest> = {},
  { highWaterMark = 100, confirm = true } = {},
): Promise<DocumentValue> {
  const { imports } = database.snapshots;
  const token = await imports.uploads.start();
  const parts: string[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark })) {
    parts.push(await imports.uploads.part(token, parts.length + 1, Readable.from([chunk as Buffer])));
  }
  const id = await imports.start(token, parts, { ...zip, ...request });
  const state = async (...states: string[]) =>
    (await reached(database, (tx) => tx.get("", id), [...states, "failed"]))["state"] as DocumentValue;
  const planned = await state("waiting_for_confirmation");
  if (planned["state"] === "failed" || !confirm) return planned;
  await imports.confirm(id);
  return await state("completed");
}

function textFile(name: string, text: string): string {
  const path = join(tempDirectory(), name);
  writeFileSync(path, text);
  return path;
}

const archive = (entries: Readonly<Record<string, string | Buffer>>) =>
  zipFile(join(tempDirectory(), "a.zip"), entries);
const uniform = '"uniform"\n';

const schema: SchemaJson = {
  schemaValidation: true,
  tables: [
    {
      tableName: "rooms",
      indexes: [],
      documentType: {
        type: "object",
        value: {
          name: { fieldType: { type: "string" }, optional: false },
          topic: { fieldType: { type: "string" }, optional: true },
        },
      },
    },
  ],
};

describe("a snapshot", () => {
  test("brings every value, id and component to an empty database", async () => {
    const from = await openDatabase();
    const room = await insert(from, "rooms", {
      big: 2n ** 60n,
      float: 3,
      odd: NaN,
      bytes: new ArrayBuffer(3),
      list: [null],
    });
    await insert(from, "seats", { room });
    await insert(from, "inner", { room: "own" }, "a/b");
    const file = await from.storage.store("a", Readable.from([Buffer.from("content")]), { contentType: "text/css" });
    const path = await exported(from, { includeStorage: true });

    const to = await openDatabase();
    await insert(to, "unrelated", { x: 1 });
    const done = await importFile(to, path, { mode: "replaceAll" }, { highWaterMark: 1_000_000 });
    expect(done).toEqual({ state: "completed", num_rows_written: 3n });
    for (const [component, table] of [
      ["", "rooms"],
      ["", "seats"],
      ["a/b", "inner"],
      ["a", "_storage"],
    ] as const) {
      expect(documents(to, table, component)).toEqual(documents(from, table, component));
    }
    expect(to.store.snapshot().tables("")).not.toContain("unrelated");
    const entry = to.storage.findDurable("a", file)!;
    expect(entry).toMatchObject({ storageId: from.storage.findDurable("a", file)!.storageId, contentType: "text/css" });
    expect(await collected((await to.storage.openEntry(entry))!)).toEqual([Buffer.from("content")]);
    expect(readdirSync(join(to.directory, "imports"))).toEqual([]);
  });

  test("is of one moment, and leaves files out unless asked", async () => {
    const database = await openDatabase();
    await insert(database, "rooms", { name: "before" });
    await database.storage.store("", Readable.from([Buffer.from("x")]), { contentType: null });
    const path = await exported(database, { meanwhile: () => insert(database, "rooms", { name: "after" }) });
    const other = await openDatabase();
    await importFile(other, path);
    expect(documents(other, "rooms")).toMatchObject([{ name: "before" }]);
    expect(documents(other, "_storage")).toEqual([]);
  });

  test("is refused while another one is made, and only the newest is kept", async () => {
    const database = await openDatabase();
    const first = exported(database);
    await expect(database.snapshots.exports.request(false)).rejects.toThrow("already an export requested");
    await insert(database, "rooms", { name: (await first).slice(0, 1) });
    const second = await exported(database);
    expect(readdirSync(join(database.directory, "exports"))).toEqual([second.split("/").at(-1)]);
    expect(database.snapshots.exports.path("../../store")).toBeNull();
  });
});

describe("an import", () => {
  test("tells what it will do before it does it", async () => {
    const database = await openDatabase();
    for (let n = 0; n < 3; n++) await insert(database, "rooms", { n });
    const path = await archive({ "rooms/documents.jsonl": '{"n":1}\n', "_components/c/t/documents.jsonl": "{}\n" });
    const planned = await importFile(database, path, { mode: "replace" }, { confirm: false });
    expect(planned["require_manual_confirmation"]).toBe(true);
    expect(planned["message_to_confirm"]).toBe(
      [
        "Import change summary:",
        "table | create | delete |",
        "-".repeat(25),
        "rooms | 1      | 3 of 3 |",
        "Component c",
        "table | create | delete |",
        "-".repeat(25),
        "t     | 1      | 0 of 0 |",
        "Once the import has started, it will run in the background.",
        "Interrupting `npx convex import` will not cancel it.",
      ].join("\n"),
    );
    expect(documents(database, "rooms")).toHaveLength(3);
  });

  test("takes integers for int64 only where the snapshot says so", async () => {
    const database = await openDatabase();
    await importFile(
      database,
      await archive({
        "a/documents.jsonl": '{"n":1,"f":1.0}\n',
        "a/generated_schema.jsonl": uniform,
        "b/documents.jsonl": '{"n":1,"i":{"$integer":"AQAAAAAAAAA="}}\n',
      }),
    );
    expect(documents(database, "a")).toMatchObject([{ n: 1n, f: 1 }]);
    expect(documents(database, "b")).toMatchObject([{ n: 1, i: 1n }]);
  });

  test("gives tables the numbers of their ids, so that references of any order hold", async () => {
    const database = await openDatabase();
    const [a, b] = [foreignId(20_001, 1), foreignId(20_002, 2)];
    await importFile(
      database,
      await archive({
        "_tables/documents.jsonl": '{"name":"as","id":20001}\n{"name":"bs","id":20002}\n{"name":"empty","id":20003}\n',
        "as/documents.jsonl": `{"_id":"${a}","_creationTime":7,"b":"${b}"}\n`,
        "bs/documents.jsonl": `{"_id":"${b}","a":"${a}"}\n`,
      }),
    );
    expect(database.store.snapshot().get("", a)?.value).toEqual({ _id: a, _creationTime: 7, b });
    expect(decodeId(await insert(database, "empty", {}))!.tableNumber).toBe(20_003);
  });

  test("empties tables of the schema and removes the others when it replaces all", async () => {
    const database = await openDatabase();
    database.store.setSchema("", schema);
    await insert(database, "rooms", { name: "old" });
    await insert(database, "loose", { name: "old" });
    await importFile(database, await archive({ "new/documents.jsonl": "{}\n" }), { mode: "replaceAll" });
    expect(
      database.store
        .snapshot()
        .tables("")
        .filter((name) => !name.startsWith("_")),
    ).toEqual(["new", "rooms"]);
    expect(documents(database, "rooms")).toEqual([]);
  });

  test("leaves empty cells of optional fields out", async () => {
    const database = await openDatabase();
    database.store.setSchema("", schema);
    const path = textFile("a.csv", "name,topic\nx,\ny,z\n");
    await importFile(database, path, { format: "csv", table: "rooms" });
    expect(documents(database, "rooms").map(({ topic }) => topic)).toEqual([undefined, "z"]);
  });

  test.each<[string, string, Partial<ImportRequest>, string]>([
    ["an array", "[1]", { format: "jsonLines" }, "Row 1 wasn't an object"],
    ["no array", "{}", { format: "jsonArray" }, "Not a JSON array"],
    ["no JSON", "[", { format: "jsonArray" }, "Not valid JSON"],
    ["an int64 that is none", '{"n":{"$integer":1}}', { format: "jsonLines" }, "Row 1 wasn't a valid Convex value"],
    ["a field of the system's", '{"_x":1}', { format: "jsonLines" }, "Field '_x' starts with an underscore"],
    ["a table of the system's", "{}", { format: "jsonLines", table: "_crons" }, "Invalid table name _crons"],
    ["an id that is none", '{"_id":"x"}', { format: "jsonLines" }, "invalid _id 'x'"],
    ["the same id twice", `{"_id":"${foreignId(20_001, 1)}"}\n`.repeat(2), { format: "jsonLines" }, "duplicate _id"],
  ])("of %s is refused", async (_case, text, request, message) => {
    const database = await openDatabase();
    const state = await importFile(database, textFile("file", text), { table: "t", ...request });
    expect(state["error_message"]).toContain(`Hit an error while importing:\n`);
    expect(state["error_message"]).toContain(message);
    expect(documents(database, "t")).toEqual([]);
  });

  test("of files whose content is not what was exported is refused, and leaves none behind", async () => {
    const database = await openDatabase();
    const id = foreignId(9, 1);
    const path = await archive({
      "_storage/documents.jsonl": `{"_id":"${id}","sha256":"AAAA"}\n`,
      [`_storage/${id}.txt`]: "other",
    });
    expect((await importFile(database, path))["error_message"]).toContain("Sha256 mismatch");
    expect(documents(database, "_storage")).toEqual([]);
    expect(await database.storage.sweep()).toBe(0);
  });

  test("of a damaged archive is refused", async () => {
    const database = await openDatabase();
    const good = await archive({ "rooms/documents.jsonl": '{"name":"a"}\n'.repeat(1000) });
    const bytes = await collected(createReadStream(good) as AsyncIterable<Buffer>).then((chunks) =>
      Buffer.concat(chunks),
    );
    bytes.fill(0, 60, 90);
    writeFileSync(good, bytes);
    expect((await importFile(database, good))["error_message"]).toContain("invalid zip file");
    const legacy = await archive({ "t/documents.jsonl": "{}\n", "t/generated_schema.jsonl": '"{n: int64}"\n' });
    expect((await importFile(database, legacy))["error_message"]).toContain("not supported by the embedded host");
  });

  test("that the host's end cuts off has failed, and nothing of it is there", async () => {
    const database = await openDatabase();
    await insert(database, "rooms", { name: "old" });
    const path = await archive({ "rooms/documents.jsonl": '{"name":"new"}\n'.repeat(3000) });
    const ended = importFile(database, path, { mode: "replace" }).catch(() => null);
    const { imports } = database.snapshots;
    await reached(database, (tx) => imports.list(tx).at(-1) ?? null, ["in_progress"]);
    await database.close();
    void ended;
    const next = await openDatabase(database.directory);
    const [job] = next.snapshots.imports.list(next.store.snapshot());
    expect(job?.value["state"]).toMatchObject({ state: "failed", error_message: expect.stringContaining("restarted") });
    expect(documents(next, "rooms")).toMatchObject([{ name: "old" }]);
  });

  test("cannot be confirmed twice, nor uploaded without its parts", async () => {
    const database = await openDatabase();
    const { imports } = database.snapshots;
    await expect(imports.confirm("nothing")).rejects.toThrow("not waiting");
    const token = await imports.uploads.start();
    await expect(imports.start(token, ["1"], zip)).rejects.toThrow("There is no part 1");
    await expect(imports.uploads.part("../x", 1, Readable.from([]))).rejects.toThrow("There is no such upload");
    await expect(imports.uploads.part(token, 10_001, Readable.from([]))).rejects.toThrow("Part numbers");
  });
});
