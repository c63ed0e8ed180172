import { expect, it } from "vitest";
import { promptTokensOf } from "./promptTokens";

const request = (content: string) => ({ modelId: "m", maxTokens: 1, messages: [{ role: "user" as const, content }] });

it("counts a third of the bytes, and eight for each message", () => {
  expect(promptTokensOf(request("x".repeat(300)))).toBe(108);
  expect(promptTokensOf(request("茶".repeat(100)))).toBe(108);
  const { messages } = request("");
  expect(promptTokensOf({ ...request(""), messages: [...messages, ...messages] })).toBe(16);
});

it("counts tools, a schema and tool calls, because they are sent too", () => {
  const plain = promptTokensOf(request("tea"));
  const tools = [{ name: "search", description: "Finds things", parameters: { type: "object" } }];
  expect(promptTokensOf({ ...request("tea"), tools })).toBeGreaterThan(plain + 10);
  const responseSchema = { name: "hit", schema: { type: "object" } };
  expect(promptTokensOf({ ...request("tea"), responseSchema })).toBeGreaterThan(plain + 10);
  const toolCalls = [{ id: "1", name: "search", arguments: "x".repeat(300) }];
  const called = { ...request("tea"), messages: [{ role: "assistant" as const, content: "", toolCalls }] };
  expect(promptTokensOf(called)).toBeGreaterThan(100);
});
