import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { embed } from "./embeddings";
import { createSparring } from "./sparring";

function cosine(a: string, b: string): number {
  const [left, right] = [embed(a), embed(b)];
  return left.reduce((sum, value, at) => sum + value * right[at]!, 0);
}

describe("embed", () => {
  it("has unit length, or none for a text without words", () => {
    expect(Math.hypot(...embed("Remote work is better than office work"))).toBeCloseTo(1, 5);
    expect(Math.hypot(...embed("the of ?!"))).toBe(0);
  });

  it("tells paraphrases and typos from unrelated texts, and knows no synonyms", () => {
    const paraphrase = cosine("Remote work beats the office", "Working remotely is better than the office");
    expect(paraphrase).toBeGreaterThan(0.3);
    expect(cosine("universal basic income", "universal basic incone")).toBeGreaterThan(0.5);
    expect(Math.abs(cosine("nuclear energy and climate", "pineapple on pizza"))).toBeLessThan(0.1);
    expect(Math.abs(cosine("car", "automobile"))).toBeLessThan(0.1);
  });

  it("ignores case and compatibility forms", () => {
    expect(cosine("Ｐｉｚｚａ ovens", "pizza OVENS")).toBeCloseTo(1, 5);
  });
});

describe("POST /embeddings", () => {
  const sparring = createSparring();
  const fetch = (input: string | URL | Request, init?: RequestInit) => sparring.handle(new Request(input, init));
  const client = new OpenAI({ baseURL: "http://sparring.invalid/api/v1", apiKey: "x", fetch });

  it("answers the SDK's base64 and plain floats alike", async () => {
    const input = ["Cats rule", "Dogs drool"];
    const asked = await client.embeddings.create({ model: "sparring/embed-1536", input });
    const floats = await client.embeddings.create({ model: "sparring/embed-1536", input, encoding_format: "float" });
    expect(asked.data).toHaveLength(2);
    expect(asked.data[0]?.embedding).toHaveLength(1536);
    expect([...asked.data[1]!.embedding]).toEqual(floats.data[1]?.embedding);
  });

  it("refuses models that do not embed", async () => {
    const asked = client.embeddings.create({ model: "sparring/socrates", input: "x" });
    await expect(asked).rejects.toMatchObject({ status: 404 });
  });
});
