import { join } from "node:path";
import type { FileStorage } from "../engine/storage/storage";
import type { Writer } from "../engine/writer";
import { makeTempDirectory, removeTempDirectory } from "../files/temp-directory";
import type { Store } from "../store/types";
import { Exports } from "./exports";
import { Imports } from "./imports";

export interface Snapshots {
  readonly exports: Exports;
  readonly imports: Imports;
  close(): Promise<void>;
}

/**
 * Exports and imports of a whole database. `dataDir` is where their files are, null for a directory that goes with the
 * process. Whatever was under way when the host stopped is marked as failed.
 */
export async function openSnapshots(options: {
  store: Store;
  writer: Writer;
  storage: FileStorage;
  dataDir: string | null;
  onError: (error: unknown) => void;
}): Promise<Snapshots> {
  const { dataDir, ...services } = options;
  const directory = dataDir ?? makeTempDirectory();
  const exports = new Exports({ ...services, directory: join(directory, "exports") });
  const imports = new Imports({ ...services, directory: join(directory, "imports") });
  await exports.recover();
  await imports.recover();
  return {
    exports,
    imports,
    close: async () => {
      await Promise.all([exports.close(), imports.close()]);
      if (dataDir === null) await removeTempDirectory(directory);
    },
  };
}
