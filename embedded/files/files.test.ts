import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ByteRange, type Files, openFiles } from "./files";

let dir: string;
let files: Files;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "files-test-"));
  files = openFiles({ dir: join(dir, "files") });
});
afterEach(() => rmSync(dir, { recursive: true }));

const names = () => readdirSync(join(dir, "files"));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

async function* chunks(...parts: (Uint8Array | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

async function read(name: string, range?: ByteRange): Promise<Buffer | null> {
  const content = await files.open(name, range);
  return content === null ? null : await buffer(content);
}

describe("a written file", () => {
  test("has the content, its size and its digest", async () => {
    const bytes = randomBytes(300_000);
    const written = await files.write(chunks(bytes.subarray(0, 100_000), bytes.subarray(100_000)));
    expect(written).toEqual({ name: expect.any(String), size: 300_000, sha256: sha256(bytes) });
    expect(bytes.equals((await read(written.name))!)).toBe(true);
  });

  test("may be empty", async () => {
    const { name, size } = await files.write(chunks());
    expect(size).toBe(0);
    expect(await read(name)).toEqual(Buffer.alloc(0));
  });

  test("has a name of its own", async () => {
    const [a, b] = await Promise.all([files.write(chunks(Buffer.from("x"))), files.write(chunks(Buffer.from("x")))]);
    expect(a.name).not.toBe(b.name);
    expect(names().toSorted()).toEqual([a.name, b.name].toSorted());
  });

  test("is the same when it is written at once", async () => {
    const written = files.writeNow(Buffer.from("now"));
    expect(written).toEqual({ name: expect.any(String), size: 3, sha256: sha256(Buffer.from("now")) });
    expect(files.readNow(written.name)).toEqual(Buffer.from("now"));
    expect(await read(written.name)).toEqual(Buffer.from("now"));
  });

  test("can be read in part, both ends included", async () => {
    const { name } = files.writeNow(Buffer.from("0123456789"));
    expect(String(await read(name, { start: 2, end: 4 }))).toBe("234");
    expect(String(await read(name, { start: 9, end: 9 }))).toBe("9");
  });
});

describe("a source that fails", () => {
  test("leaves nothing, and its error is told", async () => {
    const failing = files.write(chunks(Buffer.alloc(1000), new Error("cut off")));
    await expect(failing).rejects.toThrow("cut off");
    expect(names()).toEqual([]);
  });

  test("is not visible under any name before it is whole", async () => {
    let seen: string[] = [];
    async function* watched() {
      yield Buffer.alloc(10);
      seen = names();
    }
    await files.write(watched());
    expect(seen).toEqual([expect.stringMatching(/\.part$/)]);
  });
});

describe("a removed file", () => {
  test("is gone, and may be removed again", async () => {
    const { name } = files.writeNow(Buffer.from("x"));
    await files.remove(name);
    await files.remove(name);
    expect(await files.open(name)).toBeNull();
    expect(files.readNow(name)).toBeNull();
  });

  test("can be read to its end by who has opened it", async () => {
    const bytes = randomBytes(500_000);
    const { name } = files.writeNow(bytes);
    const content = await files.open(name);
    await files.remove(name);
    expect(bytes.equals(await buffer(content!))).toBe(true);
  });
});

test("a sweep removes what is not used and what was never finished", async () => {
  const [kept, unused] = [files.writeNow(Buffer.from("a")), files.writeNow(Buffer.from("b"))];
  writeFileSync(join(dir, "files", `${kept.name}.part`), "half");
  expect(await files.sweep((name) => name === kept.name)).toBe(2);
  expect(names()).toEqual([kept.name]);
  expect(unused.name).not.toBe(kept.name);
});

test("a directory that is there is used as it is, and kept on close", async () => {
  const { name } = files.writeNow(Buffer.from("kept"));
  await files.close();
  files = openFiles({ dir: join(dir, "files") });
  expect(String(await read(name))).toBe("kept");
});

const temporary = () => readdirSync(dir).filter((name) => name !== "files");

describe("without a directory", () => {
  beforeEach(() => vi.stubEnv("TMPDIR", dir));
  afterEach(() => void vi.unstubAllEnvs());

  test("files are in a temporary one, which is made with the first and removed on close", async () => {
    const memory = openFiles({ dir: null });
    expect(temporary()).toEqual([]);
    const { name } = await memory.write(chunks(Buffer.from("x")));
    const [made = ""] = temporary();
    expect(readdirSync(join(dir, made))).toEqual([name]);
    expect(statSync(join(dir, made)).mode & 0o777).toBe(0o700);
    await memory.close();
    expect(temporary()).toEqual([]);
  });

  test("a sweep and a close before the first file do nothing", async () => {
    const memory = openFiles({ dir: null });
    expect(await memory.sweep(() => false)).toBe(0);
    await memory.close();
    expect(temporary()).toEqual([]);
  });

  test("what nobody closed is removed when the process ends", () => {
    const script = `import { openFiles } from "./embedded/files/files"; openFiles({ dir: null }).writeNow(new Uint8Array(1));`;
    execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    expect(temporary().filter((name) => name.startsWith("files-"))).toEqual([]);
  });
});
