import { type HostOptions, startHost } from "../../embedded/main";
import type { UdfType } from "../../embedded/engine/types";

/**
 * A host in a process of its own, so that its CPU time and memory are its own. Argument: its options as JSON. Sends its
 * URLs, and its figures whenever it is asked.
 */
export interface Figures {
  /** Microseconds of CPU since the process started. */
  cpu: number;
  /** Bytes, after a garbage collection. */
  memory: number;
  /** By function. */
  executions: Record<string, number>;
  /** By kind of function. */
  kinds: Record<UdfType, number>;
  databaseBytesRead: number;
  databaseBytesWritten: number;
}

export interface Started {
  url: string;
  siteUrl: string;
}

const kinds = { Query: 0, Mutation: 0, Action: 0, HttpAction: 0 };
/** A function that fails makes its figures worthless, so it is told; what functions say otherwise is not. */
const log = (line: string) => {
  if (/ failed: | \[(ERROR|WARN)\] /.test(line)) console.error(line);
};
const host = await startHost({ ...(JSON.parse(process.argv[2] ?? "") as HostOptions), log });
host.engine.onLog((line) => {
  if (line.kind === "completion") kinds[line.udfType] += 1;
});

process.on("message", () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { executions, databaseBytesRead, databaseBytesWritten } = host.metrics;
  process.send?.({
    cpu: user + system,
    memory: process.memoryUsage().rss,
    executions: Object.fromEntries(executions),
    kinds,
    databaseBytesRead,
    databaseBytesWritten,
  } satisfies Figures);
});
process.once("disconnect", () => void host.close().then(() => process.exit(0)));
process.send?.({ url: host.url, siteUrl: host.siteUrl } satisfies Started);
