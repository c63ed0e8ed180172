import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { HttpError } from "./http-error";

const decompress = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

function tooLarge(limit: number): HttpError {
  return new HttpError(413, "BodyTooLarge", `The request body is larger than ${limit} bytes`);
}

/** The body as sent. @throws HttpError 413 above `limit` bytes. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function decode(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === "identity") return body;
  if (encoding !== "br" && encoding !== "gzip") {
    throw new HttpError(415, "UnsupportedEncoding", `Content-Encoding ${encoding} is not supported`);
  }
  try {
    return await decompress[encoding](body, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw new HttpError(400, "BadBody", `The request body is not valid ${encoding}`);
  }
}

/** @throws HttpError 413 above `limit` bytes (before and after decompression), 400 if it is not JSON. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const body = await decode(await readBody(request, limit), request.headers["content-encoding"], limit);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new HttpError(400, "BadJsonBody", "The request body is not valid JSON");
  }
}
