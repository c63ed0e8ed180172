import type { TokenServer } from "../arena";
import { openProviderHost } from "../arena";
import type { Figures } from "../host/host-process";
import { chunkLatencies } from "../latency";
import { openCrowd } from "../viewers/crowd";
import { type Design, startTurn } from "./design";
import type { Gate } from "../gate";

/** How long a design may take for a stream of 20 s. */
const PATIENCE_MS = 120_000;

/** What one turn cost, from its first token until every viewer had all of it. Averages over all viewers where it says so. */
export interface Measured {
  design: string;
  viewers: number;
  /** False if viewers still waited after `PATIENCE_MS`. */
  finished: boolean;
  seconds: number;
  mutations: number;
  viewerQueries: number;
  otherQueries: number;
  /** By function, actions that ended included. */
  executions: Record<string, number>;
  databaseRead: number;
  databaseWritten: number;
  updatesPerViewer: number;
  bytesInPerViewer: number;
  bytesOutPerViewer: number;
  /** Of the bytes in, the update that ended the stream; 0 for a design whose viewers are not all read. */
  endBytesPerViewer: number;
  /** Milliseconds from the provider's chunk to a viewer, over all chunks and sampled viewers. */
  latencies: number[];
  hostCpuSeconds: number;
  /** As long as the run took, the viewers' process is what limits the figures. */
  viewersCpuSeconds: number;
}

/** One turn of `design` on a fresh host, with all viewers there before its first token. */
export async function measure(design: Design, viewers: number, provider: TokenServer, gate: Gate): Promise<Measured> {
  gate.close();
  const host = await openProviderHost(provider, { convexDir: design.convexDir });
  const { turn, stream } = await startTurn(design, host, provider);
  const crowd = await openCrowd({ url: host.url, count: viewers, watch: turn.watch });
  const before = await host.figures();
  crowd.reset();
  const startedAt = Date.now();
  gate.open();
  const finished = await crowd.ended(PATIENCE_MS);
  const seconds = (Date.now() - startedAt) / 1_000;
  const after = await host.figures();
  const report = await crowd.report();
  await crowd.close();
  await turn.close();
  await host.close();
  if (report.failed > 0) throw new Error(`A query failed for ${report.failed} viewers of ${design.name}.`);
  const viewerQueries = executionsOf(design.viewerQueries, after) - executionsOf(design.viewerQueries, before);
  return {
    design: design.name,
    viewers,
    finished,
    seconds,
    mutations: after.kinds.Mutation - before.kinds.Mutation,
    viewerQueries,
    otherQueries: after.kinds.Query - before.kinds.Query - viewerQueries,
    executions: difference(after.executions, before.executions),
    databaseRead: after.databaseBytesRead - before.databaseBytesRead,
    databaseWritten: after.databaseBytesWritten - before.databaseBytesWritten,
    updatesPerViewer: report.updates,
    bytesInPerViewer: report.bytesIn,
    bytesOutPerViewer: report.bytesOut,
    endBytesPerViewer: report.endBytes,
    latencies: report.shown.flatMap((shown) => chunkLatencies(stream.sent, shown)),
    viewersCpuSeconds: report.cpuSeconds,
    hostCpuSeconds: (after.cpu - before.cpu) / 1e6,
  };
}

function difference(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const grown = Object.entries(after).map(([path, count]) => [path, count - (before[path] ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, count]) => count > 0));
}

function executionsOf(paths: readonly string[], { executions }: Figures): number {
  return paths.reduce((sum, path) => sum + (executions[path] ?? 0), 0);
}
