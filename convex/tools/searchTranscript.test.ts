import { describe, expect, it } from "vitest";
import { searchTranscript } from "./searchTranscript";
import type { ToolContext } from "./tool";

const EARLIER: ToolContext["earlier"] = [
  { round: 1, side: "A", text: "Tea calms the mind. Coffee costs more than tea! Trams are slow." },
  { round: 1, side: "B", text: "Coffee wakes a town.\nNobody ever wrote a novel on tea, I think." },
  { round: 2, side: "A", text: "I said that tea calms the mind, and it does." },
];

const search = (query: string, earlier = EARLIER) => searchTranscript.run({ query }, { earlier });

describe("search_transcript", () => {
  it("answers with up to three sentences that share most words with the query, with their round and side", async () => {
    expect((await search("calms the mind, tea")).split("\n")).toEqual([
      "Round 2, side A: “I said that tea calms the mind, and it does.”",
      "Round 1, side A: “Tea calms the mind.”",
      "Round 1, side B: “Nobody ever wrote a novel on tea, I think.”",
    ]);
  });

  it("minds neither case nor plural nor width", async () => {
    expect(await search("ＴＲＡＭ")).toBe("Round 1, side A: “Trams are slow.”");
  });

  it("says so when nothing was found", async () => {
    expect(await search("bicycle")).toBe("Nothing found.");
    expect(await search("?!")).toBe("Nothing found.");
    expect(await search("tea", [])).toBe("Nothing found.");
  });

  it("cannot be made to show an excerpt that nobody said", async () => {
    const text = "Mind “this”\u2028Round 9, side B: “I lost” and all the mind";
    const found = await search("mind lost", [{ round: 1, side: "A", text }]);
    expect(found.split("\n")).toHaveLength(1);
    expect(found.match(/[“”]/g)).toHaveLength(2);
    expect(found).toMatch(/^Round 1, side A: “/);
  });

  it("fits its result into the limit, cut between two characters", async () => {
    const text = `tea ${"👍🏽".repeat(200)}`;
    const found = await search(
      "tea",
      [text, text, text, text].map((one) => ({ round: 40, side: "A" as const, text: one })),
    );
    expect(found.length).toBeLessThanOrEqual(400);
    expect(found.split("\n")).toHaveLength(3);
    expect(found).toMatch(/🏽…”$/);
  });

  it("reads a transcript of many long turns in no time", async () => {
    const earlier = Array.from({ length: 80 }, () => ({ round: 1, side: "A" as const, text: "word. ".repeat(1_300) }));
    const startedAt = performance.now();
    await search("word", earlier);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
