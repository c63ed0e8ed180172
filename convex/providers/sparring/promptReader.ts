/**
 * The prompt format that a sparring partner understands, and that `convex/model/prompts.ts` writes.
 *
 * The first system message starts with these lines, in any order, before anything that a person wrote (persona, rules):
 *
 *   Topic: "Pineapple belongs on pizza"      a JSON string literal, so a topic cannot forge another line
 *   Stance: for                              or `against`
 *   Round: 2 of 3
 *
 * The opponent's words stand in user messages, each turn in its own element; inside, `&`, `<` and `>` are written
 * `&amp;`, `&lt;`, `&gt;`, so a text cannot close its element:
 *
 *   <opponent round="1">Dogs guard the house.</opponent>
 *
 * The last element of the last message that has one is the turn to answer. Of each line the first occurrence counts.
 * Any other conversation is read as a request to argue for the last user message.
 */

export type Stance = "for" | "against";

export interface Brief {
  topic: string;
  stance: Stance;
  /** 1-based. */
  round: number;
  rounds: number;
  /** The opponent's last turn; null when they have not spoken. */
  opponent: string | null;
}

export interface PromptMessage {
  role: string;
  content: string;
}

const MAX_TOPIC = 300;

export function readBrief(messages: readonly PromptMessage[]): Brief {
  const system = join(messages, "system");
  const opponents = [...join(messages, "user").matchAll(/<opponent\b[^<>]*>([\s\S]*?)<\/opponent>/g)];
  const opponent = unescapeText(opponents.at(-1)?.[1] ?? "").trim();
  const [, round, rounds] = /^Round: *(\d{1,3}) of (\d{1,3})\s*$/m.exec(system) ?? [];
  return {
    topic: readTopic(system) ?? lastUserText(messages),
    stance: /^Stance: *(for|against)\s*$/m.exec(system)?.[1] === "against" ? "against" : "for",
    round: Math.max(1, Number(round ?? 1)),
    rounds: Math.max(1, Number(rounds ?? 1)),
    opponent: opponent || null,
  };
}

function readTopic(system: string): string | null {
  const literal = /^Topic: *("(?:[^"\\\n]|\\.)*")\s*$/m.exec(system)?.[1];
  if (literal === undefined) return null;
  try {
    const topic: unknown = JSON.parse(literal);
    return typeof topic === "string" ? topic.slice(0, MAX_TOPIC) : null;
  } catch {
    return null;
  }
}

function lastUserText(messages: readonly PromptMessage[]): string {
  const last = messages.findLast((message) => message.role === "user");
  return (last?.content ?? "").trim().slice(0, MAX_TOPIC);
}

function join(messages: readonly PromptMessage[], role: string): string {
  return messages.flatMap((message) => (message.role === role ? [message.content] : [])).join("\n");
}

function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
