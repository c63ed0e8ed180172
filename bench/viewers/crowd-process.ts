import { setTimeout as wait } from "node:timers/promises";
import type { Shown } from "../latency";
import { follow, type Viewer, type Watch } from "./follow";
import { type Query, SyncSocket } from "./socket";

/**
 * Viewers in a process of their own. Argument: `CrowdOptions` as JSON. Sends "ready" when all have what there is, "ended"
 * when the stream is over for the sampled ones, and a `Report` whenever it is asked.
 */
export interface CrowdOptions {
  url: string;
  count: number;
  watch: Watch;
}

/** Averages over all viewers since the last reset; `shown` is of the sampled ones. */
export interface Report {
  bytesIn: number;
  bytesOut: number;
  /** Of `bytesIn`, the update that ended the stream: ours brings the finished text once more. */
  endBytes: number;
  /** Messages that changed the result of a query: what Convex counts as function calls of a viewer. */
  updates: number;
  /** Viewers whose query failed. */
  failed: number;
  /** Of this process since the last reset: as long as the run, it is what limits the figures. */
  cpuSeconds: number;
  shown: Shown[][];
}

/** Those whose messages are parsed and timed; parsing all of a large crowd would measure this process instead. */
const SAMPLED = 20;
/** Nothing arrives anywhere for this long: the last messages are there. */
const QUIET_MS = 500;

const { url, count, watch } = JSON.parse(process.argv[2] ?? "") as CrowdOptions;
/** Its viewers ask for more after every delta, so all of them have to read. */
const everyoneReads = watch.kind === "agent" || watch.kind === "arena";

interface Transition {
  type: string;
  modifications: { type: string; queryId: number; value: never }[];
}

class CrowdViewer implements Viewer {
  shown: Shown[] = [];
  updates = 0;
  endBytes = 0;
  failed = false;
  ended = false;
  readonly sampled: boolean;
  readonly #reads: boolean;
  readonly #answered = new Set<number>();
  #added = 0;
  #onUpdate = () => {};
  #socket!: SyncSocket;
  #onResult!: (queryId: number, value: never) => void;
  #base = { in: 0, out: 0 };

  constructor(sampled: boolean) {
    this.sampled = sampled;
    this.#reads = sampled || everyoneReads;
  }

  /** Resolves when every first query has been answered. */
  async open(): Promise<void> {
    this.#socket = await SyncSocket.open(url, (data) => this.#receive(data));
    const ready = new Promise<void>((resolve) => {
      // One Transition may answer several queries; those who do not read have only one.
      this.#onUpdate = () => (this.#answered.size >= this.#added || !this.#reads) && resolve();
    });
    this.#onResult = follow[watch.kind](this, watch.args);
    await ready;
    this.#onUpdate = () => {};
  }

  add(query: Query): number {
    this.#added += 1;
    return this.#socket.add(query);
  }

  remove(queryId: number): void {
    this.#socket.remove(queryId);
  }

  show(length: number): void {
    if (this.sampled && length > (this.shown.at(-1)?.length ?? 0)) this.shown.push({ length, at: Date.now() });
  }

  end(): void {
    this.ended = true;
    if (sampled.every(({ ended }) => ended)) process.send?.("ended");
  }

  get bytesIn(): number {
    return this.#socket.bytesIn - this.#base.in;
  }

  get bytesOut(): number {
    return this.#socket.bytesOut - this.#base.out;
  }

  reset(): void {
    this.#base = { in: this.#socket.bytesIn, out: this.#socket.bytesOut };
    this.updates = 0;
    this.shown = [];
  }

  #receive(data: Buffer): void {
    lastMessageAt = Date.now();
    const head = data.subarray(0, 400);
    if (!head.includes('"QueryUpdated"') && !head.includes('"QueryFailed"')) return;
    this.updates += 1;
    if (this.#reads) {
      const before = this.ended;
      for (const { type, queryId, value } of (JSON.parse(data.toString()) as Transition).modifications) {
        if (type === "QueryFailed") this.failed = true;
        this.#answered.add(queryId);
        if (type === "QueryUpdated") this.#onResult(queryId, value);
      }
      if (this.ended && !before) this.endBytes = data.byteLength;
    }
    this.#onUpdate();
  }
}

async function report(): Promise<Report> {
  const { user, system } = process.cpuUsage(cpuAtReset);
  while (Date.now() - lastMessageAt < QUIET_MS) await wait(QUIET_MS / 5);
  const average = (of: (viewer: CrowdViewer) => number) =>
    viewers.reduce((sum, viewer) => sum + of(viewer), 0) / viewers.length;
  return {
    bytesIn: average(({ bytesIn }) => bytesIn),
    bytesOut: average(({ bytesOut }) => bytesOut),
    endBytes: average(({ endBytes }) => endBytes),
    updates: average(({ updates }) => updates),
    failed: viewers.filter(({ failed }) => failed).length,
    cpuSeconds: (user + system) / 1e6,
    shown: sampled.map(({ shown }) => shown),
  };
}

let lastMessageAt = 0;
let cpuAtReset = process.cpuUsage();
const every = Math.max(1, Math.floor(count / SAMPLED));
const viewers = Array.from({ length: count }, (_, i) => new CrowdViewer(i % every === 0));
const sampled = viewers.filter((viewer) => viewer.sampled);
for (let from = 0; from < count; from += 50) {
  await Promise.all(viewers.slice(from, from + 50).map((viewer) => viewer.open()));
}
function reset(): void {
  cpuAtReset = process.cpuUsage();
  for (const viewer of viewers) viewer.reset();
}
process.on("message", (message) => {
  if (message === "report") void report().then((answer) => process.send?.(answer));
  else reset();
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");
