import { once } from "node:events";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { UploadTokens } from "../engine/storage/upload-token";
import type { Host } from "../main";
import { documents, fileUrl, filesOnDisk, post, refusal, sha256, upload, uploaded, uploadUrl } from "./fixtures/files";
import { tempDir } from "./fixtures/project";
import { openHost } from "./fixtures/test-host";

describe("an upload", () => {
  test("becomes a document of _storage with digest, size and content type", async () => {
    const host = await openHost();
    const storageId = await upload(host, "hello", { "Content-Type": "Text/Plain; charset=utf-8" });
    expect(await documents(host)).toEqual([
      {
        _id: storageId,
        _creationTime: expect.any(Number),
        sha256: sha256("hello"),
        size: 5,
        contentType: "text/plain; charset=utf-8",
      },
    ]);
  });

  test("without a content type has none, and may be empty", async () => {
    const host = await openHost();
    const url = await uploaded(host, "");
    expect(await documents(host)).toMatchObject([{ size: 0, contentType: null, sha256: sha256("") }]);
    const response = await fetch(url);
    expect(await response.text()).toBe("");
    expect(response.headers.get("Content-Type")).toBeNull();
  });

  test("may be sent more than once to the same URL, as different files", async () => {
    const host = await openHost();
    const url = await uploadUrl(host);
    await Promise.all([post(url, "a"), post(url, "b")]);
    expect(await documents(host)).toHaveLength(2);
  });

  test("may come from any page", async () => {
    const host = await openHost();
    const url = await uploadUrl(host);
    const headers = { Origin: "http://page.test", "Access-Control-Request-Headers": "content-type,digest" };
    const preflight = await fetch(url, { method: "OPTIONS", headers });
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("http://page.test");
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toBe("content-type,digest");
    const response = await post(url, "x", { Origin: "http://page.test" });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("http://page.test");
  });

  test("survives a restart, and so does an upload URL", async () => {
    const dataDir = tempDir();
    const first = await openHost({ dataDir });
    const kept = new URL(await uploaded(first, "kept"));
    const unused = new URL(await uploadUrl(first));
    await first.close();
    const second = await openHost({ dataDir });
    expect(await (await fetch(second.url + kept.pathname)).text()).toBe("kept");
    expect((await post(second.url + unused.pathname + unused.search, "later")).status).toBe(200);
  });
});

async function refused(path: (host: Host) => Promise<string>, headers: Record<string, string> = {}) {
  const dataDir = tempDir();
  const host = await openHost({ dataDir });
  const response = await post(await path(host), "content", headers);
  const answer = await refusal(response);
  expect(await documents(host)).toEqual([]);
  expect(filesOnDisk(dataDir)).toEqual([]);
  return answer;
}

async function expiredUrl({ engine }: Host): Promise<string> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_601_000 });
  const url = engine.storage.uploadUrl("");
  vi.useRealTimers();
  return url;
}

describe("an upload is refused, and leaves neither document nor file,", () => {
  test("without a token", async () => {
    expect(await refused(async ({ url }) => `${url}/api/storage/upload`)).toEqual([400, "BadQueryArgs"]);
  });

  test("with a token of another host", async () => {
    const token = new UploadTokens(Buffer.from("another key")).issue("");
    const path = async ({ url }: Host) => `${url}/api/storage/upload?token=${token}`;
    expect(await refused(path)).toEqual([401, "StorageTokenInvalid"]);
  });

  test("with a token that is an hour old", async () => {
    expect(await refused(expiredUrl)).toEqual([401, "StorageTokenExpired"]);
  });

  test("if its content is not what its digest says", async () => {
    const headers = { Digest: `sha-256=${sha256("other content")}` };
    expect(await refused(uploadUrl, headers)).toEqual([400, "Sha256Mismatch"]);
  });

  test.each(["md5=x", "sha-256=abc", `SHA-256=${sha256("content")}`])("if its digest is %s", async (digest) => {
    expect(await refused(uploadUrl, { Digest: digest })).toEqual([400, "BadHeader"]);
  });

  test("if its content type is none", async () => {
    expect(await refused(uploadUrl, { "Content-Type": "nonsense" })).toEqual([400, "BadHeader"]);
  });

  test("if it is not a POST", async () => {
    const host = await openHost();
    const response = await fetch(await uploadUrl(host), { method: "PUT", body: "x" });
    expect(response.status).toBe(405);
  });
});

test("an upload whose digest is right is accepted", async () => {
  const host = await openHost();
  const response = await post(await uploadUrl(host), "content", { Digest: `sha-256=${sha256("content")}` });
  expect(response.status).toBe(200);
});

async function begin(url: string) {
  const sending = httpRequest(url, { method: "POST", headers: { "Content-Length": 1_000_000 } });
  sending.on("error", () => {});
  sending.write(Buffer.alloc(100_000));
  return sending;
}
const eventually = async (dataDir: string, files: number) =>
  await vi.waitFor(() => expect(filesOnDisk(dataDir)).toHaveLength(files));

describe("an upload that does not end", () => {
  test("because the client goes away leaves nothing, and nothing in the log", async () => {
    const dataDir = tempDir();
    const log: string[] = [];
    const host = await openHost({ dataDir, log: (line) => log.push(line) });
    const sending = await begin(await uploadUrl(host));
    await eventually(dataDir, 1);
    sending.destroy();
    await eventually(dataDir, 0);
    expect(await documents(host)).toEqual([]);
    expect(log.filter((line) => line.includes("Error"))).toEqual([]);
  });

  test("because the client is slow is cut off after two minutes", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const url = await uploadUrl(host);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const sending = await begin(url);
    await eventually(dataDir, 1);
    vi.advanceTimersByTime(120_000);
    vi.useRealTimers();
    const [response] = (await once(sending, "response")) as [{ statusCode: number }];
    expect(response.statusCode).toBe(408);
    await eventually(dataDir, 0);
    expect(await documents(host)).toEqual([]);
  });

  test("because the host is killed leaves nothing after the next start", async () => {
    const dataDir = tempDir();
    const first = await openHost({ dataDir });
    const kept = await upload(first, "kept");
    await first.close();
    // What the two crash points leave: half a file, and a whole one whose document was not committed.
    writeFileSync(join(dataDir, "files", "half.part"), "x");
    writeFileSync(join(dataDir, "files", "whole"), "x");
    const second = await openHost({ dataDir });
    expect(filesOnDisk(dataDir)).toHaveLength(1);
    expect(await (await fetch(await fileUrl(second, kept))).text()).toBe("kept");
  });
});

test("a data directory that cannot keep files is a typed error, and is released", async () => {
  const dataDir = tempDir();
  await (await openHost({ dataDir })).close();
  rmSync(join(dataDir, "files"), { recursive: true });
  symlinkSync(join(dataDir, "nowhere", "files"), join(dataDir, "files"));
  await expect(openHost({ dataDir })).rejects.toMatchObject({ code: "DATA_DIR" });
  rmSync(join(dataDir, "files"));
  await upload(await openHost({ dataDir }), "x");
});
