import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Figures } from "./host-process";

export interface BenchHost {
  readonly url: string;
  /** From the spawn to the first answer that the host can give. */
  readonly startMs: number;
  figures(): Promise<Figures>;
  close(): Promise<void>;
}

export const functions = join(import.meta.dirname, "convex");

/** Starts a host in a process of its own on `dataDir`. */
export async function openBenchHost(dataDir: string, convexDir = functions): Promise<BenchHost> {
  const before = performance.now();
  const child = fork(join(import.meta.dirname, "host-process.ts"), [convexDir, dataDir], {
    execArgv: ["--expose-gc", "--import", "tsx"],
  });
  const ended = once(child, "exit");
  const first = await Promise.race([once(child, "message"), ended]);
  const { url } = first[0] as { url?: string };
  if (url === undefined) throw new Error("The host did not start.");
  return {
    url,
    startMs: performance.now() - before,
    figures: async () => {
      child.send("figures");
      return ((await once(child, "message")) as [Figures])[0];
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
