import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CrowdOptions, Report } from "./crowd-process";

export interface Crowd {
  /** Forgets what was measured so far. */
  reset(): void;
  /** True when the stream is over for the viewers, false after `patienceMs`. */
  ended(patienceMs: number): Promise<boolean>;
  report(): Promise<Report>;
  close(): Promise<void>;
}

/** Viewers in a process of their own; resolves when all of them have what there is to see. */
export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const child = fork(join(import.meta.dirname, "crowd-process.ts"), [JSON.stringify(options)], {
    execArgv: ["--import", "tsx"],
  });
  const gone = once(child, "exit");
  const [ready] = (await Promise.race([once(child, "message"), gone])) as [unknown];
  if (ready !== "ready") throw new Error("The viewers could not connect.");
  let onEnd: (ended: true) => void;
  let onReport: (report: Report) => void;
  const ended = new Promise<boolean>((resolve) => (onEnd = resolve));
  child.on("message", (message: "ended" | Report) => (message === "ended" ? onEnd(true) : onReport(message)));
  return {
    reset: () => void child.send("reset"),
    ended: (patienceMs) => Promise.race([ended, wait(patienceMs, false, { ref: false })]),
    report: () => {
      const answer = new Promise<Report>((resolve) => (onReport = resolve));
      child.send("report");
      return answer;
    },
    close: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
