import type { Readable } from "node:stream";
import type { JSONValue } from "convex/values";
import { lines } from "./lines";
import { SnapshotError } from "./snapshot-error";

/** One value per line. @throws SnapshotError */
export async function* jsonLines(
  source: Readable,
  parse: (line: string) => JSONValue = (line) => JSON.parse(line) as JSONValue,
): AsyncGenerator<JSONValue> {
  let row = 0;
  for await (const line of lines(source)) {
    row += 1;
    yield parseRow(line, row, parse);
  }
}

function parseRow(line: string, row: number, parse: (line: string) => JSONValue): JSONValue {
  try {
    return parse(line);
  } catch (error) {
    throw new SnapshotError("JsonInvalidRow", `Row ${row} wasn't valid JSON: ${(error as Error).message}`);
  }
}
