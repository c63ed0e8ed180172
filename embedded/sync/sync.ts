import type { Authenticator } from "../auth/authenticator";
import type { Engine } from "../engine/types";
import { LiveQueryRegistry, type RunQuery } from "./live-query-registry";
import { type Metrics, MetricsRecorder } from "./metrics";
import { SyncServer } from "./sync-server";
import { TurnLoop } from "./turn-loop";

export interface Sync {
  readonly server: SyncServer;
  readonly metrics: Metrics;
  /** A timestamp at which everything sent so far holds. */
  readonly latestTs: () => bigint;
}

/** Live queries on an engine: follows its commits, reloads and logs. */
export function createSync(options: {
  engine: Engine;
  authenticator: Authenticator;
  /** Runs a live query; may answer more than the engine knows. */
  runQuery: RunQuery;
  /** Of the newest commit on disk. */
  ts: bigint;
  onError: (error: unknown) => void;
}): Sync {
  const { engine, authenticator, onError } = options;
  const metrics = new MetricsRecorder(engine.databaseUsage);
  const registry = new LiveQueryRegistry(options.runQuery, options.ts);
  const loop = new TurnLoop(registry);
  engine.onLog(metrics.recordLog);
  engine.onCommit((commits) => loop.announce(commits));
  engine.onReload(() => loop.invalidateAll());
  const server = new SyncServer({ engine, registry, loop, authenticator, onError }, metrics);
  metrics.gauges = {
    connections: () => server.connections,
    liveQueries: () => registry.size,
    unreadBytes: () => server.unreadBytes,
  };
  return { server, metrics, latestTs: () => registry.ts };
}
