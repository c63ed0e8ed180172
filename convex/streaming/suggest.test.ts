import { describe, expect, it, vi } from "vitest";
import type { CallPermit, CallRecord, CallRequest } from "../model/runValidators";
import type { ChatRequest, StreamOutcome } from "../providers/provider";
import { systemClock } from "./clock";
import { suggestTopics, type SuggestPorts } from "./suggest";

const facts = { usage: null, model: "vendor/m", firstTokenMs: 5 };
const complete: StreamOutcome = { kind: "complete", finishReason: "stop", toolCalls: [], generationId: null, ...facts };

function ports(text: string, outcome: StreamOutcome = complete, permit: CallPermit = { kind: "go" }) {
  const requests: ChatRequest[] = [];
  const open = vi.fn<(call: CallRequest) => Promise<CallPermit>>(async () => permit);
  const close = vi.fn<(record: CallRecord) => Promise<void>>(async () => undefined);
  const provider: SuggestPorts["provider"] = {
    scripted: false,
    stream: async (request, handlers) => {
      requests.push(request);
      handlers.onText(text);
      return outcome;
    },
  };
  const fixed = { modelId: "vendor/m", userId: null, callId: "topic.1", clock: systemClock };
  return { requests, open, close, ports: { ...fixed, provider, meter: { open, close } } };
}

const json = JSON.stringify({ topics: ["Is tea better?"] });

describe("suggestTopics", () => {
  it("asks once for JSON of the schema, and pays for it as a topic", async () => {
    const world = ports(json);
    expect(await suggestTopics("trams", world.ports)).toEqual(["Is tea better?"]);
    expect(world.requests).toEqual([
      expect.objectContaining({ modelId: "vendor/m", responseSchema: expect.any(Object) }),
    ]);
    expect(JSON.stringify(world.requests[0]?.messages)).toContain("trams");
    expect(world.open).toHaveBeenCalledWith(expect.objectContaining({ feature: "topic", callId: "topic.1" }));
    expect(world.close).toHaveBeenCalledTimes(1);
  });

  it.each<[string, StreamOutcome]>([
    ["fails", { kind: "error", code: "upstream", retryable: true, retryAfterMs: null, ...facts }],
    ["is stopped", { kind: "aborted", ...facts }],
  ])("has none when the provider %s, whatever it said before", async (_, outcome) => {
    const world = ports(json, outcome);
    expect(await suggestTopics(null, world.ports)).toEqual([]);
    expect(world.close).toHaveBeenCalledTimes(1);
  });

  it("has none when the answer is no list", async () => {
    expect(await suggestTopics(null, ports("Sure! Is tea better?").ports)).toEqual([]);
  });

  it.each<CallPermit>([
    { kind: "budget", scope: "host" },
    { kind: "wait", wait: { kind: "slot" }, until: 1 },
  ])("asks nobody without leave: %j", async (permit) => {
    const world = ports(json, complete, permit);
    expect(await suggestTopics(null, world.ports)).toEqual([]);
    expect(world.requests).toEqual([]);
    expect(world.close).not.toHaveBeenCalled();
  });
});
