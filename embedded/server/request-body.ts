import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { deeperThan, MAX_JSON_DEPTH } from "../sync/json-depth";
import { HttpError } from "./http-error";

const decompress = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

/** Bytes that are no UTF-8 are an error, rather than other text than was sent. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

function tooLarge(limit: number): HttpError {
  return new HttpError(413, "BodyTooLarge", `The request body is larger than ${limit} bytes`);
}

/**
 * The body as sent. What comes above the limit is thrown away as it arrives: to close the connection while the client
 * still sends would take the answer from it. @throws HttpError 413 above `limit` bytes, 400 if the body breaks off.
 */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > limit) return reject(tooLarge(limit));
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge(limit));
      }
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    const brokenOff = () => reject(new HttpError(400, "BadBody", "The request body broke off"));
    request.once("error", brokenOff);
    request.once("close", brokenOff);
  });
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

/** "application/json", or a type that is written in JSON. A page of another origin needs permission to send it. */
const JSON_TYPE = /^\s*application\/(?:json|[^;\s]+\+json)\s*(?:;|$)/i;

/**
 * @throws HttpError 413 above `limit` bytes (before and after decompression), 400 if it is not JSON, is not said to be,
 * or is nested deeper than Convex parses.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const body = await decode(await readBody(request, limit), request.headers["content-encoding"], limit);
  if (!JSON_TYPE.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(400, "BadJsonBody", "Expected request with `Content-Type: application/json`");
  }
  const value = parse(body);
  if (deeperThan(value, MAX_JSON_DEPTH))
    throw new HttpError(400, "BadJsonBody", "The request body is nested too deeply");
  return value;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new HttpError(400, "BadJsonBody", "The request body is not valid JSON");
  }
}
