import { statSync } from "node:fs";

/** Changes when one of the files is written, added or removed. */
export function stampOf(files: Iterable<string>): string {
  return Array.from(new Set(files), stampOfFile).join("\n");
}

function stampOfFile(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return `${file} ${stat?.mtimeMs} ${stat?.size}`;
}
