import { originalPosition } from "./source-maps";

/** `    at [async ][name (]file:line:column[)]`. */
const FRAME = /^\s*at (async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;
/** convex/server calls the handler from here; everything below is machinery. */
const ENTRY_FRAME = /convex\/(?:src|dist\/esm)\/server\/impl\/registration_impl/;

/** Frames of user code, named by their files under convex/, one line each; "" if there are none. */
export function userStack(error: Error): string {
  const lines: string[] = [];
  for (const line of frameLines(error)) {
    const frame = mapFrame(line);
    if (frame === null) continue;
    if (ENTRY_FRAME.test(frame)) break;
    lines.push(frame);
  }
  return lines.join("\n");
}

/** Replaces positions in bundles by those in files, wherever they are in a text. */
export function mapPositions(text: string): string {
  return text.replaceAll(/([\w-]+\.js):(\d+):(\d+)/g, (found, filename: string, row: string, column: string) => {
    const position = originalPosition(filename, Number(row), Number(column));
    return position === null ? found : `${position.source}:${position.line}:${position.column}`;
  });
}

function frameLines(error: Error): string[] {
  const stack = typeof error.stack === "string" ? error.stack : "";
  return stack.split("\n").filter((line) => FRAME.test(line));
}

function mapFrame(line: string): string | null {
  const [, isAsync = "", name, filename = "", row = "0", column = "0"] = FRAME.exec(line) ?? [];
  const position = originalPosition(filename, Number(row), Number(column));
  if (position === null) return null;
  const place = `${position.source}:${position.line}:${position.column}`;
  return name === undefined ? `    at ${isAsync}${place}` : `    at ${isAsync}${name} (${place})`;
}
