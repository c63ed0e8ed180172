import type { IncomingMessage } from "node:http";
import { Readable, Transform } from "node:stream";
import { HttpError } from "./http-error";

/** Convex's limit for HTTP actions. */
const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** Those that Convex routes. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function bounded(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= limit) done(null, chunk);
      else done(new HttpError(413, "BodyTooLarge", `The request body is larger than ${limit} bytes`));
    },
  });
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/**
 * Node's request as the standard Request that HTTP actions get; the body streams and is bounded.
 * `baseUrl` is an origin, without a path. @throws HttpError for what the standard Request cannot be
 */
export function webRequest(request: IncomingMessage, baseUrl: string, signal: AbortSignal): Request {
  const { method = "GET" } = request;
  // Concatenated, not resolved: a path that begins with "//" must not become another host.
  const url = baseUrl + (request.url ?? "/");
  if (!request.url?.startsWith("/") || !URL.canParse(url)) {
    throw new HttpError(400, "BadPathArgs", "The address is malformed");
  }
  if (!METHODS.has(method)) throw new HttpError(405, "MethodNotAllowed", `${method} is not supported`);
  const init: RequestInit & { duplex?: "half" } = { method, headers: headersOf(request), signal };
  if (method !== "GET" && method !== "HEAD") {
    if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
      throw new HttpError(413, "BodyTooLarge", `The request body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    const body = bounded(MAX_BODY_BYTES);
    request.on("error", (error) => body.destroy(error));
    init.body = Readable.toWeb(request.pipe(body)) as ReadableStream<Uint8Array>;
    init.duplex = "half";
  }
  return new Request(url, init);
}
