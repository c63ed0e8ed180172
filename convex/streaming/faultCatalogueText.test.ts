import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSparringServer, type SparringServer } from "../../tests/support/sparring-server";
import { createToolbox } from "../tools/toolbox";
import { type CatalogueOptions, fly as flyTo } from "./catalogue.test-support";

/* The fault catalogue, second half: what changes the text, its end, its usage or its tool calls. See faultCatalogue.test.ts. */

type Flown = Awaited<ReturnType<typeof flyTo>>;

interface Body {
  messages: { role: string; content: string | null; tool_call_id?: string; tool_calls?: { id: string }[] }[];
  tools: unknown[];
  tool_choice?: string;
}

const bodiesOf = ({ requests }: Flown) => requests.map(({ body }) => JSON.parse(body) as Body);
const statesOf = ({ table }: Flown, index: number) =>
  table.tools.filter((call) => call.index === index).map(({ status }) => status);

let server: SparringServer;
let whole: Flown;
const fly = (model: string, options?: CatalogueOptions) => flyTo(server, model, options);

beforeAll(async () => {
  server = await startSparringServer({ speed: 200 });
  whole = await fly("firebrand");
});
afterAll(() => server.close());

describe("finish sent, no [DONE]", () => {
  it("is complete", async () => {
    const { result, text, ending, requests } = await fly("firebrand+nodone");
    expect([result, text, requests.length]).toEqual(["complete", whole.text, 1]);
    expect(ending).toEqual(whole.ending);
  });
});

describe("socket held open after [DONE]", () => {
  it("finishes at the terminal state, and the socket is closed", async () => {
    const startedAt = performance.now();
    const { result, text, requests } = await fly("firebrand+hold");
    expect([result, text, requests.length]).toEqual(["complete", whole.text, 1]);
    expect((await requests[0]!.socket.closed) - startedAt).toBeLessThan(5_000);
  });
});

describe("empty completion", () => {
  it("is one retry, then the forfeit rule's failure", async () => {
    const { result, ending, requests, closed } = await fly("firebrand+empty");
    expect([result, requests.length]).toEqual(["failed", 2]);
    expect(ending).toMatchObject({ errorCode: "empty", usage: { simulated: true } });
    expect(closed).toMatchObject([{ outcome: "empty" }, { outcome: "empty" }]);
  });

  it("is over when the retry has words", async () => {
    const { result, text } = await fly("firebrand+empty.0.0.1");
    expect([result, text]).toEqual(["complete", whole.text]);
  });
});

describe("1 MiB single delta", () => {
  it("is capped, and the request is closed", async () => {
    const { result, text, ending, table, requests } = await fly("firebrand+huge", { maxTokens: 500_000 });
    expect([result, text, table.appends <= 1]).toEqual(["complete", "x".repeat(8_000), true]);
    expect(ending).toMatchObject({ finishReason: "length" });
    await requests[0]!.socket.closed;
  });
});

describe("500 tokens/s, one per chunk", () => {
  it("mutations are bounded by time, nothing is lost", async () => {
    const slow = await fly("professor");
    const startedAt = Date.now();
    const { result, text, table } = await fly("professor", { sparring: "tps=500;ttft=0" });
    const seconds = (Date.now() - startedAt) / 1_000;
    expect([result, text]).toEqual(["complete", slow.text]);
    expect(table.appends).toBeLessThanOrEqual(5 + seconds * 2 + text.length / 400);
  });
});

describe("UTF-8 split byte by byte; CRLF; surrogate pair split over deltas", () => {
  it("every byte alone", async () => {
    const some = await fly("jester", { maxTokens: 12 });
    expect(some.text).toMatch(/\p{Emoji_Presentation}.*\w/su);
    expect((await fly("jester+bytes", { maxTokens: 12 })).text).toBe(some.text);
  });

  it.each([
    ["crlf", ""],
    ["surrogate", "🥊"],
    ["lone", "\ufffd"],
  ])("%s", async (fault, before) => {
    const { result, text } = await fly(`firebrand+${fault}`);
    expect([result, text]).toEqual(["complete", before + whole.text]);
  });
});

describe("duplicate finish / duplicate usage / no usage", () => {
  it("the first finish is kept", async () => {
    expect((await fly("firebrand+dupfinish")).ending).toEqual(whole.ending);
  });

  it("usage is overwritten, never summed", async () => {
    const { closed } = await fly("firebrand+dupusage");
    expect(closed[0]?.usage?.completionTokens).toBe(whole.closed[0]!.usage!.completionTokens + 1);
  });

  it("without usage the cost is unknown", async () => {
    const { result, ending, closed } = await fly("firebrand+nousage");
    expect(result).toBe("complete");
    expect([ending, closed[0]?.usage]).toEqual([{ kind: "complete", finishReason: "stop", usage: null }, null]);
  });
});

describe("tool arguments in 30 pieces, parallel tools, invalid JSON arguments", () => {
  const earlier = [{ round: 1, side: "B" as const, text: "Cats sleep all day. Dogs guard the house." }];
  const toolbox = () => createToolbox({ earlier });

  it("pieces are assembled, run, shown live, and the result is cited", async () => {
    const flown = await fly("researcher", { toolbox: toolbox(), sparring: "tps=60;ttft=0" });
    expect([flown.result, flown.requests.length]).toEqual(["complete", 2]);
    const [asked, answered] = bodiesOf(flown);
    expect(asked?.tools).toHaveLength(2);
    expect(answered?.messages.slice(-2)).toMatchObject([
      { role: "assistant", content: null, tool_calls: [{ function: { name: "search_transcript" } }] },
      { role: "tool", content: expect.stringContaining("Round 1, side B: “") as unknown },
    ]);
    const shown = flown.table.tools.map((call) => call.arguments);
    expect(shown.length).toBeGreaterThan(3);
    for (const part of shown) expect(shown.at(-1)?.startsWith(part)).toBe(true);
    expect(JSON.parse(shown.at(-1)!)).toHaveProperty("query");
    expect(statesOf(flown, 0).slice(-2)).toEqual(["running", "done"]);
    expect(flown.text).toContain("Cats sleep all day.");
    expect(flown.ending).toMatchObject({ finishReason: "stop" });
  });

  it("parallel tools are told apart by index, and both answered", async () => {
    const flown = await fly("researcher+parallel", { toolbox: toolbox() });
    expect(flown.result).toBe("complete");
    const { messages } = bodiesOf(flown)[1]!;
    const calls = messages.find((message) => message.tool_calls)?.tool_calls ?? [];
    expect(messages.slice(-2).map((message) => message.tool_call_id)).toEqual(calls.map(({ id }) => id));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    for (const index of [0, 1]) expect(statesOf(flown, index).at(-1)).toBe("done");
  });

  it("invalid JSON goes back to the model as an error, which mends it once", async () => {
    const sparring = "fault=badargs;times=1;scenario=mends";
    const flown = await fly("researcher", { toolbox: toolbox(), sparring });
    expect([flown.result, flown.requests.length]).toEqual(["complete", 3]);
    expect(bodiesOf(flown)[1]?.messages.at(-1)?.content).toBe("Error: the arguments are not JSON.");
    expect([statesOf(flown, 0).at(-1), statesOf(flown, 1).at(-1)]).toEqual(["failed", "done"]);
    expect(flown.text).toContain("Cats sleep all day.");
  });

  it("invalid JSON twice takes the tools away, and the model speaks without", async () => {
    const flown = await fly("researcher+badargs", { toolbox: toolbox() });
    expect([flown.result, flown.requests.length]).toEqual(["complete", 3]);
    expect(bodiesOf(flown).map((body) => body.tool_choice)).toEqual([undefined, undefined, "none"]);
    expect(flown.text.length).toBeGreaterThan(100);
    expect(flown.text).not.toContain("not JSON");
  });
});

describe("reasoning only, length, content_filter, refusal", () => {
  it("reasoning only is empty: it is not the text", async () => {
    const { result, ending, text } = await fly("firebrand+reasoning");
    expect([result, text]).toEqual(["failed", ""]);
    expect(ending).toMatchObject({ errorCode: "empty" });
  });

  it("reasoning before the text is counted and not shown", async () => {
    const { ending, text } = await fly("reasoner");
    expect(ending).toMatchObject({ kind: "complete", finishReason: "stop" });
    expect((ending as { usage: { reasoningTokens: number } }).usage.reasoningTokens).toBeGreaterThan(10);
    expect(text.length).toBeGreaterThan(100);
  });

  it.each([
    ["length", "length"],
    ["filter", "content_filter"],
  ])("%s has a label of its own", async (fault, finishReason) => {
    const { ending, text } = await fly(`firebrand+${fault}`);
    expect(ending).toMatchObject({ kind: "complete", finishReason });
    expect(text).toBe(whole.text);
  });

  it("a refusal is what the model said", async () => {
    const { result, text } = await fly("firebrand+refusal");
    expect([result, text]).toEqual(["complete", "I would rather not argue this motion."]);
  });
});
