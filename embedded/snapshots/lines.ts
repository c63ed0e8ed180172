import type { Readable } from "node:stream";
import { SnapshotError } from "./snapshot-error";

/** Lines without their ends, one at a time. @throws SnapshotError if it is not UTF-8 */
export async function* lines(source: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const text of decoded(source)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest !== "") yield rest;
}

/** Text as it arrives, without a byte order mark. @throws SnapshotError if it is not UTF-8 */
export async function* decoded(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new SnapshotError("NotUtf8", "Import wasn't valid UTF8: stream did not contain valid UTF-8");
    throw error;
  }
}
