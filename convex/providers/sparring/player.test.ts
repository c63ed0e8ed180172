import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../tests/support/manual-clock";
import { play, ScriptedDisconnect } from "./player";
import type { Script } from "./script";

const frame = (atMs: number, text: string) => ({ kind: "delta" as const, atMs, text });
const SCRIPT: Script = {
  frames: [frame(100, "a"), frame(200, "b"), frame(300, "c")],
  end: "close",
  crlf: false,
  byteByByte: false,
};

function start(script: Partial<Script> = {}) {
  const clock = new ManualClock();
  const request = new AbortController();
  const reader = play({ ...SCRIPT, ...script }, clock, request.signal).getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  return { clock, request, reader, read };
}

describe("play", () => {
  it("sends nothing before it is due", async () => {
    const { clock, read } = start();
    const first = read();
    await clock.advance(99);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    expect(await first).toBe("a");
  });

  it("catches up with everything that became due while the reader was away", async () => {
    const { clock, read, reader } = start();
    await clock.advance(300);
    expect([await read(), await read(), await read()]).toEqual(["a", "b", "c"]);
    expect((await reader.read()).done).toBe(true);
    expect(clock.now()).toBe(300);
  });

  it("stops when the body is cancelled", async () => {
    const { clock, reader } = start();
    await clock.advance(0);
    await reader.cancel();
    await clock.advance(0);
    expect(clock.sleepers).toBe(0);
  });

  it("stops when the request is aborted, also while it holds the connection", async () => {
    const { clock, request, reader } = start({ frames: [], end: "hold" });
    const read = reader.read();
    await clock.advance(1_000_000);
    request.abort();
    await expect(read).rejects.toMatchObject({ name: "AbortError" });
    expect(clock.sleepers).toBe(0);
  });

  it("never starts for a request that was aborted before", async () => {
    const body = play(SCRIPT, new ManualClock(), AbortSignal.abort());
    await expect(body.getReader().read()).rejects.toMatchObject({ name: "AbortError" });
  });

  it.each(["reset", "abrupt"] as const)("breaks off by %s after the last frame", async (end) => {
    const { clock, read, reader } = start({ frames: [frame(0, "a")], end });
    expect(await read()).toBe("a");
    await clock.advance(0);
    const broken = reader.read();
    await expect(broken).rejects.toBeInstanceOf(ScriptedDisconnect);
    await expect(broken).rejects.toMatchObject({ kind: end });
  });

  it("splits into single bytes and writes CRLF on request", async () => {
    const { clock, reader } = start({ frames: [frame(0, "é\n")], crlf: true, byteByByte: true });
    await clock.advance(0);
    const bytes = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes.push([...part.value]);
    expect(bytes).toEqual([[0xc3], [0xa9], [13], [10]]);
  });
});
