import inspector from "node:inspector";
import { clearInterval, setInterval } from "node:timers";
import v8 from "node:v8";
import { Worker } from "node:worker_threads";
import { CELLS, Cell, shareRunning } from "./running";

const BEAT_MS = 250;
const TICK_MS = 500;
/** Without a heartbeat, which the event loop gives, and every check of the running function's time. */
const MAX_STALL_MS = 4000;
/** For one that uses no CPU: it waits, or the machine is too busy to run it. */
const MAX_IDLE_STALL_MS = 30_000;

/** Ends the process; the shell sees status 154. SIGTERM would wait for the event loop, and SIGKILL looks like the OOM killer. */
export const STALL_SIGNAL = "SIGVTALRM";

/**
 * Watches the event loop from a thread of its own. Instrumented code is interrupted where it is (fuel.ts); this is for what
 * cannot be: a regular expression that backtracks for ever, a huge sort, code of packages that are not bundled. A function
 * that stalls everybody else for four seconds is named on standard error, and the process is ended: nothing that was
 * answered is lost, and a supervisor starts it again. Costs one thread of about 10 MB, shared by all who watch; returns
 * what stops watching.
 */
export function watchForStalls(): () => void {
  watchers += 1;
  stop ??= start();
  let isWatching = true;
  return () => {
    if (!isWatching) return;
    isWatching = false;
    watchers -= 1;
    if (watchers > 0) return;
    stop?.();
    stop = null;
  };
}

let watchers = 0;
let stop: (() => void) | null = null;

function start(): () => void {
  // Regular expressions that V8's linear engine can run are handed to it after 50,000 backtracks instead of hanging.
  v8.setFlagsFromString("--enable-experimental-regexp-engine-on-excessive-backtracks");
  const cells = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { cells, Cell: CELL_INDEXES, TICK_MS, MAX_STALL_MS, MAX_IDLE_STALL_MS, STALL_SIGNAL },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
    // The host's loaders and flags are none of its business.
    execArgv: [],
    env: {},
  });
  worker.unref();
  const stopSharing = shareRunning(cells, (id, name) => worker.postMessage([id, name], []));
  const heart = setInterval(() => {
    Atomics.add(cells, Cell.beat, 1);
    Atomics.store(cells, Cell.debugged, inspector.url() === undefined ? 0 : 1);
  }, BEAT_MS);
  heart.unref();
  return () => {
    clearInterval(heart);
    stopSharing();
    void worker.terminate();
  };
}

const CELL_INDEXES = { beat: Cell.beat, running: Cell.running, debugged: Cell.debugged, sleep: Cell.sleep };

/**
 * Plain JavaScript, because a thread has no loader for TypeScript. It never returns to its event loop. Its own ticks are
 * counted rather than time, and CPU time is required, so that a suspended or starved process is not taken for a stalled one.
 */
const THREAD = `
const { workerData, parentPort, receiveMessageOnPort } = require("node:worker_threads");
const { cells, Cell, TICK_MS, MAX_STALL_MS, MAX_IDLE_STALL_MS, STALL_SIGNAL } = workerData;
const names = new Map();
const cpuTime = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
let beat = -1;
let since = { ms: 0, cpu: 0 };
for (;;) {
  Atomics.wait(cells, Cell.sleep, 0, TICK_MS);
  for (let told = receiveMessageOnPort(parentPort); told; told = receiveMessageOnPort(parentPort)) names.set(...told.message);
  const current = Atomics.load(cells, Cell.beat);
  const running = Atomics.load(cells, Cell.running);
  const isStalled = current === beat && running !== 0 && Atomics.load(cells, Cell.debugged) === 0;
  since = isStalled ? { ...since, ms: since.ms + TICK_MS } : { ms: 0, cpu: cpuTime() };
  beat = current;
  const busy = cpuTime() - since.cpu >= MAX_STALL_MS;
  if (since.ms < (busy ? MAX_STALL_MS : MAX_IDLE_STALL_MS)) continue;
  const name = names.get(running) ?? "a function";
  require("node:fs").writeSync(2, "The host is stopped: " + name + " has not returned for " + since.ms / 1000 +
    " seconds and cannot be interrupted. Look there for a regular expression that backtracks, or for a built-in function on huge data.\\n");
  process.kill(process.pid, STALL_SIGNAL);
}
`;
