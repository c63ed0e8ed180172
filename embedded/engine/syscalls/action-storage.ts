import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { SyscallArgs } from "../../runtime/execution";
import type { FileStorage } from "../storage/storage";
import { mediaTypeOf, metadataJson, storageIdOf } from "./storage";

interface StorageContext {
  readonly storage: FileStorage;
  readonly request: { readonly component: string };
}

type StorageSyscall = (context: StorageContext, args: SyscallArgs) => string | Promise<string>;
type JsArgs = { readonly [name: string]: unknown };

/** `ctx.storage` of actions and HTTP actions: each call is a transaction of its own. */
export const actionStorage: readonly (readonly [string, StorageSyscall])[] = [
  ["1.0/storageGetUrl", getUrl],
  ["1.0/storageGetMetadata", getMetadata],
  ["1.0/storageGenerateUploadUrl", ({ storage, request }) => JSON.stringify(storage.uploadUrl(request.component))],
  ["1.0/storageDelete", remove],
];

async function getUrl({ storage, request }: StorageContext, args: SyscallArgs): Promise<string> {
  const entry = storage.findDurable(request.component, storageIdOf("getUrl", args));
  return JSON.stringify(entry === null ? null : storage.urlOf(entry));
}

async function getMetadata({ storage, request }: StorageContext, args: SyscallArgs): Promise<string> {
  const entry = storage.findDurable(request.component, storageIdOf("getMetadata", args));
  return JSON.stringify(entry === null ? null : metadataJson(entry));
}

async function remove({ storage, request }: StorageContext, args: SyscallArgs): Promise<string> {
  await storage.remove(request.component, storageIdOf("delete", args));
  return "null";
}

/** Blobs are passed as they are, not as JSON. Undefined if `op` is another operation. */
export function blobSyscall(context: StorageContext, op: string, args: JsArgs): Promise<unknown> | undefined {
  if (op === "storage/storeBlob") return storeBlob(context, args);
  return op === "storage/getBlob" ? getBlob(context, args) : undefined;
}

async function storeBlob({ storage, request }: StorageContext, { blob, options }: JsArgs): Promise<string> {
  if (!(blob instanceof Blob)) {
    throw new Error(
      "store() expects a Blob. If you are trying to store a Request, `await request.blob()` will give you the correct input.",
    );
  }
  const { sha256 } = (options ?? {}) as { sha256?: string };
  const file = { contentType: mediaTypeOf("store", blob.type), sha256 };
  // A blob is in memory already.
  const content = Readable.from([new Uint8Array(await blob.arrayBuffer())]);
  return await storage.store(request.component, content, file);
}

async function getBlob({ storage, request }: StorageContext, args: JsArgs): Promise<Blob | null> {
  const entry = storage.findDurable(request.component, storageIdOf("get", args));
  const content = entry === null ? null : await storage.openEntry(entry);
  if (entry === null || content === null) return null;
  return new Blob([await buffer(content)], { type: entry.contentType ?? "" });
}
