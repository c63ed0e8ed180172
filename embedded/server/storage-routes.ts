import { Readable } from "node:stream";
import { parseMediaType } from "../engine/storage/media-type";
import type { FileStorage, NewFile } from "../engine/storage/storage";
import { StorageError } from "../engine/storage/storage-error";
import { isUuid, type FileEntry } from "../engine/storage/stored-files";
import type { ApiRequest, ApiRoutes } from "./api-route";
import { parseRange } from "./byte-range";
import { HttpError } from "./http-error";
import { StreamAnswer } from "./stream-answer";

const UPLOAD = "/api/storage/upload";
const BELOW = "/api/storage/";
/** Documented for uploads through a URL (docs.convex.dev/file-storage/upload-files). Their size is not limited. */
const UPLOAD_LIMIT_MS = 120_000;
/** A file never changes. */
const CACHE_CONTROL = `private, max-age=${30 * 24 * 3600}`;
const STATUS: Record<StorageError["kind"], number> = { "bad request": 400, unauthenticated: 401, "not found": 404 };

/** Upload and download URLs of stored files: whoever has one needs no further right, as in Convex. */
export function storageRoutes(storage: FileStorage): ApiRoutes {
  return {
    [`POST ${UPLOAD}`]: async (request) => {
      const token = request.url.searchParams.get("token");
      if (token === null) {
        throw new HttpError(400, "BadQueryArgs", "Failed to deserialize query string: missing field `token`");
      }
      const storing = withHttpErrors(() => upload(storage, token, request));
      return { storageId: await withinTime(storing) };
    },
    [`GET ${BELOW}*`]: (request) => download(storage, request),
  };
}

async function upload(storage: FileStorage, token: string, request: ApiRequest): Promise<string> {
  const component = storage.checkUploadToken(token);
  const file = newFile(request.headers);
  const { body, signal } = request;
  // Node tells the body nothing of a connection that ends with an early answer.
  signal.addEventListener("abort", () => body.destroy(), { once: true });
  // The connection must outlive a refusal, to carry it.
  return await storage.store(component, body.iterator({ destroyOnReturn: false }), file);
}

function newFile(headers: ApiRequest["headers"]): NewFile {
  const contentType = headers["content-type"];
  const { digest } = headers;
  return {
    contentType: contentType === undefined ? null : (parseMediaType(contentType) ?? badHeader("content-type")),
    sha256: digest === undefined ? undefined : (sha256Of(String(digest)) ?? badHeader("digest")),
  };
}

/** Convex takes this one algorithm, and no list. */
function sha256Of(digest: string): string | undefined {
  return /^sha-256=([A-Za-z0-9+/]{43}=)$/.exec(digest)?.[1];
}

function badHeader(name: string): never {
  throw new HttpError(400, "BadHeader", `Bad header for ${name}: invalid HTTP header`);
}

async function withHttpErrors<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StorageError) throw new HttpError(STATUS[error.kind], error.code, error.message);
    // The client went away in the middle; nobody hears this.
    if ((error as NodeJS.ErrnoException).code === "ECONNRESET")
      throw new HttpError(400, "BadBody", "Error parsing body");
    throw error;
  }
}

/** Answers at the limit; the connection is closed with that, which ends the upload and removes what it wrote. */
async function withinTime<T>(storing: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HttpError(408, "RequestTimeout", "The upload took too long")), UPLOAD_LIMIT_MS);
  });
  try {
    return await Promise.race([storing, late]);
  } finally {
    clearTimeout(timer);
    storing.catch(() => {});
  }
}

async function download(storage: FileStorage, { url, headers }: ApiRequest): Promise<StreamAnswer> {
  const uuid = url.pathname.slice(BELOW.length);
  if (uuid.includes("/")) throw new HttpError(404, "NotFound", `There is no ${url.pathname}`);
  if (!isUuid(uuid)) throw invalidPath(uuid);
  const component = url.searchParams.get("component") ?? "";
  const entry = storage.findByUrl(component, uuid);
  if (entry === null) throw notFound(uuid);
  const range = parseRange(headers.range, entry.size);
  if (range === "unsatisfiable") {
    return new StreamAnswer(Readable.from([]), { "Content-Range": `bytes */${entry.size}`, "Content-Length": 0 }, 416);
  }
  const content = await storage.openEntry(entry, range ?? undefined);
  if (content === null) {
    if (storage.findByUrl(component, uuid) === null) throw notFound(uuid);
    throw new Error(`The content of file ${uuid} is gone from the data directory`);
  }
  if (range === null) return new StreamAnswer(content, { ...wholeHeaders(entry), ...commonHeaders(entry) });
  const partial = {
    "Content-Length": range.end - range.start + 1,
    "Content-Range": `bytes ${range.start}-${range.end}/${entry.size}`,
  };
  return new StreamAnswer(content, { ...partial, ...commonHeaders(entry) }, 206);
}

function wholeHeaders({ size, sha256 }: FileEntry) {
  return { "Content-Length": size, Digest: `sha-256=${sha256}` };
}

function commonHeaders({ contentType }: FileEntry): Record<string, string> {
  return {
    ...(contentType !== null && { "Content-Type": contentType }),
    ...(!isInert(contentType) && { "Content-Security-Policy": SANDBOX }),
    "Cache-Control": CACHE_CONTROL,
    "Accept-Ranges": "bytes",
  };
}

/**
 * Uploaders choose the content type, so a file may be a page with scripts. Convex serves it from a domain that has nothing
 * else; here the site port is on the same host, and cookies know no ports. The sandbox gives such a page an origin of its own.
 */
const SANDBOX = "sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads";

/** Runs no scripts when opened. A sandbox would keep browsers from showing a PDF. */
function isInert(contentType: string | null): boolean {
  return /^(application\/pdf|(image|audio|video|font)\/(?!svg))/.test(contentType ?? "");
}

function invalidPath(uuid: string): HttpError {
  const message =
    `Invalid storage path: "${uuid}". Please use \`storage.getUrl()\` to generate a valid URL to retrieve files. ` +
    "See https://docs.convex.dev/file-storage/serve-files for more details";
  return new HttpError(400, "InvalidStoragePath", message);
}

function notFound(uuid: string): HttpError {
  return new HttpError(404, "FileNotFound", `File ${uuid} not found`);
}
