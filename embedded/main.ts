import { join } from "node:path";
import { loadAdminKey, adminKeyCheck } from "./admin/admin-key";
import { adminRoutes } from "./admin/admin-routes";
import { unsupportedRoutes } from "./admin/unsupported-routes";
import { snapshotRoutes } from "./admin/snapshot-routes";
import { withSystemQueries } from "./admin/system-queries";
import { AppAuthenticator } from "./auth/app-authenticator";
import { ensureConvexAuthKeys } from "./auth/convex-auth-keys";
import { AppSource } from "./deploy/app-source";
import { deployRoutes } from "./deploy/deploy-routes";
import { createEngine, engineTables } from "./engine/engine";
import type { Engine } from "./engine/types";
import { WriteFailed } from "./engine/write-failed";
import { openFiles, type Files } from "./files/files";
import { HostError, type HostErrorCode } from "./host-error";
import { watchForStalls } from "./runtime/stall-watchdog";
import { useUtc } from "./runtime/time-zone";
import { functionRoutes } from "./server/function-routes";
import { hostRoutes } from "./server/host-routes";
import { formatLogLine } from "./server/log-format";
import { bindPorts } from "./server/ports";
import { storageRoutes } from "./server/storage-routes";
import { snapshotTables } from "./snapshots/job-table";
import { openSnapshots } from "./snapshots/snapshots";
import { openStore } from "./store/store";
import { StoreError, type StoreErrorCode } from "./store/store-error";
import type { Store } from "./store/types";
import type { Metrics } from "./sync/metrics";
import { createSync, type Sync } from "./sync/sync";

export interface HostOptions {
  /** The unmodified directory of Convex functions. */
  readonly convexDir: string;
  /** Where the database and the admin key are kept; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** 0 takes any free port. */
  readonly port: number;
  readonly sitePort: number;
  readonly host?: string;
  /** Environment variables for the functions; the deployment's own cannot override them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Clients other than administrators learn of errors only that there was one, and get no console lines. */
  readonly production?: boolean;
  /** Loads changed code while running. */
  readonly watch?: boolean;
  readonly log?: (line: string) => void;
}

export interface Host {
  /** What clients connect to: CONVEX_URL. */
  readonly url: string;
  /** Where HTTP actions answer: CONVEX_SITE_URL. */
  readonly siteUrl: string;
  readonly adminKey: string;
  readonly engine: Engine;
  readonly metrics: Metrics;
  /** Stops accepting, closes connections, aborts actions, flushes, releases the data directory. */
  close(): Promise<void>;
}

const STORE_ERRORS: Record<StoreErrorCode, HostErrorCode> = {
  locked: "DATA_LOCKED",
  unwritable: "DATA_DIR",
  "newer-format": "DATA_VERSION",
  corrupt: "DATA_DIR",
  "write-failed": "DATA_DIR",
  "write-unknown": "DATA_DIR",
};

function open(dataDir: string | null): { store: Store; files: Files; adminKey: string } {
  try {
    const store = openStore({ path: dataDir, systemTables: { ...engineTables, ...snapshotTables } });
    try {
      const files = openFiles({ dir: dataDir === null ? null : join(dataDir, "files") });
      return { store, files, adminKey: loadAdminKey(dataDir) };
    } catch (error) {
      store.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreError) throw new HostError(STORE_ERRORS[error.code], error.message, { cause: error });
    throw new HostError("DATA_DIR", `Cannot use the data directory ${dataDir}: ${String(error)}`, { cause: error });
  }
}

type Undo = () => unknown;

/**
 * Starts a Convex deployment in this process. The ports are bound first, and requests wait until the code is loaded.
 * @throws HostError
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const undo: Undo[] = [];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start(options, undo)), close };
  } catch (error) {
    await close();
    if (!(error instanceof WriteFailed)) throw error;
    throw new HostError("DATA_DIR", `Cannot write to ${options.dataDir}. ${error.message}`, { cause: error });
  }
}

async function start(options: HostOptions, undo: Undo[]): Promise<Omit<Host, "close">> {
  const { convexDir, dataDir, host = "127.0.0.1", port, sitePort, log = () => {} } = options;
  const onError = (error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : String(error));

  const ports = await bindPorts({ host, port, sitePort });
  undo.push(() => ports.close());
  const { url, siteUrl } = ports;
  const { store, files, adminKey } = open(dataDir);
  undo.push(() => store.close());

  const env = { ...options.env, CONVEX_CLOUD_URL: url, CONVEX_SITE_URL: siteUrl };
  const engine = createEngine({
    store,
    env,
    files,
    uploadKey: Buffer.from(adminKey),
    production: options.production ?? false,
  });
  undo.push(() => engine.close());
  undo.push(watchForStalls());
  useUtc();
  const stopLogging = engine.onLog((line) => {
    const text = formatLogLine(line);
    if (text !== null) log(text);
  });
  await ensureConvexAuthKeys(engine.environment, env, siteUrl);
  const source = new AppSource({ engine, convexDir, env, log });
  const loaded = await source.loadFirst();

  const authenticator = new AppAuthenticator(engine, adminKeyCheck(adminKey));
  engine.onReload(() => authenticator.reload());
  const snapshots = await openSnapshots({
    store,
    writer: engine.parts.writer,
    storage: engine.storage,
    dataDir,
    onError,
  });
  undo.push(() => snapshots.close());
  const runQuery = withSystemQueries({ engine, store, ...snapshots, cloudUrl: url });
  const sync: Sync = createSync({ engine, authenticator, runQuery, ts: store.lastTs, onError });
  const routes = {
    ...hostRoutes,
    ...functionRoutes(engine, runQuery, sync.latestTs),
    ...storageRoutes(engine.storage),
    ...adminRoutes(engine, ports),
    ...snapshotRoutes(snapshots),
    ...unsupportedRoutes,
    ...deployRoutes(source, store),
  };
  await engine.start();
  ports.open({ routes, sync: sync.server, authenticator, onError }, { engine, authenticator, url: siteUrl, onError });
  if (options.watch) {
    const watcher = source.watch(loaded);
    undo.push(() => watcher.close());
  }
  // Before the engine: nobody may be told that the host ended in the middle of an answer.
  undo.push(() => Promise.all([ports.close(), sync.server.close()]));
  // What a stop cuts off is no news to the person who stopped it.
  undo.push(stopLogging);
  return { url, siteUrl, adminKey, engine, metrics: sync.metrics };
}
