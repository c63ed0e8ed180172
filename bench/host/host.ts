import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { HostOptions } from "../../embedded/main";
import type { Figures, Started } from "./host-process";

export interface BenchHost extends Started {
  /** From the spawn to the first answer that the host can give. */
  readonly startMs: number;
  figures(): Promise<Figures>;
  close(): Promise<void>;
  /** No chance to clean up: what a crash leaves. */
  kill(): Promise<void>;
}

export const functions = join(import.meta.dirname, "convex");

/** Starts a host in a process of its own; in memory, on free ports and with the functions beside this file by default. */
export async function openBenchHost(options: Partial<Omit<HostOptions, "log">>): Promise<BenchHost> {
  const before = performance.now();
  const defaults = { convexDir: functions, dataDir: null, port: 0, sitePort: 0 };
  const child = fork(join(import.meta.dirname, "host-process.ts"), [JSON.stringify({ ...defaults, ...options })], {
    execArgv: ["--expose-gc", "--import", "tsx"],
  });
  const ended = once(child, "exit");
  const first = await Promise.race([once(child, "message"), ended]);
  const { url, siteUrl } = first[0] as Partial<Started>;
  if (url === undefined || siteUrl === undefined) throw new Error("The host did not start.");
  return {
    url,
    siteUrl,
    startMs: performance.now() - before,
    figures: async () => {
      child.send("figures");
      return ((await once(child, "message")) as [Figures])[0];
    },
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
