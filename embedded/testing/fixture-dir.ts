import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** A project directory of its own with a `convex/` of the given files, that sees this repository's packages. */
export class FixtureDir {
  readonly projectDir = mkdtempSync(path.join(tmpdir(), "convex-fixture-"));
  readonly convexDir = path.join(this.projectDir, "convex");

  constructor(files: Readonly<Record<string, string>>) {
    symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(this.projectDir, "node_modules"));
    mkdirSync(this.convexDir);
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** `name` is relative to `convex/`. */
  write(name: string, text: string): void {
    const file = path.join(this.convexDir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(name?: string): void {
    rmSync(name === undefined ? this.projectDir : path.join(this.convexDir, name), { recursive: true, force: true });
  }
}
