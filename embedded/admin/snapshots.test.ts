import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { encodeId } from "../keys/id";
import { httpClient, mutationRef, queryRef, Watch, openClient } from "../server/fixtures/test-host";
import { zipFile } from "../snapshots/fixtures/zip-file";
import { CliProject } from "./fixtures/cli";

const foreignId = (tableNumber: number, n: number) =>
  encodeId({ tableNumber, internalId: Uint8Array.from({ length: 16 }, () => n) });

const pair = async ({ host }: CliProject) => await httpClient(host.url).query(queryRef("counters:pair"), {});
const increment = async ({ host }: CliProject, ...names: string[]) =>
  await httpClient(host.url).mutation(mutationRef("counters:increment"), { names });

test("what `convex export` writes, `convex import` puts back, files and all", async () => {
  const project = await CliProject.open();
  const { host, root } = project;
  await increment(project, "a", "b");
  const file = await host.engine.storage.store("", Readable.from([Buffer.from("héllo")]), {
    contentType: "text/plain",
  });
  mkdirSync(join(root, "out"));
  const [exported, bare] = await Promise.all([
    project.convex("export", "--path", "all.zip", "--include-file-storage"),
    increment(project, "late").then(() => null),
  ]);
  expect(bare).toBeNull();
  expect(exported.stderr).toContain("Downloaded snapshot export to all.zip");
  const into = await project.convex("export", "--path", "out");
  expect(into.stderr).toMatch(/Downloaded snapshot export to out\/snapshot_\d+\.zip/);

  const entry = host.engine.storage.findDurable("", file)!;
  await increment(project, "a", "new");
  await host.engine.storage.remove("", file);
  const shown = new Watch(openClient(host.url), queryRef("counters:pair"), {});
  await shown.until(({ last }) => last !== undefined);
  const imported = await project.convex("import", "all.zip", "--replace-all", "-y");
  expect(imported.stderr).toMatch(/counters \| \d +\| \d of \d +\|/);
  expect(imported.stderr).toContain("_storage | 1      | 0 of 0 files |");
  expect(imported.stderr).toMatch(/Added \d documents/);
  expect(imported.code).toBe(0);
  await shown.until(({ last }) => last !== null && !("new" in (last as object)));
  expect(await pair(project)).toMatchObject({ a: 1, b: 1 });
  expect(host.engine.storage.findDurable("", file)).toEqual({ ...entry, file: expect.any(String) as string });
  const url = host.engine.storage.urlOf(entry);
  expect(await (await fetch(url)).text()).toBe("héllo");
  expect((await fetch(url)).headers.get("content-type")).toBe("text/plain");
});

test("`convex import` reads a table from CSV, JSON and JSON lines, and keeps what it is told to keep", async () => {
  const project = await CliProject.open();
  const write = (name: string, text: string) => writeFileSync(join(project.root, name), text);
  const id = foreignId(10_500, 3);
  write("a.csv", "name, value\nfrom csv,1\n");
  write("b.jsonl", `{"_id":"${id}","_creationTime":5,"name":"x","value":2}\n{"name":"y","value":3}`);
  write("c.json", '[{"name":"added","value":9}]');
  const added = await project.convex("import", "--table", "counters", "a.csv");
  expect(added.stderr).toContain('Added 1 documents to table "counters".');
  expect(await pair(project)).toEqual({ "from csv": 1 });
  const again = await project.convex("import", "--table", "counters", "b.jsonl");
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("Table counters already exists. Please choose a new table name");
  const unsure = await project.convex("import", "--table", "counters", "--replace", "b.jsonl");
  expect(unsure.code).toBe(1);
  expect(await pair(project)).toEqual({ "from csv": 1 });
  expect((await project.convex("import", "--table", "counters", "--replace", "-y", "b.jsonl")).code).toBe(0);
  expect(await pair(project)).toEqual({ x: 2, y: 3 });
  expect((await project.convex("import", "--table", "counters", "--append", "c.json")).code).toBe(0);
  expect(await pair(project)).toEqual({ x: 2, y: 3, added: 9 });
  const { stdout } = await project.convex("data", "counters", "--order", "asc", "--limit", "1", "--format", "jsonl");
  expect(stdout).toContain(`"_id": "${id}"`);
});

test("`convex import` changes nothing at all if anything is wrong", async () => {
  const project = await CliProject.open();
  await increment(project, "kept");
  const write = (name: string, text: string) => writeFileSync(join(project.root, name), text);
  write("schema.jsonl", '{"name":"fine","value":1}\n{"name":"wrong","value":"text"}\n');
  write("json.jsonl", '{"name":"fine","value":1}\n{"name":\n');
  write("not.zip", "no archive");
  await zipFile(join(project.root, "half.zip"), {
    "counters/documents.jsonl": '{"name":"fine","value":1}\n',
    "notes/documents.jsonl": '{"room":"r"}\n',
  });
  const [schema, json, archive, half] = await Promise.all([
    project.convex("import", "--table", "counters", "--append", "-y", "schema.jsonl"),
    project.convex("import", "--table", "counters", "--append", "-y", "json.jsonl"),
    project.convex("import", "--replace-all", "-y", "not.zip"),
    project.convex("import", "--replace-all", "-y", "half.zip"),
  ]);
  expect([schema, json, archive, half].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  expect(schema.stderr).toMatch(
    /Hit an error while importing:\s+Failed to insert or update a document in table "counters"/,
  );
  expect(json.stderr).toContain("Row 2 wasn't valid JSON");
  expect(archive.stderr).toContain("invalid zip file");
  expect(half.stderr).toContain('in table "notes" because it does not match the schema');
  expect(await pair(project)).toEqual({ kept: 1 });
  expect(readFileSync(join(project.root, "not.zip"), "utf8")).toBe("no archive");
});
