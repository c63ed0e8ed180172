import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const filesIn = (dir: string) =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]));

test("convex/_generated is what the official codegen writes for this source", { timeout: 60_000 }, async () => {
  const copy = mkdtempSync(join(tmpdir(), "arena-codegen-"));
  for (const name of ["convex", "package.json", "tsconfig.json"]) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const args = ["--import", resolve("node_modules/tsx/dist/esm/index.mjs"), resolve("embedded/cli/codegen.ts")];
  await promisify(execFile)(process.execPath, args, { cwd: copy });
  expect(filesIn(join(copy, "convex/_generated"))).toEqual(filesIn("convex/_generated"));
});
