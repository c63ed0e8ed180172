import { describe, expect, it } from "vitest";
import type { Toolbox } from "../tools/toolbox";
import { setupFlight } from "./flight.test-support";
import { calling, complete, fault, type Script, USAGE, words } from "./scriptedProvider.test-support";

const DEFINITION = { name: "search", description: "Finds things", parameters: { type: "object" } };

/** Answers `{"ok":…}` with what was asked, and fails at everything else. */
const toolbox: Toolbox = {
  definitions: [DEFINITION],
  run: async (name, args) =>
    args.startsWith('{"ok"') ? { ok: true, result: `${name} ${args}` } : { ok: false, result: "Error: not JSON." },
};

const setup = (scripts: Script[], options: { latencyMs?: number; maxTokens?: number } = {}) =>
  setupFlight([scripts], { toolbox, ...options });
const good = (n = 1) => calling(["search", `{"ok":${n}}`]);
const bad = () => calling(["search", '{"ok']);
const says = (text: string): Script => ({ words: [[5, text]], outcome: complete() });

/** Every state that was shown, oldest first: index, status, arguments. */
const shownOf = ({ table }: ReturnType<typeof setup>) =>
  table.tools.map(({ index, status, arguments: args }) => [index, status, args]);

describe("a turn that calls a tool", () => {
  it("gets its result and speaks", async () => {
    const run = setup([good(), says("I looked it up.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.table.row().text).toBe("I looked it up.");
    expect(run.provider.requests[0]?.request).toMatchObject({ tools: [DEFINITION] });
    expect(run.provider.requests[0]?.request.toolChoice).toBeUndefined();
    expect(run.provider.requests[1]?.request.messages).toEqual([
      { role: "user", content: "Speak." },
      { role: "assistant", content: "", toolCalls: [{ id: "call_0", name: "search", arguments: '{"ok":1}' }] },
      { role: "tool", toolCallId: "call_0", content: 'search {"ok":1}' },
    ]);
  });

  it("is shown calling, running and done, with the result and how long it took", async () => {
    const run = setup([good(), says("Yes.")]);
    await run.run();
    expect(shownOf(run)).toEqual([
      [0, "calling", '{"ok":1}'],
      [0, "running", '{"ok":1}'],
      [0, "done", '{"ok":1}'],
    ]);
    expect(run.table.tools.at(-1)).toMatchObject({ name: "search", result: 'search {"ok":1}', durationMs: 0 });
  });

  it("is one text of one attempt, before and after the call", async () => {
    const script = good();
    const talking = { ...script, words: [[5, "Let me look it up."], ...script.words!] } satisfies Script;
    const run = setup([talking, says("There it is.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.table.row().text).toBe("Let me look it up.\n\nThere it is.");
    expect(run.provider.requests[1]?.request.messages[1]).toMatchObject({ content: "Let me look it up." });
  });

  it("is charged for all its calls, each with a permit of its own", async () => {
    const run = setup([good(), says("Yes.")]);
    await run.run();
    expect(run.table.opened.map(({ callId }) => callId)).toEqual(["A.1.1", "A.1.2"]);
    expect(run.table.closed.map(({ outcome }) => outcome)).toEqual(["complete", "complete"]);
    expect(run.table.row().ending).toMatchObject({
      usage: { ...USAGE, promptTokens: 18, completionTokens: 10, costUsd: 0.2 },
    });
  });

  it("may spend for its answer what its calls have left of the turn's tokens, and 500 in any case", async () => {
    const run = setup([good(), says("Yes.")], { maxTokens: 1_000 });
    await run.run();
    expect(run.provider.requests.map(({ request }) => request.maxTokens)).toEqual([1_000, 995]);
    const poor = setup([good(), says("Yes.")], { maxTokens: 503 });
    await poor.run();
    expect(poor.provider.requests.map(({ request }) => request.maxTokens)).toEqual([503, 500]);
  });

  it("may call several at once, which are answered in order and shown apart", async () => {
    const run = setup([calling(["search", '{"ok":1}'], ["search", '{"ok":2}']), says("Both.")]);
    await run.run();
    expect(run.provider.requests[1]?.request.messages.slice(2)).toEqual([
      { role: "tool", toolCallId: "call_0", content: 'search {"ok":1}' },
      { role: "tool", toolCallId: "call_1", content: 'search {"ok":2}' },
    ]);
    for (const index of [0, 1]) {
      const states = shownOf(run).filter(([at]) => at === index);
      expect(states.map(([, status]) => status)).toEqual(["calling", "running", "done"]);
    }
  });

  it("shows arguments while they stream in", async () => {
    const args = `{"ok":"${"x".repeat(92)}"}`;
    const pieces = [...args].map((argumentsDelta): [number, object] => [
      10,
      { index: 0, id: "call_0", name: "search", argumentsDelta },
    ]);
    const script = { ...calling(["search", args]), words: pieces } as Script;
    const run = setup([script, says("Yes.")]);
    await run.run();
    const lengths = run.table.tools.filter(({ status }) => status === "calling").map((call) => call.arguments.length);
    expect(lengths).toEqual([1, 25, 50, 75, 100, 101]);
  });
});

describe("a call that goes wrong", () => {
  it("is told to the model, which may mend it once", async () => {
    const run = setup([bad(), good(), says("Mended.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.provider.requests[1]?.request.messages.at(-1)).toMatchObject({
      role: "tool",
      content: "Error: not JSON.",
    });
    expect(run.provider.requests.map(({ request }) => request.toolChoice)).toEqual([undefined, undefined, undefined]);
    expect(shownOf(run).map(([index, status]) => `${index} ${status}`)).toEqual([
      "0 calling",
      "0 running",
      "0 failed",
      "1 calling",
      "1 running",
      "1 done",
    ]);
  });

  it("twice in a turn takes the tools away: asked again, the model has none", async () => {
    const run = setup([bad(), bad(), says("Without.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.provider.requests[2]?.request).toMatchObject({ toolChoice: "none", tools: [DEFINITION] });
    expect(run.table.row().text).toBe("Without.");
  });

  it("does not count twice when it was two at once", async () => {
    const run = setup([calling(["search", "{"], ["search", "{"]), good(), says("Mended.")]);
    expect(await run.run()).toEqual(["complete"]);
  });

  it("leaves a turn empty when the model says nothing after it, and one retry is made of the last request", async () => {
    const run = setup([good(), { outcome: complete() }, { outcome: complete() }]);
    expect(await run.run()).toEqual(["failed"]);
    expect(run.table.row().ending).toMatchObject({ kind: "failed", errorCode: "empty" });
    expect(run.provider.requests[2]?.request.messages).toEqual(run.provider.requests[1]?.request.messages);
  });

  it("is not run when the answer broke off or was filtered, and is shown as failed", async () => {
    const broken: Script = { ...good(), outcome: fault("truncated") };
    const run = setup([broken, says("Without.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(shownOf(run).map(([, status]) => status)).toEqual(["calling", "failed"]);
    expect(run.provider.requests[1]?.request.messages).toHaveLength(1);
    const filtered: Script = {
      ...good(),
      outcome: complete("content_filter", [{ id: "1", name: "search", arguments: "" }]),
    };
    const moderated = setup([filtered]);
    expect(await moderated.run()).toEqual(["failed"]);
    expect(moderated.table.row().ending).toMatchObject({ errorCode: "moderation" });
  });

  it("gives its place on the screen to the call of the retry", async () => {
    const broken: Script = { ...good(), outcome: fault("truncated") };
    const run = setup([broken, good(2), says("Yes.")]);
    await run.run();
    expect(shownOf(run).map(([index, status]) => `${index} ${status}`)).toEqual([
      "0 calling",
      "0 failed",
      "0 calling",
      "0 running",
      "0 done",
    ]);
  });
});

describe("the limit of calls", () => {
  it("is four a turn; then the model is asked to do without", async () => {
    const run = setup([good(1), good(2), good(3), good(4), says("Enough.")]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.provider.requests.map(({ request }) => request.toolChoice)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "none",
    ]);
  });

  it("holds for calls made at once: those beyond it are refused and not shown", async () => {
    const six = calling(...[1, 2, 3, 4, 5, 6].map((n): [string, string] => ["search", `{"ok":${n}}`]));
    const run = setup([six, says("Enough.")]);
    await run.run();
    const results = run.provider.requests[1]!.request.messages.slice(2).map(({ content }) => content);
    expect(results.slice(4)).toEqual(Array.from({ length: 2 }, () => "Error: not run, a turn has 4 calls."));
    expect(Math.max(...run.table.tools.map(({ index }) => index))).toBe(3);
  });

  it("ends the turn when the model calls all the same", async () => {
    const run = setup([good(1), good(2), good(3), good(4), good(5), good(6)]);
    expect(await run.run()).toEqual(["failed"]);
    expect(run.table.row().ending).toMatchObject({ errorCode: "empty" });
    expect(run.table.tools.filter(({ status }) => status === "done")).toHaveLength(4);
  });
});

describe("what stops a turn between its calls", () => {
  const talking: Script = { ...good(), words: [[5, "Let me see."], ...good().words!] };

  it("is a budget: a text that has begun is kept", async () => {
    const run = setup([talking]);
    run.table.permit = (_call, n) => (n === 0 ? { kind: "go" } : { kind: "budget", scope: "host" });
    expect(await run.run()).toEqual(["interrupted"]);
    expect(run.table.row()).toMatchObject({ text: "Let me see.", ending: { errorCode: "budget", usage: USAGE } });
  });

  it("is a limit that asks for too long: a text that has begun is kept, one that has not is put off", async () => {
    for (const [script, result] of [
      [talking, "interrupted"],
      [good(), "deferred"],
    ] as const) {
      const run = setup([script]);
      const wait = { kind: "host_limit", until: 60_000 } as const;
      run.table.permit = (_call, n) => (n === 0 ? { kind: "go" } : { kind: "wait", wait, until: 60_000 });
      expect(await run.run()).toEqual([result]);
    }
  });

  it("is a fault: nothing is repeated once there is text, and everything is while there is none", async () => {
    const spoken = setup([talking, { outcome: fault("network") }]);
    expect(await spoken.run()).toEqual(["interrupted"]);
    const silent = setup([good(), { outcome: fault("network") }, says("Yes.")]);
    expect(await silent.run()).toEqual(["complete"]);
  });

  it("is a cancel, also while a tool runs: the provider is not asked again", async () => {
    const waiting: (() => void)[] = [];
    const slow: Toolbox = {
      definitions: [DEFINITION],
      run: () => new Promise((resolve) => waiting.push(() => resolve({ ok: true, result: "" }))),
    };
    const run = setupFlight([[good(), says("Late.")]], { toolbox: slow });
    run.clock.after(2_000, () => waiting[0]?.());
    run.table.row().cancelledAt = 20;
    expect(await run.run()).toEqual(["stopped"]);
    expect([waiting.length, run.provider.requests.length, run.table.closed.length]).toEqual([1, 1, 1]);
    // The poll that heard of it was the last.
    expect(run.table.polls).toBe(1);
  });

  it("is the greatest length: what follows is not asked for", async () => {
    const long: Script = { ...good(), words: [[5, "x".repeat(9_000)], ...words(3, 5)] };
    const run = setup([long]);
    expect(await run.run()).toEqual(["complete"]);
    expect(run.table.row().ending).toMatchObject({ finishReason: "length" });
  });
});
