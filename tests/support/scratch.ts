import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** All temporary files of one test run in one directory, which goes with it: databases, builds, browser profiles. */
export function setup(): () => void {
  const before = process.env.TMPDIR;
  const scratch = mkdtempSync(join(tmpdir(), "arena-tests-"));
  process.env.TMPDIR = scratch;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
}
