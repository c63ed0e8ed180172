import { describe, expect, it } from "vitest";
import { providerFor } from "../providers/select";
import { systemClock } from "./clock";
import { runTurn } from "./turnRunner";
import { TurnTable } from "./turnTable.test-support";

const env = { ARENA_SPARRING_FAULTS: "1", ARENA_SPARRING_SPEED: "500" };

/** A whole turn against the real sparring partner, through the SDK, with a fault in the model's name. */
async function turnWith(fault: string) {
  const modelId = `sparring/firebrand+${fault}`;
  const table = new TurnTable(systemClock, 1);
  const messages = [
    { role: "system" as const, content: 'Topic: "Tea is better than coffee"\nStance: for\nRound: 1 of 3' },
    { role: "user" as const, content: "Round 1: open with your strongest case." },
  ];
  const result = await runTurn({ modelId, messages, maxTokens: 2_000 }, table.ports(providerFor(modelId, env)));
  return { result, table };
}

describe("a fault after some text interrupts the turn and keeps the text", () => {
  it.each(["reset.20", "abrupt.20", "eof.20", "cut.20", "malformed.20", "error.20", "errorempty.20", "errorfinish.20"])(
    "%s",
    async (fault) => {
      const { result, table } = await turnWith(fault);
      expect(result).toBe("interrupted");
      expect(table.text.length).toBeGreaterThan(20);
    },
  );
});

describe("a fault before any text", () => {
  it.each([
    ["401", "auth"],
    ["402", "payment"],
    ["403", "moderation"],
    ["400", "bad_request"],
    ["429.0.120000", "rate_limited"],
    ["empty", "empty"],
    ["html", "upstream"],
  ])("%s fails the turn as %s", async (fault, errorCode) => {
    const { result, table } = await turnWith(fault);
    expect(result).toBe("failed");
    expect(table).toMatchObject({ text: "", ending: { kind: "failed", errorCode } });
  });

  it.each(["502.0.0.2", "html.0.0.1", "reset.0.0.1", "empty.0.0.1", "529.0.0.1"])(
    "%s is over after a retry, and nobody sees it",
    async (fault) => {
      const { result, table } = await turnWith(fault);
      expect(result).toBe("complete");
      expect(table.text.length).toBeGreaterThan(100);
    },
  );
});

describe("an answer that only looks odd is complete", () => {
  it.each(["nodone", "dupfinish", "dupusage", "nousage", "hold", "bytes", "crlf", "surrogate", "lone"])(
    "%s",
    async (fault) => {
      const { result, table } = await turnWith(fault);
      expect(result).toBe("complete");
      expect(/\p{Surrogate}/u.test(table.text)).toBe(false);
    },
  );

  it.each([
    ["length", "length"],
    ["filter", "content_filter"],
    ["huge", "length"],
  ])("%s says that it finished by %s", async (fault, finishReason) => {
    const { table } = await turnWith(fault);
    expect(table.ending).toMatchObject({ kind: "complete", finishReason });
    expect(table.text.length).toBeLessThanOrEqual(8_000);
  });
});
