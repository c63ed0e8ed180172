import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { UploadTokens } from "../engine/upload-token";
import type { Host } from "../main";
import { tempDir } from "./fixtures/project";
import { actionRef, httpClient, mutationRef, openHost, queryRef } from "./fixtures/test-host";

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

async function uploadUrl({ url }: Host): Promise<string> {
  return (await httpClient(url).mutation(mutationRef("files:uploadUrl"), {})) as string;
}

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url, { method: "POST", body: new TextEncoder().encode(body), headers });
}

async function upload(host: Host, body: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await post(await uploadUrl(host), body, headers);
  expect(response.status).toBe(200);
  return ((await response.json()) as { storageId: string }).storageId;
}

async function fileUrl({ url }: Host, storageId: string): Promise<string> {
  return (await httpClient(url).query(queryRef("files:url"), { storageId })) as string;
}

async function stored(host: Host, body: string, headers: Record<string, string> = {}): Promise<string> {
  return await fileUrl(host, await upload(host, body, headers));
}

const listed = async ({ url }: Host) => (await httpClient(url).query(queryRef("files:list"), {})) as object[];
const refusal = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
const onDisk = (dataDir: string) => readdirSync(join(dataDir, "files"));

describe("an upload", () => {
  test("becomes a document of _storage with digest, size and content type", async () => {
    const host = await openHost();
    const storageId = await upload(host, "hello", { "Content-Type": "Text/Plain; charset=utf-8" });
    expect(await listed(host)).toEqual([
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
    const url = await stored(host, "");
    expect(await listed(host)).toMatchObject([{ size: 0, contentType: null, sha256: sha256("") }]);
    const response = await fetch(url);
    expect(await response.text()).toBe("");
    expect(response.headers.get("Content-Type")).toBeNull();
  });

  test("may be sent more than once to the same URL, as different files", async () => {
    const host = await openHost();
    const url = await uploadUrl(host);
    await Promise.all([post(url, "a"), post(url, "b")]);
    expect(await listed(host)).toHaveLength(2);
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
    const kept = new URL(await stored(first, "kept"));
    const unused = new URL(await uploadUrl(first));
    await first.close();
    const second = await openHost({ dataDir });
    expect(await (await fetch(second.url + kept.pathname)).text()).toBe("kept");
    expect((await post(second.url + unused.pathname + unused.search, "later")).status).toBe(200);
  });
});

describe("an upload is refused, and leaves neither document nor file,", () => {
  async function refused(path: (host: Host) => Promise<string>, headers: Record<string, string> = {}) {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const response = await post(await path(host), "content", headers);
    const answer = await refusal(response);
    expect(await listed(host)).toEqual([]);
    expect(onDisk(dataDir)).toEqual([]);
    return answer;
  }

  test("without a token", async () => {
    expect(await refused(async ({ url }) => `${url}/api/storage/upload`)).toEqual([400, "BadQueryArgs"]);
  });

  test("with a token of another host", async () => {
    const token = new UploadTokens(Buffer.from("another key")).issue("");
    const path = async ({ url }: Host) => `${url}/api/storage/upload?token=${token}`;
    expect(await refused(path)).toEqual([401, "StorageTokenInvalid"]);
  });

  test("with a token that is an hour old", async () => {
    const path = async (host: Host) => {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_601_000 });
      const { storage } = host.engine;
      const url = storage.uploadUrl("");
      vi.useRealTimers();
      return url;
    };
    expect(await refused(path)).toEqual([401, "StorageTokenExpired"]);
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
  await upload(host, "content", { Digest: `sha-256=${sha256("content")}` });
});

describe("an upload that does not end", () => {
  async function begin(url: string) {
    const sending = httpRequest(url, { method: "POST", headers: { "Content-Length": 1_000_000 } });
    sending.on("error", () => {});
    sending.write(Buffer.alloc(100_000));
    return sending;
  }
  const eventually = async (dataDir: string, files: number) =>
    await vi.waitFor(() => expect(onDisk(dataDir)).toHaveLength(files));

  test("because the client goes away leaves nothing, and nothing in the log", async () => {
    const dataDir = tempDir();
    const log: string[] = [];
    const host = await openHost({ dataDir, log: (line) => log.push(line) });
    const sending = await begin(await uploadUrl(host));
    await eventually(dataDir, 1);
    sending.destroy();
    await eventually(dataDir, 0);
    expect(await listed(host)).toEqual([]);
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
    expect(await listed(host)).toEqual([]);
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
    expect(onDisk(dataDir)).toHaveLength(1);
    expect(await (await fetch(await fileUrl(second, kept))).text()).toBe("kept");
  });
});

describe("a file's URL", () => {
  test("answers the content with its type, length, digest and leave to cache it", async () => {
    const host = await openHost();
    const response = await fetch(await stored(host, "hello", { "Content-Type": "image/png" }));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("hello");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": "5",
      digest: `sha-256=${sha256("hello")}`,
      "cache-control": "private, max-age=2592000",
      "accept-ranges": "bytes",
    });
  });

  test("is a random UUID, which is neither the document's id nor to be found in the document", async () => {
    const host = await openHost();
    const storageId = await upload(host, "secret");
    const { pathname } = new URL(await fileUrl(host, storageId));
    expect(pathname).toMatch(/^\/api\/storage\/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(JSON.stringify(await listed(host))).not.toContain(pathname.split("/").at(-1));
    expect(await refusal(await fetch(`${host.url}/api/storage/${storageId}`))).toEqual([400, "InvalidStoragePath"]);
  });

  test("answers HEAD with the headers alone", async () => {
    const host = await openHost();
    const response = await fetch(await stored(host, "hello", { "Content-Type": "text/css" }), { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Length")).toBe("5");
    expect(response.headers.get("Content-Type")).toBe("text/css");
    expect(await response.text()).toBe("");
  });

  test("that was never given is not found", async () => {
    const host = await openHost();
    await upload(host, "x");
    const unknown = `${host.url}/api/storage/${crypto.randomUUID()}`;
    expect(await refusal(await fetch(unknown))).toEqual([404, "FileNotFound"]);
    expect((await fetch(unknown, { method: "HEAD" })).status).toBe(404);
  });

  test("is not found from the moment the file is deleted, which frees the disk", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const storageId = await upload(host, "x");
    const url = await fileUrl(host, storageId);
    await httpClient(host.url).mutation(mutationRef("files:remove"), { storageId });
    expect(await refusal(await fetch(url))).toEqual([404, "FileNotFound"]);
    expect(await fileUrl(host, storageId)).toBeNull();
    await vi.waitFor(() => expect(onDisk(dataDir)).toEqual([]));
  });

  test("answers a fault, and logs it, if the content is gone from the disk", async () => {
    const dataDir = tempDir();
    const log: string[] = [];
    const host = await openHost({ dataDir, log: (line) => log.push(line) });
    const url = await stored(host, "x");
    rmSync(join(dataDir, "files", onDisk(dataDir)[0]!));
    expect((await fetch(url)).status).toBe(500);
    expect(log.join("\n")).toContain("is gone from the data directory");
  });
});

describe("a range", () => {
  test.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=0-99", "0123456789", "bytes 0-9/10"],
  ])("%s is answered with that part", async (range, text, contentRange) => {
    const host = await openHost();
    const url = await stored(host, "0123456789", { "Content-Type": "video/mp4" });
    const response = await fetch(url, { headers: { Range: range } });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe(text);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-range": contentRange,
      "content-length": String(text.length),
      "content-type": "video/mp4",
      "cache-control": "private, max-age=2592000",
    });
    expect(response.headers.get("Digest")).toBeNull();
  });

  test.each(["bytes=10-", "bytes=0-1,4-5", "bytes=x"])("%s is not satisfiable", async (range) => {
    const host = await openHost();
    const response = await fetch(await stored(host, "0123456789"), { headers: { Range: range } });
    expect(response.status).toBe(416);
    expect(response.headers.get("Content-Range")).toBe("bytes */10");
    expect(await response.text()).toBe("");
  });
});

describe("a file that a browser would run", () => {
  test.each(["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", undefined])(
    "as %s is opened in a sandbox of its own",
    async (type) => {
      const host = await openHost();
      const url = await stored(host, "<script>1</script>", type === undefined ? {} : { "Content-Type": type });
      const policy = (await fetch(url)).headers.get("Content-Security-Policy");
      expect(policy).toMatch(/^sandbox /);
      expect(policy).not.toContain("allow-same-origin");
      const part = await fetch(url, { headers: { Range: "bytes=0-9" } });
      expect(part.headers.get("Content-Security-Policy")).toBe(policy);
    },
  );

  test.each(["image/png", "application/pdf", "video/mp4"])("is not %s", async (type) => {
    const host = await openHost();
    const response = await fetch(await stored(host, "x", { "Content-Type": type }));
    expect(response.headers.get("Content-Security-Policy")).toBeNull();
  });
});

describe("ctx.storage", () => {
  const run = {
    query: async ({ url }: Host, path: string, args = {}) => await httpClient(url).query(queryRef(path), args),
    mutation: async ({ url }: Host, path: string, args = {}) => await httpClient(url).mutation(mutationRef(path), args),
    action: async ({ url }: Host, path: string, args = {}) => await httpClient(url).action(actionRef(path), args),
  };

  test("stores and reads blobs in actions", async () => {
    const host = await openHost();
    const storageId = await run.action(host, "files:store", { text: "héllo", type: "text/plain" });
    expect(await run.action(host, "files:read", { storageId })).toEqual({ text: "héllo", type: "text/plain" });
    expect(await (await fetch(await fileUrl(host, storageId as string))).text()).toBe("héllo");
  });

  test("checks the digest of a blob", async () => {
    const host = await openHost();
    await run.action(host, "files:store", { text: "x", sha256: sha256("x") });
    const wrong = run.action(host, "files:store", { text: "x", sha256: sha256("y") });
    await expect(wrong).rejects.toThrow(`Sha256 mismatch. Expected: ${sha256("y")} Actual: ${sha256("x")}`);
    expect(await listed(host)).toHaveLength(1);
  });

  test("makes upload URLs in actions", async () => {
    const host = await openHost();
    expect((await post((await run.action(host, "files:uploadUrlInAction")) as string, "x")).status).toBe(200);
  });

  test("deletes in actions", async () => {
    const host = await openHost();
    const storageId = await upload(host, "x");
    const [before, after] = (await run.action(host, "files:removeInAction", { storageId })) as string[];
    expect(before).toContain("/api/storage/");
    expect(after).toBeNull();
  });

  test("stores and reads blobs in mutations", async () => {
    const host = await openHost();
    const stored = (await run.mutation(host, "files:storeInMutation", { text: "in" })) as { id: string };
    expect(stored).toEqual({ id: expect.any(String), text: "in", type: "text/plain" });
    expect(await run.action(host, "files:read", { storageId: stored.id })).toEqual({ text: "in", type: "text/plain" });
  });

  test("forgets what a mutation stored that fails", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const failing = run.mutation(host, "files:storeInMutation", { text: "x", fail: true });
    await expect(failing).rejects.toThrow("deliberate");
    expect(await listed(host)).toEqual([]);
    await vi.waitFor(() => expect(onDisk(dataDir)).toEqual([]));
  });

  test("keeps what a mutation deleted that fails", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const storageId = await upload(host, "kept");
    await expect(run.mutation(host, "files:removeAndFail", { storageId })).rejects.toThrow("deliberate");
    // Another deletion is looked at after the first one was.
    await run.mutation(host, "files:remove", { storageId: await upload(host, "other") });
    await vi.waitFor(() => expect(onDisk(dataDir)).toHaveLength(1));
    expect(await run.action(host, "files:read", { storageId })).toMatchObject({ text: "kept" });
  });

  test("answers the metadata of old clients, with the UUID and a hexadecimal digest", async () => {
    const host = await openHost();
    const storageId = await upload(host, "x", { "Content-Type": "a/b" });
    const uuid = (await fileUrl(host, storageId)).split("/").at(-1)!;
    const metadata = {
      storageId: uuid,
      sha256: createHash("sha256").update("x").digest("hex"),
      size: 1,
      contentType: "a/b",
    };
    expect(await run.query(host, "files:metadata", { storageId })).toEqual(metadata);
    expect(await run.query(host, "files:metadata", { storageId: uuid })).toEqual(metadata);
    await run.mutation(host, "files:remove", { storageId: uuid });
    expect(await run.query(host, "files:metadata", { storageId: uuid })).toBeNull();
  });

  test("refuses ids that are none, and those of other tables", async () => {
    const host = await openHost();
    await expect(run.query(host, "files:url", { storageId: "nonsense" })).rejects.toThrow(
      'Invalid argument `storageId` for `storage.getUrl`: Invalid storage ID: "nonsense". ' +
        "Storage ID should be an Id of '_storage' table, or a UUID string.",
    );
    await expect(run.mutation(host, "files:remove", { storageId: crypto.randomUUID() })).rejects.toThrow(
      /storage id .* not found/,
    );
  });

  test("deletes a file once", async () => {
    const host = await openHost();
    const storageId = await upload(host, "x");
    await run.mutation(host, "files:remove", { storageId });
    await expect(run.mutation(host, "files:remove", { storageId })).rejects.toThrow(
      `storage id ${storageId} not found`,
    );
  });

  test("leaves _storage to be read, not written, and the host's table to nobody", async () => {
    const host = await openHost();
    const storageId = await upload(host, "x");
    expect(await run.query(host, "files:document", { storageId })).toMatchObject({ _id: storageId, size: 1 });
    await expect(run.mutation(host, "files:write", { storageId })).rejects.toThrow(/system table|System tables/i);
    await expect(run.query(host, "files:links")).rejects.toThrow(/_file_storage/);
  });
});
