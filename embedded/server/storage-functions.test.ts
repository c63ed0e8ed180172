import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Host } from "../main";
import { documents, fileUrl, filesOnDisk, post, sha256, upload } from "./fixtures/files";
import { tempDir } from "./fixtures/project";
import { actionRef, httpClient, mutationRef, openClient, openHost, queryRef, Watch } from "./fixtures/test-host";

const run = {
  query: async ({ url }: Host, path: string, args = {}) => await httpClient(url).query(queryRef(path), args),
  mutation: async ({ url }: Host, path: string, args = {}) => await httpClient(url).mutation(mutationRef(path), args),
  action: async ({ url }: Host, path: string, args = {}) => await httpClient(url).action(actionRef(path), args),
};

describe("ctx.storage", () => {
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
    expect(await documents(host)).toHaveLength(1);
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

  test("does the same in HTTP actions", async () => {
    const host = await openHost();
    const response = await post(`${host.siteUrl}/files`, "body", { "Content-Type": "image/png" });
    expect(await response.text()).toBe("body");
    expect(response.headers.get("Content-Type")).toBe("image/png");
    expect(response.headers.get("X-Url")).toBe("null");
  });

  test("stores and reads blobs in mutations", async () => {
    const host = await openHost();
    const answer = (await run.mutation(host, "files:storeInMutation", { text: "in" })) as { id: string };
    expect(answer).toEqual({ id: expect.any(String), text: "in", type: "text/plain" });
    expect(await run.action(host, "files:read", { storageId: answer.id })).toEqual({ text: "in", type: "text/plain" });
  });

  test("counts what a mutation stores and reads", async () => {
    const host = await openHost();
    const usage = await run.mutation(host, "files:usage", { bytes: [100, 200] });
    expect(usage).toEqual({ filesWritten: 2, fileWriteBytes: 300, filesRead: 2, fileReadBytes: 300 });
  });

  test("forgets what a mutation stored that fails", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const failing = run.mutation(host, "files:storeInMutation", { text: "x", fail: true });
    await expect(failing).rejects.toThrow("deliberate");
    expect(await documents(host)).toEqual([]);
    await vi.waitFor(() => expect(filesOnDisk(dataDir)).toEqual([]));
  });

  test("keeps what a mutation deleted that fails", async () => {
    const dataDir = tempDir();
    const host = await openHost({ dataDir });
    const storageId = await upload(host, "kept");
    await expect(run.mutation(host, "files:removeAndFail", { storageId })).rejects.toThrow("deliberate");
    // Another deletion is looked at after the first one was.
    await run.mutation(host, "files:remove", { storageId: await upload(host, "other") });
    await vi.waitFor(() => expect(filesOnDisk(dataDir)).toHaveLength(1));
    expect(await run.action(host, "files:read", { storageId })).toMatchObject({ text: "kept" });
  });

  test("tells subscribers when a file comes and goes", async () => {
    const host = await openHost();
    const client = openClient(host.url);
    const list = new Watch<object[]>(client, queryRef("files:list"));
    await list.shows([]);
    const storageId = await upload(host, "x");
    await list.until(({ last }) => last?.length === 1);
    const url = new Watch<string | null>(client, queryRef("files:url"), { storageId });
    await url.shows(await fileUrl(host, storageId));
    await run.mutation(host, "files:remove", { storageId });
    await url.shows(null);
    await list.shows([]);
    expect(url.errors).toEqual([]);
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
