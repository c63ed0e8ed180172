import type { Clock } from "./clock";
import type { Frame, Script } from "./script";

/** How a script breaks its connection; a server over TCP turns it into a reset or an early end. */
export class ScriptedDisconnect extends Error {
  constructor(readonly kind: "reset" | "abrupt") {
    super("terminated");
  }
}

const encoder = new TextEncoder();

/**
 * The body of a scripted answer. Frames leave when they are due by the clock, so a slow reader or a late timer is
 * followed by all that became due meanwhile. Ends at once when the request is aborted or the body is cancelled.
 */
export function play(script: Script, clock: Clock, signal: AbortSignal): ReadableStream<Uint8Array> {
  const stopped = new AbortController();
  const startedAt = clock.now();
  let next = 0;
  const abort = () => stopped.abort();
  const release = () => {
    abort();
    signal.removeEventListener("abort", abort);
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const frame = script.frames[next];
      const dueIn = frame ? startedAt + frame.atMs - clock.now() : script.end === "hold" ? Infinity : 0;
      if (dueIn > 0) await clock.sleep(dueIn, stopped.signal);
      if (stopped.signal.aborted) return controller.error(new DOMException("The request was aborted", "AbortError"));
      if (!frame) return end(controller, script, release);
      const elapsed = clock.now() - startedAt;
      do writeFrame(controller, script, script.frames[next++]!);
      while ((script.frames[next]?.atMs ?? Infinity) <= elapsed);
    },
    cancel: release,
  });
}

function writeFrame(controller: ReadableStreamDefaultController<Uint8Array>, script: Script, frame: Frame): void {
  const bytes = encoder.encode(script.crlf ? frame.text.replaceAll("\n", "\r\n") : frame.text);
  if (!script.byteByByte) return controller.enqueue(bytes);
  for (let at = 0; at < bytes.length; at += 1) controller.enqueue(bytes.slice(at, at + 1));
}

function end(controller: ReadableStreamDefaultController<Uint8Array>, script: Script, release: () => void): void {
  release();
  if (script.end === "reset" || script.end === "abrupt") controller.error(new ScriptedDisconnect(script.end));
  else controller.close();
}
