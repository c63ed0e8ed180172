import { readdirSync, watch, type FSWatcher } from "node:fs";
import path from "node:path";
import { loadApp, type LoadedBundle } from "./load";

/** Editors write a file in several steps, and a checkout writes many files. */
const SETTLE_MS = 50;

export interface WatchOptions {
  readonly convexDir: string;
  /** What runs now. */
  readonly loaded: LoadedBundle;
  /** Called with code that differs from the last, or with why it does not compile. The next call waits for its end. */
  readonly onChange: (result: LoadedBundle | Error) => Promise<void> | void;
}

/** Compiles the directory of functions again whenever one of the files it is made of changes, outside node_modules. */
export function watchApp(options: WatchOptions): { close(): void } {
  const watcher = new AppWatcher(options);
  watcher.watchDirectories();
  return watcher;
}

class AppWatcher {
  readonly #convexDir: string;
  readonly #onChange: WatchOptions["onChange"];
  readonly #directories = new Map<string, FSWatcher>();
  #loaded: LoadedBundle;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #building = false;
  #changedMeanwhile = false;
  #closed = false;
  /** The report of the last failed build, so that it is not repeated for every saved file. */
  #lastError: string | null = null;

  constructor({ convexDir, loaded, onChange }: WatchOptions) {
    this.#convexDir = path.resolve(convexDir);
    this.#loaded = loaded;
    this.#onChange = onChange;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#directories.values()) watcher.close();
    this.#directories.clear();
  }

  /** Directories rather than files: a file that an editor replaces is a new one. */
  watchDirectories(): void {
    const wanted = new Set(directoriesBelow(this.#convexDir));
    for (const input of this.#loaded.inputs) {
      if (!input.includes(`${path.sep}node_modules${path.sep}`)) wanted.add(path.dirname(input));
    }
    for (const [directory, watcher] of this.#directories) {
      if (wanted.has(directory)) continue;
      watcher.close();
      this.#directories.delete(directory);
    }
    for (const directory of wanted) this.#watchDirectory(directory);
  }

  #watchDirectory(directory: string): void {
    if (this.#directories.has(directory)) return;
    const watcher = watch(directory, () => this.#changed());
    // A removed directory: its parent reports the change.
    watcher.on("error", () => {
      watcher.close();
      this.#directories.delete(directory);
    });
    this.#directories.set(directory, watcher);
  }

  #changed(): void {
    if (this.#building) this.#changedMeanwhile = true;
    clearTimeout(this.#timer);
    if (this.#closed || this.#building) return;
    this.#timer = setTimeout(() => void this.#build(), SETTLE_MS);
  }

  async #build(): Promise<void> {
    this.#building = true;
    this.#changedMeanwhile = false;
    try {
      // Before the build: a file added to a new directory while building must not be missed.
      this.watchDirectories();
      await this.#report(await loadApp({ convexDir: this.#convexDir }));
      this.watchDirectories();
    } catch (error) {
      await this.#reportError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#building = false;
      if (this.#changedMeanwhile) this.#changed();
    }
  }

  async #report(bundle: LoadedBundle): Promise<void> {
    const repaired = this.#lastError !== null;
    this.#lastError = null;
    if (this.#closed || (bundle.fingerprint === this.#loaded.fingerprint && !repaired)) return;
    this.#loaded = bundle;
    await this.#onChange(bundle);
  }

  async #reportError(error: Error): Promise<void> {
    if (this.#closed || error.message === this.#lastError) return;
    this.#lastError = error.message;
    await this.#onChange(error);
  }
}

function directoriesBelow(directory: string): string[] {
  const children = readdirSync(directory, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "node_modules",
  );
  return [directory, ...children.flatMap(({ name }) => directoriesBelow(path.join(directory, name)))];
}
