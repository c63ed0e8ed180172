import { describe, expect, it } from "vitest";
import { ESCAPES } from "./briefing.test-support";
import { TOPIC_LENGTH } from "./limits";
import { oneLine } from "./plainText";
import { parseTopic } from "./roomRules";
import { TOPIC_FIELDS } from "./topicList";
import { bundledTopics, parseTheme, readTopics, topicsPrompt } from "./topics";

const all = TOPIC_FIELDS.flatMap(({ topics }) => topics);

/** Ever other numbers, the same each time. */
function luck(): () => number {
  let n = 0;
  return () => (n = (n + 0.618) % 1);
}

describe("the bundled list", () => {
  it("has sixty topics at least, each once, that a room takes as they are", () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map((topic) => topic.toLowerCase())).size).toBe(all.length);
    for (const topic of all) {
      expect(parseTopic(topic)).toBe(topic);
      expect(oneLine(topic)).toBe(topic);
      expect(topic.length).toBeLessThanOrEqual(100);
    }
  });
});

describe("bundledTopics", () => {
  it.each([
    ["food", "food"],
    ["I like DRINKS", "food"],
    ["robots", "artificial intelligence"],
    ["AI", "artificial intelligence"],
    ["Mars", "science"],
    ["pets!", "animals"],
    ["democracies", "politics"],
  ])("finds topics of the field for %j", (theme, word) => {
    const field = TOPIC_FIELDS.find(({ words }) => words[0] === word)!;
    const found = bundledTopics(theme, luck());
    expect(field.topics).toContain(found[0]);
    expect(found.filter((topic) => field.topics.includes(topic)).length).toBeGreaterThanOrEqual(5);
  });

  it("puts topics that name the theme before those of its field", () => {
    expect(bundledTopics("chess", luck())[0]).toBe("Is chess a sport?");
    expect(bundledTopics("trains", luck())).toEqual(["Should short flights be replaced by trains?"]);
  });

  it.each([null, "quaternions", "the", "?!", "猫"])("draws any six for %j, others each time", (theme) => {
    const random = luck();
    const [first, second] = [bundledTopics(theme, random), bundledTopics(theme, random)];
    expect(new Set(first).size).toBe(6);
    expect(second).not.toEqual(first);
  });
});

const answer = (topics: unknown) => JSON.stringify({ topics });

describe("readTopics", () => {
  it("takes clean topics, each once, six at most, in a fence or not", () => {
    const topics = [
      "1. **Is tea** better?",
      "is TEA better?",
      "Two\nlines\u202e?",
      ..."abcdefgh".split("").map((c) => c.repeat(3)),
    ];
    const read = ["is TEA better?", "Two lines?", "aaa", "bbb", "ccc", "ddd"];
    expect(readTopics(answer(topics))).toEqual(read);
    expect(readTopics(`\`\`\`json\n${answer(topics)}\n\`\`\``)).toEqual(read);
  });

  it("leaves out what a room would refuse", () => {
    expect(readTopics(answer(["ab", "x".repeat(TOPIC_LENGTH.max + 1), "<b></b>", "Good one?"]))).toEqual(["Good one?"]);
  });

  it.each(["", "Is tea better?", "null", "[]", '{"topics":"Is tea better?"}', answer([1, 2]), answer([])])(
    "is empty for %j",
    (text) => {
      expect(readTopics(text)).toEqual([]);
    },
  );
});

describe("topicsPrompt", () => {
  it.each(ESCAPES)("keeps a theme on its line: %j", (theme) => {
    const [, user] = topicsPrompt(theme);
    expect(user?.content.split(/[\n\u2028\u2029]/)).toHaveLength(1);
    expect(JSON.parse(user!.content.replace("Theme: ", ""))).toBe(theme);
  });

  it("says so when any theme will do", () => {
    expect(topicsPrompt(null)[1]?.content).toBe("Theme: any");
  });
});

describe("parseTheme", () => {
  it("is null for nothing, and one clean line for a theme", () => {
    expect([undefined, "", " \u202e\n"].map(parseTheme)).toEqual([null, null, null]);
    expect(parseTheme(" City\nlife ")).toBe("City life");
  });
});
