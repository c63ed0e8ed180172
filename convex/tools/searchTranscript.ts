import * as z from "zod";
import { cutText } from "../model/cutText";
import type { Tool, ToolContext } from "./tool";

const MAX_EXCERPTS = 3;
const MAX_EXCERPT_LENGTH = 105;
const MAX_QUERY_WORDS = 12;

const parameters = z.object({
  query: z.string().min(1).max(200).describe("Words to look for"),
});

interface Sentence {
  round: number;
  side: string;
  text: string;
  score: number;
}

export const searchTranscript: Tool<z.infer<typeof parameters>> = {
  name: "search_transcript",
  description: "Finds what was said earlier in this debate. Returns up to three short excerpts with round and side.",
  arguments: parameters,
  run: ({ query }, { earlier }) => Promise.resolve(search(query, earlier)),
};

function search(query: string, earlier: ToolContext["earlier"]): string {
  const wanted = [...wordsOf(query)].slice(0, MAX_QUERY_WORDS);
  const found = earlier.flatMap((turn) => sentencesOf(turn, wanted)).filter((sentence) => sentence.score > 0);
  // The sort is stable, so what was said last comes first among equals.
  const best = found.toReversed().toSorted((a, b) => b.score - a.score);
  return best.slice(0, MAX_EXCERPTS).map(excerptOf).join("\n") || "Nothing found.";
}

function sentencesOf({ round, side, text }: ToolContext["earlier"][number], wanted: string[]): Sentence[] {
  const sentences = text.match(/[^.!?…\n]+[.!?…]*/g) ?? [];
  return sentences.map((sentence) => {
    const words = wordsOf(sentence);
    return { round, side, text: sentence, score: wanted.filter((word) => words.has(word)).length };
  });
}

/** The text is one line without quotation marks of our kind, so that it cannot pose as another excerpt. */
function excerptOf({ round, side, text }: Sentence): string {
  const line = text.replace(/[“”]/g, "").replace(/\s+/g, " ").trim();
  const excerpt = line.length > MAX_EXCERPT_LENGTH ? `${cutText(line, MAX_EXCERPT_LENGTH)}…` : line;
  return `Round ${round}, side ${side}: “${excerpt}”`;
}

/** Words of three letters at least, without case and plural, or all of them when none is that long. */
function wordsOf(text: string): Set<string> {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const long = words.filter((word) => word.length > 2);
  return new Set((long.length > 0 ? long : words).map((word) => word.replace(/(?<=..)s$/, "")));
}
