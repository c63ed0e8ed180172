import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFiles } from "../../files/files";
import { openStore } from "../../store/store";
import type { Store } from "../../store/types";
import { createEngine, engineTables } from "../engine";
import type { Engine } from "../types";
import { listEntries } from "./stored-files";

let dir: string;
let store: Store;
let engine: Engine;

function open(): void {
  store = openStore({ path: dir, systemTables: engineTables });
  engine = createEngine({
    store,
    env: { CONVEX_CLOUD_URL: "http://host.test" },
    files: openFiles({ dir: join(dir, "files") }),
    uploadKey: Buffer.from("key"),
  });
}

async function close(): Promise<void> {
  await engine.close();
  store.close();
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "storage-"));
  open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

const onDisk = () => readdirSync(join(dir, "files"));
const put = (content: string, component = "", contentType: string | null = "text/plain") =>
  engine.storage.store(component, Readable.from([Buffer.from(content)]), { contentType });
const list = (component: string) => [...listEntries(store.durable(), component)];
const read = async (component: string, id: string) => {
  const entry = engine.storage.findDurable(component, id);
  const content = entry === null ? null : await engine.storage.openEntry(entry);
  return content === null ? null : await text(content);
};

describe("a component", () => {
  test("has files of its own, which nobody else finds by their ids", async () => {
    const [app, nested] = [await put("of the app"), await put("of a component", "a/b")];
    expect(await read("", app)).toBe("of the app");
    expect(await read("a/b", nested)).toBe("of a component");
    expect(list("a/b").map(({ id }) => id)).toEqual([nested]);
    expect(await read("other", nested)).toBeNull();
  });

  test("is named by the URLs of its files, and by its upload tokens", async () => {
    const id = await put("x", "a/b");
    const [entry] = list("a/b");
    const url = new URL(engine.storage.urlOf(entry!));
    expect(url.searchParams.get("component")).toBe("a/b");
    const uuid = url.pathname.split("/").at(-1)!;
    expect(engine.storage.findByUrl("a/b", uuid)?.id).toBe(id);
    expect(engine.storage.findByUrl("", uuid)).toBeNull();
    const token = new URL(engine.storage.uploadUrl("a/b")).searchParams.get("token")!;
    expect(engine.storage.checkUploadToken(token)).toBe("a/b");
  });
});

test("a UUID is found in any of its spellings", async () => {
  await put("x");
  const [entry] = list("");
  const { storageId } = entry!;
  for (const spelling of [storageId, storageId.toUpperCase(), storageId.replaceAll("-", "")]) {
    expect(engine.storage.findByUrl("", spelling)?.storageId).toBe(storageId);
  }
});

test("an id of a user's table is no storage id", async () => {
  const tx = store.begin();
  const id = tx.insert("", "notes", {});
  store.commit(tx);
  store.flush();
  expect(() => engine.storage.find(store.snapshot(), "", id)).toThrow(
    "Invalid storage ID. Storage ID cannot be an ID on any table other than '_storage'.",
  );
});

describe("what a query read of a file", () => {
  test("changes when the file is deleted, and not with other files", async () => {
    const [id, other] = [await put("x"), await put("y")];
    const [entry] = list("");
    const byId = store.snapshot();
    engine.storage.find(byId, "", id);
    const byUuid = store.snapshot();
    engine.storage.find(byUuid, "", entry!.storageId);
    const hits: boolean[][] = [];
    engine.onCommit((commits) => {
      const keys = commits.flatMap(({ writes }) => [...writes]);
      const touches = (tx: typeof byId) =>
        tx.reads.ranges.some((range) =>
          keys.some(({ index, key }) => index === range.index && range.lo <= key && key < range.hi),
        );
      hits.push([touches(byId), touches(byUuid)]);
    });
    await engine.storage.remove("", other);
    await engine.storage.remove("", id);
    expect(hits).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});

describe("a start", () => {
  test("removes files without documents and keeps the others, in every component", async () => {
    const [app, nested] = [await put("app"), await put("nested", "a")];
    await engine.storage.receive(Readable.from([Buffer.from("of an import that did not end")]));
    expect(onDisk()).toHaveLength(3);
    await close();
    open();
    expect(await engine.storage.sweep()).toBe(1);
    expect(onDisk()).toHaveLength(2);
    expect([await read("", app), await read("a", nested)]).toEqual(["app", "nested"]);
  });

  test("finishes deletions whose file was not removed any more", async () => {
    const id = await put("x");
    const [file] = onDisk();
    const tx = store.begin();
    engine.storage.removeIn(tx, "", id);
    store.commit(tx);
    await close(); // flushes; the writer does not get to the file
    expect(onDisk()).toEqual([file]);
    open();
    expect(await engine.storage.sweep()).toBe(1);
  });
});

test("content that was received and discarded is gone", async () => {
  const written = await engine.storage.receive(Readable.from([Buffer.from("x")]));
  expect(onDisk()).toEqual([written.name]);
  await engine.storage.discard(written);
  expect(onDisk()).toEqual([]);
});

test("an upload that comes when the host stops is refused", async () => {
  await engine.close();
  await expect(put("late")).rejects.toThrow("shutting down");
});
