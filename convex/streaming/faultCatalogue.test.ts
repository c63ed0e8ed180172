import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startSparringServer, type SparringServer } from "../../tests/support/sparring-server";
import { type CatalogueOptions, fly as flyTo } from "./catalogue.test-support";

/*
 * The fault catalogue: what breaks the connection or the answer as a whole. Each row is a group of tests of its name. What changes the
 * text, its end or its tool calls is in faultCatalogueText.test.ts. Stalls last a minute, so a passing test has not waited for one.
 */

const MINUTE = 60_000;

let server: SparringServer;
let whole: string;
const fly = (model: string, options?: CatalogueOptions) => flyTo(server, model, options);

beforeAll(async () => {
  server = await startSparringServer({ speed: 200 });
  whole = (await fly("firebrand")).text;
});
afterAll(() => server.close());
afterEach(() => void vi.restoreAllMocks());

describe("slow first token", () => {
  // Catalogue and deadlines at a tenth of their length: comments for 1.5 s, 6 s to the first token.
  it("comments only for 15 s: no retry before the deadline, nothing shown but that it thinks", async () => {
    const { result, text, requests, waits } = await fly("firebrand+keepalive.0.1500", {
      deadlines: { firstTokenMs: 6_000 },
    });
    expect([result, text, requests.length, waits]).toEqual(["complete", whole, 1, []]);
  });
});

describe("stall after N tokens", () => {
  it.each(["stall", "keepalive"])("the idle timer interrupts, whether in silence or in comments: %s", async (fault) => {
    const { result, text, ending, requests } = await fly(`firebrand+${fault}.20.${MINUTE}`, {
      deadlines: { interTokenMs: 300 },
    });
    expect([result, requests.length]).toEqual(["interrupted", 1]);
    expect(ending).toMatchObject({ errorCode: "stalled" });
    expect(text.length).toBeGreaterThan(20);
    expect(whole.startsWith(text)).toBe(true);
    await requests[0]!.socket.closed;
  });
});

describe("connection reset / abrupt end / clean EOF without finish / EOF inside an event", () => {
  it.each([
    ["reset", "network"],
    ["abrupt", "network"],
    ["eof", "truncated"],
    ["cut", "truncated"],
  ])("%s interrupts, and the buffered tail is flushed", async (fault, errorCode) => {
    // The first 20 deltas come within a few milliseconds: all but the first words are still in the batcher when it breaks.
    const cut = await fly("firebrand+stall.20.60000", { deadlines: { interTokenMs: 300 } });
    const { result, text, ending, requests, closed } = await fly(`firebrand+${fault}.20`);
    expect([result, text, requests.length]).toEqual(["interrupted", cut.text, 1]);
    expect(ending).toMatchObject({ errorCode });
    expect(closed).toMatchObject([{ outcome: errorCode }]);
  });

  it.each(["reset", "abrupt", "eof", "cut"])(
    "%s before the first word is retried, and nobody sees it",
    async (fault) => {
      const { result, text, requests, waits } = await fly(`firebrand+${fault}.0.0.1`);
      expect([result, text, requests.length]).toEqual(["complete", whole, 2]);
      expect(waits).toMatchObject([{ wait: { kind: "provider" } }, { wait: null }]);
    },
  );
});

describe("malformed JSON chunk", () => {
  it("interrupts, and content is never logged", async () => {
    const logs = (["error", "warn", "info", "log", "debug"] as const).map((level) => vi.spyOn(console, level));
    const { result, ending, text } = await fly("firebrand+malformed.20");
    expect(result).toBe("interrupted");
    expect(ending).toMatchObject({ errorCode: "malformed" });
    expect(whole.startsWith(text)).toBe(true);
    for (const log of logs) expect(log).not.toHaveBeenCalled();
  });
});

describe("error chunk, error with empty choices, error finish, error inside choice, 200 with error body", () => {
  it.each(["error", "errorempty", "errorfinish", "errorchoice"])("%s: the partial text is kept", async (fault) => {
    const { result, ending, text, requests } = await fly(`firebrand+${fault}.20`);
    expect([result, requests.length]).toEqual(["interrupted", 1]);
    expect(ending).toMatchObject({ errorCode: "upstream" });
    expect(text.length).toBeGreaterThan(20);
    expect(whole.startsWith(text)).toBe(true);
  });

  it("a 200 with an error body is an error, retried twice and no more", async () => {
    const { result, ending, requests } = await fly("firebrand+error200");
    expect([result, requests.length]).toEqual(["failed", 3]);
    expect(ending).toMatchObject({ errorCode: "upstream" });
  });
});

describe("429 with Retry-After 1, then success", () => {
  it("is one retry after one second, with a countdown for the viewers", async () => {
    const startedAt = Date.now();
    const { result, text, requests, waits, closed } = await fly("firebrand+429.0.1000.1");
    expect([result, text, requests.length]).toEqual(["complete", whole, 2]);
    const [shown, gone] = waits;
    expect(shown?.wait).toMatchObject({ kind: "provider" });
    expect(gone?.wait).toBeNull();
    expect(gone!.at - startedAt).toBeGreaterThanOrEqual(1_000);
    expect(closed).toMatchObject([{ outcome: "rate_limited", retryAfterMs: 1_000 }, { outcome: "complete" }]);
  });
});

describe("429 with Retry-After 120", () => {
  it("blocks nobody: the turn is put off until then, and its slot is free at once", async () => {
    const startedAt = Date.now();
    const { result, ending, text, requests } = await fly("firebrand+429.0.120000");
    expect([result, text, requests.length]).toEqual(["deferred", "", 1]);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(ending).toMatchObject({ kind: "deferred", wait: { kind: "provider" } });
    const { until } = ending as { until: number };
    expect(Math.abs(until - startedAt - 120_000)).toBeLessThan(2_000);
  });

  it("of ten minutes is a failure: the fallback speaks, or the turn is forfeited", async () => {
    const { result, ending, requests } = await fly("firebrand+429.0.600000");
    expect([result, requests.length]).toEqual(["failed", 1]);
    expect(ending).toMatchObject({ errorCode: "rate_limited" });
  });
});

describe("401 / 402", () => {
  it.each([
    ["401", "auth"],
    ["402", "payment"],
  ])("%s is not retried, and nothing of the provider's words is kept", async (status, errorCode) => {
    const { result, ending, requests, table } = await fly(`firebrand+${status}`);
    expect([result, requests.length]).toEqual(["failed", 1]);
    expect(ending).toEqual({ kind: "failed", errorCode, usage: null });
    expect(JSON.stringify([...table.rows, table.closed, table.waits])).not.toContain("Scripted fault");
  });
});

describe("403 moderation", () => {
  it("is not retried, and the flagged input is never shown", async () => {
    const { result, ending, requests, table } = await fly("firebrand+403");
    expect([result, requests.length]).toEqual(["failed", 1]);
    expect(ending).toEqual({ kind: "failed", errorCode: "moderation", usage: null });
    expect(JSON.stringify([...table.rows, table.closed])).not.toMatch(/Scripted fault|Cats are better/);
  });
});

describe("502 with HTML", () => {
  it("has at most two retries, and the HTML is never shown or stored", async () => {
    const { result, ending, requests, table } = await fly("firebrand+html");
    expect([result, requests.length]).toEqual(["failed", 3]);
    expect(ending).toEqual({ kind: "failed", errorCode: "upstream", usage: null });
    expect(JSON.stringify([...table.rows, table.closed, table.waits])).not.toMatch(/html|Bad Gateway/i);
  });

  it("is over when the second retry succeeds", async () => {
    const { result, text, requests } = await fly("firebrand+html.0.0.2");
    expect([result, text, requests.length]).toEqual(["complete", whole, 3]);
  });
});

describe("host cancels (also while stalled)", () => {
  it.each([
    ["while text flows", "professor", "tps=20;ttft=0"],
    ["while the provider is silent", `firebrand+stall.5.${MINUTE}`, ""],
    ["while it sends comments only", `firebrand+keepalive.5.${MINUTE}`, ""],
    ["before its first word", `firebrand+stall.0.${MINUTE}`, ""],
  ])("the upstream request is closed %s", async (_, model, sparring) => {
    let cancelledAt = 0;
    const { result, ending, requests, closed } = await fly(model, {
      sparring,
      meanwhile: (table) => {
        setTimeout(() => {
          cancelledAt = performance.now();
          table.row().cancelledAt = Date.now();
        }, 400);
      },
    });
    expect([result, ending, requests.length]).toEqual(["stopped", null, 1]);
    expect(closed).toMatchObject([{ outcome: "aborted" }]);
    // Text that flows tells by its own writes, twice a second.
    expect((await requests[0]!.socket.closed) - cancelledAt).toBeLessThan(600);
  });
});
