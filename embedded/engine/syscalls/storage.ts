import type { SyscallArgs } from "../../runtime/execution";
import { parseMediaType } from "../storage/media-type";
import { isStorageId, type FileEntry } from "../storage/stored-files";
import { StorageError } from "../storage/storage-error";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { writerOf } from "./write";

/** `ctx.storage` of queries and mutations. */
export const storageRead: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/storageGetUrl", getUrl],
  ["1.0/storageGetMetadata", getMetadata],
];

/** `ctx.storage` of mutations, beside reading. What they store and delete is rolled back with them. */
export const storageWrite: readonly (readonly [string, AsyncSyscall])[] = [
  [
    "1.0/storageGenerateUploadUrl",
    ({ transaction, component }) => JSON.stringify(transaction.storage.uploadUrl(component)),
  ],
  ["1.0/storageDelete", remove],
  ["1.0/storageStore", store],
  ["1.0/storageGet", get],
];

function getUrl(context: UdfContext, args: SyscallArgs): string {
  const entry = find(context, "getUrl", args);
  return JSON.stringify(entry === null ? null : context.transaction.storage.urlOf(entry));
}

function getMetadata(context: UdfContext, args: SyscallArgs): string {
  const entry = find(context, "getMetadata", args);
  return JSON.stringify(entry === null ? null : metadataJson(entry));
}

function remove(context: UdfContext, args: SyscallArgs): string {
  const storageId = storageIdOf("delete", args);
  context.transaction.storage.removeIn(writerOf(context), context.component, storageId);
  return "null";
}

function store(context: UdfContext, args: SyscallArgs): string {
  const { blob, contentType, sha256 } = args as { blob: string; contentType?: string; sha256?: string };
  const file = { contentType: mediaTypeOf("store", contentType), sha256 };
  const bytes = Buffer.from(blob, "base64");
  const writer = writerOf(context);
  writer.metrics.writeFile(bytes.length);
  return JSON.stringify(context.transaction.storage.storeIn(writer, context.component, bytes, file));
}

function get(context: UdfContext, args: SyscallArgs): string {
  const entry = find(context, "get", args);
  if (entry === null) return "null";
  const { tx, storage } = context.transaction;
  tx.metrics.readFile(entry.size);
  const bytes = storage.readNow(entry);
  if (bytes === null) return "null";
  return JSON.stringify({ blob: bytes.toString("base64"), contentType: entry.contentType });
}

function find({ transaction, component }: UdfContext, method: string, args: SyscallArgs): FileEntry | null {
  return transaction.storage.find(transaction.tx, component, storageIdOf(method, args));
}

export function storageIdOf(method: string, { storageId }: { readonly [name: string]: unknown }): string {
  if (typeof storageId === "string" && isStorageId(storageId)) return storageId;
  const text = typeof storageId === "string" ? storageId : JSON.stringify(storageId);
  throw new StorageError(
    "bad request",
    "InvalidArgument",
    `Invalid argument \`storageId\` for \`storage.${method}\`: Invalid storage ID: "${text}". ` +
      "Storage ID should be an Id of '_storage' table, or a UUID string.",
  );
}

/** Blobs without a type have an empty one. */
export function mediaTypeOf(method: string, contentType: string | null | undefined): string | null {
  if (!contentType) return null;
  const mediaType = parseMediaType(contentType);
  if (mediaType !== null) return mediaType;
  const message = `Invalid argument \`contentType\` for \`storage.${method}\`: "${contentType}" is no media type`;
  throw new StorageError("bad request", "InvalidArgument", message);
}

/** The answer of the deprecated `getMetadata`, whose digest is in hexadecimal. */
export function metadataJson({ storageId, sha256, size, contentType }: FileEntry) {
  return { storageId, sha256: Buffer.from(sha256, "base64").toString("hex"), size, contentType };
}
