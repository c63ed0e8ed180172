import type { JSONValue } from "convex/values";
import { z } from "zod";
import type { FileStorage } from "../engine/storage/storage";
import { newStorageId } from "../engine/storage/stored-files";
import type { WrittenFile } from "../files/files";
import { decodeId } from "../keys/id";
import type { DocumentValue, Staging } from "../store/types";
import type { ImportContent } from "./import-file";
import { invalidValue } from "./import-row";
import { SnapshotError } from "./snapshot-error";

/** A line of `_storage/documents.jsonl`. People may leave out everything but the id. */
const metadataLine = z.object({
  _id: z.string(),
  _creationTime: z.number().nullish(),
  sha256: z.string().nullish(),
  contentType: z.string().nullish(),
  internalId: z.guid().nullish(),
});
type Metadata = z.infer<typeof metadataLine>;

export interface ContentImportOptions {
  readonly staging: Staging;
  readonly storage: Pick<FileStorage, "receive" | "discard">;
  readonly append: boolean;
}

/** The files of an import: their bytes go to the disk at once, their documents are staged with all others. */
export class ContentImport {
  readonly #options: ContentImportOptions;
  /** By component and id. */
  readonly #metadata = new Map<string, Metadata>();
  readonly #components = new Set<string>();
  readonly #written: WrittenFile[] = [];

  constructor(options: ContentImportOptions) {
    this.#options = options;
  }

  /** Components whose files are imported. */
  get components(): ReadonlySet<string> {
    return this.#components;
  }

  /** A line that says what a content is. `row` counts from 1. @throws SnapshotError */
  describe(component: string, json: JSONValue, row: number): void {
    const parsed = metadataLine.safeParse(json);
    if (!parsed.success) throw invalidValue(row, z.prettifyError(parsed.error));
    if (decodeId(parsed.data._id) === null) throw invalidValue(row, `invalid _id '${parsed.data._id}'`);
    this.#prepare(component, parsed.data._id);
    this.#metadata.set(`${component}/${parsed.data._id}`, parsed.data);
  }

  /** @throws SnapshotError */
  async stage({ component, id, open }: ImportContent): Promise<void> {
    this.#prepare(component, id);
    const metadata = this.#metadata.get(`${component}/${id}`);
    const written = await this.#options.storage.receive(await open());
    this.#written.push(written);
    if (metadata?.sha256 && metadata.sha256 !== written.sha256) {
      const difference = `Expected: ${metadata.sha256} Actual: ${written.sha256}`;
      throw new SnapshotError("Sha256Mismatch", `Sha256 mismatch for the file ${id}. ${difference}`);
    }
    const { staging } = this.#options;
    staging.insert(component, "_storage", documentOf(id, written, metadata));
    const storageId = metadata?.internalId ?? newStorageId();
    staging.insert(component, "_file_storage", { document: id, storageId, file: written.name });
  }

  /** Replaces or opens the component's table, under the number that its ids have. */
  #prepare(component: string, id: string): void {
    if (this.#components.has(component)) return;
    this.prepare(component, decodeId(id)?.tableNumber ?? null);
  }

  prepare(component: string, number: number | null): void {
    const { staging, append } = this.#options;
    this.#components.add(component);
    staging.add([
      { component, name: "_storage", number, append },
      { component, name: "_file_storage", number: null, append },
    ]);
  }

  /** Removes what was received: the import is not going to happen. */
  async discard(): Promise<void> {
    for (const written of this.#written.splice(0)) await this.#options.storage.discard(written);
  }
}

function documentOf(id: string, { sha256, size }: WrittenFile, metadata: Metadata | undefined): DocumentValue {
  const creationTime = metadata?._creationTime;
  return {
    _id: id,
    ...(typeof creationTime === "number" ? { _creationTime: creationTime } : {}),
    sha256,
    size,
    contentType: metadata?.contentType ?? null,
  };
}
