import { beforeEach, describe, expect, test } from "vitest";
import type { LogLine } from "../engine/types";
import { FunctionLogs } from "./function-logs";

let logs: FunctionLogs;
const here = new AbortController().signal;

beforeEach(() => {
  logs = new FunctionLogs();
});

function execution(path: string, error: string | null = null): LogLine {
  const source = {
    udfType: "Query",
    component: "",
    path,
    requestId: "r",
    scheduledFunctionId: null,
    timestamp: 2000,
  } as const;
  return { ...source, kind: "completion", executionMs: 500, logLines: ["[LOG] 'x'"], error };
}

const names = async (cursor: number) => (await logs.after(cursor, here)).entries.map(({ identifier }) => identifier);

describe("function logs", () => {
  test("from the beginning are answered at once, even if there are none", async () => {
    const { entries, newCursor } = await logs.after(0, here);
    expect(entries).toEqual([]);
    expect(newCursor).toBeGreaterThan(0);
  });

  test("give executions in seconds, with their console lines and errors", async () => {
    logs.record(execution("a:b", "Uncaught Error: no"));
    const [entry] = (await logs.after(0, here)).entries;
    expect(entry).toMatchObject({ identifier: "a:b", timestamp: 2, executionTime: 0.5, logLines: ["[LOG] 'x'"] });
    expect(entry!.error).toBe("Uncaught Error: no");
  });

  test("wait for what comes after a cursor, each once", async () => {
    logs.record(execution("old"));
    const { newCursor } = await logs.after(0, here);
    const waiting = names(newCursor);
    logs.record(execution("new"));
    expect(await waiting).toEqual(["new"]);
    logs.record(execution("newer"));
    expect(await names(newCursor)).toEqual(["new", "newer"]);
  });

  test("stop waiting for a client that is gone", async () => {
    const client = new AbortController();
    const { newCursor } = await logs.after(0, here);
    const waiting = logs.after(newCursor, client.signal);
    client.abort();
    expect(await waiting).toEqual({ entries: [], newCursor });
  });

  test("keep a bounded number", async () => {
    for (let n = 0; n < 5000; n++) logs.record(execution(`n${n}`));
    const kept = await names(0);
    expect(kept.length).toBeLessThanOrEqual(2000);
    expect(kept.at(-1)).toBe("n4999");
  });
});
