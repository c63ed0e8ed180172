import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../tests/support/manual-clock";
import { SPARRING_FIGHTERS, SPARRING_MODELS } from "./catalogue";
import { createSparring, type Sparring } from "./sparring";

const SYSTEM = { role: "system", content: 'Topic: "Chess is a sport"\nStance: for\nRound: 1 of 3' };
const fast = () => createSparring({ speed: 1000, faultsEnabled: true });

function ask(sparring: Sparring, body: Record<string, unknown>, headers: Record<string, string> = {}) {
  const url = "http://sparring.invalid/api/v1/chat/completions";
  const request = { model: "sparring/firebrand", messages: [SYSTEM], ...body };
  return sparring.handle(new Request(url, { method: "POST", headers, body: JSON.stringify(request) }));
}

const get = (sparring: Sparring, path: string) => sparring.handle(new Request(`http://sparring.invalid/api/v1${path}`));
const json = async (response: Response) => (await response.json()) as { data?: unknown };

interface Completion {
  id: string;
  choices: [
    {
      message: { content: string; tool_calls?: [{ function: { name: string; arguments: string } }] };
      finish_reason: string;
    },
  ];
}

const complete = async (sparring: Sparring, body: Record<string, unknown> = {}) =>
  (await (await ask(sparring, body)).json()) as Completion;

/** The text of a stream and how many chunks it took. */
async function stream(sparring: Sparring, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const response = await ask(sparring, { stream: true, ...body }, headers);
  const text = await response.text();
  const lines = text.split("\n\n").filter((line) => line.startsWith("data: {"));
  const chunks = lines.map((line) => JSON.parse(line.slice(6)) as { choices: { delta: { content?: string } }[] });
  return { response, raw: text, chunks: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "") };
}

describe("POST /chat/completions", () => {
  it("streams what it answers without a stream", async () => {
    const whole = await complete(fast());
    const { response, raw, chunks } = await stream(fast());
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-generation-id")).toMatch(/^gen-/);
    expect(raw.startsWith(": OPENROUTER PROCESSING\n\n")).toBe(true);
    expect(raw.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(chunks.join("")).toBe(whole.choices[0].message.content);
  });

  it("gives the same text and chunk boundaries for the same input, on any instance and at any pace", async () => {
    const first = await stream(createSparring({ speed: 1000 }));
    const second = await stream(createSparring({ speed: 400 }));
    expect(second.chunks).toEqual(first.chunks);
  });

  it("gives a rematch in another session, or with another seed, other words", async () => {
    const texts = [{}, { session_id: "b" }, { session_id: "c" }, { seed: 1 }].map((more) => complete(fast(), more));
    const seen = new Set((await Promise.all(texts)).map((completion) => completion.choices[0].message.content));
    expect(seen.size).toBe(4);
  });

  it("keeps the model's pace by the clock", async () => {
    const clock = new ManualClock();
    const response = await ask(createSparring({ clock }), { model: "sparring/professor", stream: true });
    const reader = response.body!.getReader();
    let text = "";
    void (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read())
        text += new TextDecoder().decode(part.value);
    })();
    await clock.advance(899);
    expect(text).not.toContain("data:");
    await clock.advance(1);
    expect(text.match(/data:/g)).toHaveLength(1);
    for (let at = 0; at < 100; at += 1) await clock.advance(100);
    expect(text.match(/data:/g)!.length).toBeGreaterThan(110);
    expect(text.match(/data:/g)!.length).toBeLessThan(135);
    await reader.cancel();
  });

  it("honours max_tokens", async () => {
    const { choices } = await complete(fast(), { max_tokens: 5 });
    expect(choices[0].finish_reason).toBe("length");
    expect(choices[0].message.content.length).toBeLessThanOrEqual(20);
  });

  it("reads content given in parts", async () => {
    const parts = [{ ...SYSTEM, content: [{ type: "text", text: SYSTEM.content }] }];
    expect((await complete(fast(), { messages: parts })).choices[0].message.content).toContain("Chess is a sport");
  });

  it("calls the first tool given, once, and only as the researcher", async () => {
    const parameters = { type: "object", properties: { q: { type: "string" } } };
    const tools = [{ type: "function", function: { name: "search", parameters } }];
    const called = await complete(fast(), { model: "sparring/researcher", tools });
    expect(called.choices[0].finish_reason).toBe("tool_calls");
    const call = called.choices[0].message.tool_calls![0].function;
    expect(call.name).toBe("search");
    expect(JSON.parse(call.arguments)).toEqual({ q: "chess sport" });

    const result = { role: "tool", tool_call_id: "call_1", content: "Chess burns\n“many” calories" };
    const cited = await complete(fast(), { model: "sparring/researcher", tools, messages: [SYSTEM, result] });
    expect(cited.choices[0].message.content).toContain("“Chess burns many calories”");
    expect((await complete(fast(), { model: "sparring/socrates", tools })).choices[0].finish_reason).toBe("stop");
  });

  it("judges by the schema given", async () => {
    const schema = { type: "object", properties: { winner: { enum: ["A", "B"] } } };
    const body = {
      model: "sparring/judge",
      response_format: { type: "json_schema", json_schema: { name: "v", schema } },
    };
    const { choices } = await complete(fast(), {
      ...body,
      messages: [{ role: "user", content: "Who argued better?" }],
    });
    expect(["A", "B"]).toContain((JSON.parse(choices[0].message.content) as { winner: string }).winner);
  });

  it("talks in a chat, looking up first what it was asked about as the researcher", async () => {
    const chat = { role: "system", content: 'Format: chat\nTopic: "City life"' };
    const messages = [chat, { role: "user", content: "What about lighthouses?" }];
    const { choices } = await complete(fast(), { messages });
    expect(choices[0].message.content).toMatch(/lighthouses/i);
    expect(choices[0].message.content).not.toMatch(/motion/);
    const tools = [{ type: "function", function: { name: "search" } }];
    const called = await complete(fast(), { model: "sparring/researcher", messages, tools });
    expect(called.choices[0].message.tool_calls![0].function.arguments).toContain("lighthouses");
  });

  it("closes the show as the commentator", async () => {
    const head = 'Format: recap\nTopic: "Chess is a sport"\nFighter A: "Ann"\nFighter B: "Bob"';
    const bout = '<argument side="A" round="1">Chess players burn calories.</argument>';
    const messages = [
      { role: "system", content: head },
      { role: "user", content: `${bout}\n\n<hit side="A" round="1" type="LIGHTNING_STRIKE" damage="30">Facts.</hit>` },
    ];
    const { choices } = await complete(fast(), { model: "sparring/commentator", messages });
    expect(choices[0].message.content).toMatch(/“Chess players burn calories”/);
    expect(choices[0].message.content).toMatch(/lightning strike/);
  });

  it.each([
    ["no JSON", "nonsense", 400],
    ["no messages", '{"model":"sparring/socrates"}', 400],
    ["an unknown model", '{"model":"sparring/nobody","messages":[]}', 404],
    ["a model that only embeds", '{"model":"sparring/embed-1536","messages":[]}', 404],
  ])("refuses %s", async (_, body, status) => {
    const url = "http://sparring.invalid/api/v1/chat/completions";
    const response = await fast().handle(new Request(url, { method: "POST", body }));
    expect(response.status).toBe(status);
    expect(await json(response)).toHaveProperty("error.code", status);
  });
});

describe("faults", () => {
  it("obeys the header, and can be told to speed up", async () => {
    const slow = createSparring({ faultsEnabled: true, clock: new ManualClock() });
    const { chunks } = await stream(slow, {}, { "x-sparring": "fault=eof;after=0;ttft=0" });
    expect(chunks).toEqual([]);
  });

  it("ignores header and suffix unless enabled", async () => {
    const sparring = createSparring({ speed: 1000 });
    expect((await ask(sparring, {}, { "x-sparring": "fault=500" })).status).toBe(200);
    expect((await ask(sparring, { model: "sparring/firebrand+500" })).status).toBe(200);
  });

  it("happen as often as asked for, counted by scenario", async () => {
    const sparring = fast();
    const status = async (scenario: string, seed: number) =>
      (await ask(sparring, { seed }, { "x-sparring": `fault=503;times=2;scenario=${scenario}` })).status;
    expect([await status("a", 1), await status("a", 2), await status("a", 3)]).toEqual([503, 503, 200]);
    expect(await status("b", 1)).toBe(503);
  });

  it("refuses a fault that it does not know, rather than pass for healthy", async () => {
    expect((await ask(fast(), { model: "sparring/firebrand+stahl" })).status).toBe(400);
  });

  it("glassjaw always falls, in ways that the seed chooses, after some words", async () => {
    const falls = Array.from({ length: 20 }, async (_, seed) => {
      const response = await ask(fast(), { model: "sparring/glassjaw", stream: true, seed });
      const text = await response.text().catch(() => "broken off");
      expect(text).not.toContain('"finish_reason":"stop"');
      return text.replaceAll(/"content":"[^"]*"/g, "").slice(-40);
    });
    expect(new Set(await Promise.all(falls)).size).toBeGreaterThan(3);
  });
});

describe("the other endpoints", () => {
  it("lists chat and embedding models with string prices", async () => {
    const chat = await json(await get(fast(), "/models"));
    const embedding = await json(await get(fast(), "/embeddings/models"));
    expect(chat).toHaveProperty("data.0.pricing.prompt", "0.00000015");
    expect([chat.data, embedding.data].flat()).toHaveLength(SPARRING_MODELS.length);
  });

  it("audits a generation afterwards", async () => {
    const sparring = fast();
    const { id } = await complete(sparring);
    expect(await json(await get(sparring, `/generation?id=${id}`))).toHaveProperty("data.finish_reason", "stop");
    expect((await get(sparring, "/generation?id=gen-none")).status).toBe(404);
  });

  it("describes the key, and knows nothing else", async () => {
    expect(await json(await get(fast(), "/key"))).toHaveProperty("data.limit_remaining", null);
    expect((await get(fast(), "/nothing")).status).toBe(404);
  });
});

it("seven fighters can be picked; the judge and the commentator cannot", () => {
  expect(SPARRING_FIGHTERS.map((model) => model.name)).toEqual([
    "Socrates",
    "Firebrand",
    "Professor",
    "Jester",
    "Reasoner",
    "Researcher",
    "Glassjaw",
  ]);
});
