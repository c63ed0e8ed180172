import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test, vi } from "vitest";
import { documents, fileUrl, filesOnDisk, upload as uploadText, uploadUrl } from "./fixtures/files";
import { tempDir } from "./fixtures/project";
import { closeAfterTest, fixtureDir, openHost } from "./fixtures/test-host";

const MIB = 1024 * 1024;
const FILE_MIB = 200;
const ALLOWED_GROWTH_MIB = 80;

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, "fixtures/host-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, fixtureDir, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  closeAfterTest(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  return { child, url: String(line).trim() };
}

/** MiB, as the kernel counts the process's pages in memory. */
function memory(child: ChildProcess, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

/** By how much the process's memory grew at its highest. */
async function growth(child: ChildProcess, during: () => Promise<void>): Promise<number> {
  writeFileSync(`/proc/${child.pid}/clear_refs`, "5"); // resets VmHWM
  const before = memory(child, "VmRSS");
  await during();
  return memory(child, "VmHWM") - before;
}

function* content(): Generator<Buffer> {
  const chunk = Buffer.alloc(MIB, "0123456789abcdef");
  for (let i = 0; i < FILE_MIB; i++) yield chunk;
}

async function upload(url: string): Promise<string> {
  const sending = request(url, { method: "POST", headers: { "Content-Type": "video/mp4" } });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(content()), sending);
  const [response] = await answered;
  return (JSON.parse((await response.setEncoding("utf8").toArray()).join("")) as { storageId: string }).storageId;
}

async function download(url: string): Promise<number> {
  let size = 0;
  for await (const chunk of (await fetch(url)).body!) size += chunk.length;
  return size;
}

test.runIf(process.platform === "linux")("200 MiB pass through the host without staying in its memory", async () => {
  const { child, ...host } = await startProcess(tempDir());
  const to = await uploadUrl(host);
  let storageId = "";
  const uploading = await growth(child, async () => {
    storageId = await upload(to);
  });
  const from = await fileUrl(host, storageId);
  const downloading = await growth(child, async () => {
    expect(await download(from)).toBe(FILE_MIB * MIB);
  });
  expect(Math.max(uploading, downloading)).toBeLessThan(ALLOWED_GROWTH_MIB);
});

test("a host that is killed in the middle of an upload keeps what was stored before, and nothing else", async () => {
  const dataDir = tempDir();
  const { child, ...killed } = await startProcess(dataDir);
  const storageId = await uploadText(killed, "kept");
  const sending = request(await uploadUrl(killed), { method: "POST", headers: { "Content-Length": MIB } });
  sending.on("error", () => {});
  sending.write(Buffer.alloc(1000));
  await vi.waitFor(() => expect(filesOnDisk(dataDir)).toHaveLength(2));
  child.kill("SIGKILL");
  await once(child, "exit");

  const restarted = await openHost({ dataDir });
  expect(filesOnDisk(dataDir)).toHaveLength(1);
  expect(await documents(restarted)).toMatchObject([{ _id: storageId }]);
  expect(await (await fetch(await fileUrl(restarted, storageId))).text()).toBe("kept");
});
