import { describe, expect, it, vi } from "vitest";
import { doneDetector, streamingFetch } from "./transport";

const bytes = (text: string) => new TextEncoder().encode(text);
const EVENTS = { "content-type": "text/event-stream" };

/** A body that stays open after its parts, and tells when it is cancelled. */
function openBody(...parts: string[]) {
  const cancelled = vi.fn<() => void>();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => parts.forEach((part) => controller.enqueue(bytes(part))),
    cancel: cancelled,
  });
  return { body, cancelled };
}

describe("doneDetector", () => {
  it.each([
    ["in one piece", ["data: {}\n\ndata: [DONE]\n\n"]],
    ["without the space", ["data:[DONE]\n\n"]],
    ["after CRLF", ["data: {}\r\n\r\ndata: [DONE]\r\n"]],
    ["byte by byte", [..."data: {}\n\ndata: [DONE]"]],
  ])("sees [DONE] %s", (_, parts) => {
    const isDone = doneDetector();
    expect(parts.map((part) => isDone(bytes(part))).at(-1)).toBe(true);
  });

  it.each([['data: {"content":"data: [DONE]"}\n\n'], [": data: [DONE]\n"], ["data: [DON\n"], ["event: [DONE]\n"]])(
    "is not fooled by %s",
    (line) => {
      expect(doneDetector()(bytes(line))).toBe(false);
    },
  );
});

describe("streamingFetch", () => {
  it("ends the body at [DONE] and releases a connection that the server holds open", async () => {
    const { body, cancelled } = openBody("data: 1\n\n", "data: [DONE]\n\n");
    const response = await streamingFetch(async () => new Response(body, { headers: EVENTS }))("http://x");
    expect(await response.text()).toBe("data: 1\n\ndata: [DONE]\n\n");
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("ends a body that does not heed its signal", async () => {
    const { body, cancelled } = openBody("data: 1\n\n");
    const stop = new AbortController();
    const fetch = streamingFetch(async () => new Response(body, { headers: EVENTS }));
    const reader = (await fetch("http://x", { signal: stop.signal })).body!.getReader();
    await reader.read();
    const next = reader.read();
    stop.abort();
    await expect(next).rejects.toMatchObject({ name: "AbortError" });
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("ends a fetch that does not heed its signal, and drops its late answer", async () => {
    const { body, cancelled } = openBody();
    const stop = new AbortController();
    let answer!: (response: Response) => void;
    const fetch = streamingFetch(() => new Promise((resolve) => (answer = resolve)));
    const pending = fetch("http://x", { signal: stop.signal });
    stop.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    answer(new Response(body));
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce());
  });

  it.each([
    ['{"error":{"code":429}}', 429],
    ['{"error":{"code":"402"}}', 402],
    ['{"error":{"message":"no code"}}', 502],
    ['{"object":"chat.completion"}', 502],
    ["not json", 502],
  ])("gives a 200 without a stream the status that its body names: %s", async (text, status) => {
    const headers = { "content-type": "application/json; charset=utf-8" };
    const response = await streamingFetch(async () => new Response(text, { headers }))("http://x");
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(text);
  });

  it("keeps the status and headers of an error, and reads no more than 64 KiB and a chunk of its body", async () => {
    const { body, cancelled } = openBody("x".repeat(70_000), "y".repeat(70_000));
    const answer = new Response(body, { status: 503, headers: { "retry-after": "1", "content-type": "text/plain" } });
    const response = await streamingFetch(async () => answer)("http://x");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect((await response.text()).length).toBe(70_000);
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("keeps the status of an error whose body breaks off", async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError("terminated")),
    });
    const response = await streamingFetch(async () => new Response(body, { status: 429 }))("http://x");
    expect(response.status).toBe(429);
  });
});
