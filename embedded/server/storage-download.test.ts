import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Host } from "../main";
import { documents, fileUrl, filesOnDisk, post, refusal, sha256, upload, uploaded } from "./fixtures/files";
import { tempDir } from "./fixtures/project";
import { httpClient, mutationRef, openHost } from "./fixtures/test-host";

describe("a file's URL", () => {
  test("answers the content with its type, length, digest and leave to cache it", async () => {
    const host = await openHost();
    const response = await fetch(await uploaded(host, "hello", { "Content-Type": "image/png" }));
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
    expect(JSON.stringify(await documents(host))).not.toContain(pathname.split("/").at(-1));
    expect(await refusal(await fetch(`${host.url}/api/storage/${storageId}`))).toEqual([400, "InvalidStoragePath"]);
  });

  test("answers HEAD with the headers alone", async () => {
    const host = await openHost();
    const response = await fetch(await uploaded(host, "hello", { "Content-Type": "text/css" }), { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Length")).toBe("5");
    expect(response.headers.get("Content-Type")).toBe("text/css");
    expect(await response.text()).toBe("");
  });

  test("of a component's file names the component, as the URL it was uploaded to does", async () => {
    const host = await openHost();
    const { storage } = host.engine;
    const { storageId } = (await (await post(storage.uploadUrl("a/b"), "of a/b")).json()) as { storageId: string };
    const url = storage.urlOf(storage.findDurable("a/b", storageId)!);
    expect(await (await fetch(url)).text()).toBe("of a/b");
    expect((await fetch(url.split("?")[0]!)).status).toBe(404);
    expect(await documents(host)).toEqual([]);
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
    await vi.waitFor(() => expect(filesOnDisk(dataDir)).toEqual([]));
  });

  test("answers a fault, and logs it, if the content is gone from the disk", async () => {
    const dataDir = tempDir();
    const log: string[] = [];
    const host = await openHost({ dataDir, log: (line) => log.push(line) });
    const url = await uploaded(host, "x");
    rmSync(join(dataDir, "files", filesOnDisk(dataDir)[0]!));
    expect((await fetch(url)).status).toBe(500);
    expect(log.join("\n")).toContain("is gone from the data directory");
  });
});

describe("a range", () => {
  test("is answered with that part", async () => {
    const host = await openHost();
    const url = await uploaded(host, "0123456789", { "Content-Type": "video/mp4" });
    for (const [range = "", text = "", contentRange = ""] of [
      ["bytes=2-4", "234", "bytes 2-4/10"],
      ["bytes=7-", "789", "bytes 7-9/10"],
      ["bytes=-2", "89", "bytes 8-9/10"],
      ["bytes=0-99", "0123456789", "bytes 0-9/10"],
    ]) {
      const response = await fetch(url, { headers: { Range: range } });
      expect([range, response.status]).toEqual([range, 206]);
      expect(await response.text()).toBe(text);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-range": contentRange,
        "content-length": String(text.length),
        "content-type": "video/mp4",
        "cache-control": "private, max-age=2592000",
      });
      expect(response.headers.get("Digest")).toBeNull();
    }
  });

  test("that lies outside, is several or none cannot be satisfied", async () => {
    const host = await openHost();
    const url = await uploaded(host, "0123456789");
    for (const range of ["bytes=10-", "bytes=0-1,4-5", "bytes=x"]) {
      const response = await fetch(url, { headers: { Range: range } });
      expect([range, response.status]).toEqual([range, 416]);
      expect(response.headers.get("Content-Range")).toBe("bytes */10");
      expect(await response.text()).toBe("");
    }
  });
});

async function policy(host: Host, type: string | undefined, headers = {}): Promise<string | null> {
  const url = await uploaded(host, "<script>1</script>", type === undefined ? {} : { "Content-Type": type });
  return (await fetch(url, { headers })).headers.get("Content-Security-Policy");
}

describe("a file that a browser would run", () => {
  test("is opened in a sandbox of its own, whole or in part", async () => {
    const host = await openHost();
    for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", undefined]) {
      for (const headers of [{}, { Range: "bytes=0-9" }]) {
        const sandbox = await policy(host, type, headers);
        expect([type, sandbox]).toEqual([type, expect.stringMatching(/^sandbox /)]);
        expect(sandbox).not.toContain("allow-same-origin");
      }
    }
  });

  test("is no image, video or PDF", async () => {
    const host = await openHost();
    for (const type of ["image/png", "application/pdf", "video/mp4"]) {
      expect([type, await policy(host, type)]).toEqual([type, null]);
    }
  });
});
