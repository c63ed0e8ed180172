import { startHost } from "../../embedded/main";

/**
 * A host in a process of its own, so that its CPU time and memory are its own. Arguments: functions, data directory.
 * Sends its URL, and its figures whenever it is asked.
 */
export interface Figures {
  /** Microseconds of CPU since the process started. */
  cpu: number;
  /** Bytes, after a garbage collection. */
  memory: number;
  executions: Record<string, number>;
}

const [convexDir, dataDir] = process.argv.slice(2);
if (!convexDir || !dataDir) throw new Error("Arguments: functions, data directory");
const host = await startHost({ convexDir, dataDir, port: 0, sitePort: 0, watch: true });

process.on("message", () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpu: user + system,
    memory: process.memoryUsage().rss,
    executions: Object.fromEntries(host.metrics.executions),
  } satisfies Figures);
});
process.once("disconnect", () => void host.close().then(() => process.exit(0)));
process.send?.({ url: host.url, adminKey: host.adminKey });
