import { join, readFormat, readLiteral, readTopic, unescapeText, type PromptMessage } from "./promptReader";

export type Corner = "A" | "B";

/** One argument of a battle that has ended, with the referee's hit, if it was judged. */
export interface Bout {
  side: Corner;
  round: number;
  text: string;
  hit: { type: string; damage: number; reason: string } | null;
}

/** What a commentator reads. */
export interface Recap {
  topic: string;
  names: Record<Corner, string>;
  /** In the order of the fight. */
  bouts: Bout[];
}

const ARGUMENT = /<argument side="(A|B)" round="(\d{1,3})">([^<>]*)<\/argument>(?:\s*<hit ([^<>]*)>([^<>]*)<\/hit>)?/g;
const MAX_NAME = 60;

/**
 * Null for anything but a recap. The system message begins like a fighter's (see promptReader.ts), with these lines:
 *
 *   Format: recap
 *   Fighter A: "Socrates"
 *   Fighter B: "Firebrand"
 *
 * The user message holds the fight, each argument followed by its hit:
 *
 *   <argument side="A" round="1">Dogs guard the house.</argument>
 *   <hit side="A" round="1" type="FIRE_SLASH" damage="20">A vivid image.</hit>
 */
export function readRecap(messages: readonly PromptMessage[]): Recap | null {
  if (readFormat(messages) !== "recap") return null;
  const system = join(messages, "system");
  const name = (side: Corner) => (readLiteral(system, `Fighter ${side}`) ?? `Fighter ${side}`).slice(0, MAX_NAME);
  return {
    topic: readTopic(system) ?? "",
    names: { A: name("A"), B: name("B") },
    bouts: [...join(messages, "user").matchAll(ARGUMENT)].map(readBout),
  };
}

function readBout([, side, round, text = "", attributes, reason = ""]: RegExpExecArray): Bout {
  const type = /\btype="(\w+)"/.exec(attributes ?? "")?.[1];
  const damage = Number(/\bdamage="([\d.]+)"/.exec(attributes ?? "")?.[1] ?? 0);
  return {
    side: side === "B" ? "B" : "A",
    round: Number(round),
    text: unescapeText(text),
    hit: type === undefined ? null : { type, damage, reason: unescapeText(reason) },
  };
}
