import { isRecord } from "./records";

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An error body is read to learn its code; nobody needs more of it. */
const MAX_ERROR_BODY = 64 * 1024;

/**
 * A `fetch` for the SDK that closes three of its gaps for streamed completions:
 * - it reads on after `[DONE]`, so a server that holds the socket holds the turn: the body ends at `[DONE]` here;
 * - it takes a 200 with a JSON error body for an empty stream: that answer gets the status it deserves here;
 * - it waits for a `fetch` or a body that does not heed its signal, as those of Convex's default runtime do not: an abort
 *   ends both here. (There the connection itself ends with the action, in Node at once.)
 */
export function streamingFetch(fetch: Fetch): Fetch {
  return async (input, init) => {
    const signal = init?.signal ?? undefined;
    const response = await untilAborted(fetch(input, init), signal);
    const isStream = !/\b(json|html)\b/i.test(response.headers.get("content-type") ?? "");
    if (!response.ok || !response.body || !isStream) return asFailure(response);
    return new Response(endAtDone(response.body, signal), { status: response.status, headers: response.headers });
  };
}

/** `[DONE]` is a line of its own, and JSON never holds a raw line break: the first bytes of each line decide. */
export function doneDetector(): (bytes: Uint8Array) => boolean {
  let head = "";
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === 10 || byte === 13) head = "";
      else if (head.length < 12) {
        head += String.fromCharCode(byte);
        if (head === "data: [DONE]" || head === "data:[DONE]") return true;
      }
    }
    return false;
  };
}

function endAtDone(body: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const isDone = doneDetector();
  const release = (reason?: unknown) => reader.cancel(reason).catch(() => undefined);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const abort = () => {
        controller.error(abortError());
        void release();
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener("abort", abort, { once: true });
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (value) controller.enqueue(value);
      if (!done && !isDone(value)) return;
      controller.close();
      await release();
    },
    cancel: release,
  });
}

async function asFailure(response: Response): Promise<Response> {
  const text = await readBounded(response);
  const status = response.ok ? errorStatus(text) : response.status;
  return new Response(text, { status, headers: response.headers });
}

/** The status named by the body's `error.code`, or 502: an answer that is no stream is no answer. */
function errorStatus(text: string): number {
  try {
    const body: unknown = JSON.parse(text);
    const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
    const code = Number(error["code"]);
    return code >= 400 && code <= 599 ? code : 502;
  } catch {
    return 502;
  }
}

/** A body that breaks off is as good as what came of it: the status is what counts. */
async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  const next = () => reader?.read().catch(() => undefined);
  let text = "";
  for (let part = await next(); part && !part.done; part = await next()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length >= MAX_ERROR_BODY) break;
  }
  await reader?.cancel().catch(() => undefined);
  return text;
}

function untilAborted(pending: Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  if (!signal) return pending;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(abortError());
      pending.then((late) => late.body?.cancel()).catch(() => undefined);
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function abortError(): DOMException {
  return new DOMException("The request was aborted", "AbortError");
}
