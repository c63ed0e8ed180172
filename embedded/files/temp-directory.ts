import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const open = new Set<string>();

/** Readable by its owner only. Removed when the process ends, if nobody did before. */
export function makeTempDirectory(): string {
  if (open.size === 0) process.once("exit", removeAll);
  const path = mkdtempSync(join(tmpdir(), "files-"));
  open.add(path);
  return path;
}

export async function removeTempDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  open.delete(path);
  if (open.size === 0) process.off("exit", removeAll);
}

function removeAll(): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
}
