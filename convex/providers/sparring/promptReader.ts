/**
 * The prompt formats that the sparring partners understand, and that `convex/model/prompts*.ts`, `commentary.ts` and
 * `refereePrompt.ts` write.
 *
 * The first system message starts with lines such as these, in any order, before anything that a person wrote (persona, rules):
 *
 *   Topic: "Pineapple belongs on pizza"      a JSON string literal, so a topic cannot forge another line
 *   Stance: for                              or `against`; in a duel `Side: A` or `Side: B` instead
 *   Round: 2 of 3
 *   Format: chat                             a conversation; `recap`: a commentator's task (see recapReader.ts)
 *
 * Others' words stand in user messages, each in its own element; inside, `&`, `<` and `>` are written `&amp;`, `&lt;`, `&gt;`, so
 * a text cannot close its element:
 *
 *   <opponent round="1">Dogs guard the house.</opponent>
 *   <moderator round="1">What about the cost?</moderator>
 *   <argument>Dogs guard the house.</argument>      for the judge
 *
 * The last `opponent` of all is the turn to answer; a `moderator` counts until the assistant has spoken after it. Of each line the
 * first occurrence counts. Any other conversation is read as a request to argue for the last user message.
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
  /** What the moderator said last, since one's own last turn; null for nothing. */
  moderator: string | null;
}

/** A conversation without stances. */
export interface Conversation {
  topic: string;
  /** The person's last message. */
  message: string;
  /** How many messages of the person there are, this one included. */
  count: number;
}

/** What a judge reads. */
export interface Exhibit {
  topic: string;
  argument: string;
  opponent: string;
}

export interface PromptMessage {
  role: string;
  content: string;
}

const MAX_TOPIC = 300;

export function readBrief(messages: readonly PromptMessage[]): Brief {
  const system = join(messages, "system");
  const [, round, rounds] = /^Round: *(\d{1,3}) of (\d{1,3})\s*$/m.exec(system) ?? [];
  const side = /^(?:Stance|Side): *(for|against|A|B)\s*$/m.exec(system)?.[1];
  const spoken = messages.findLastIndex((message) => message.role === "assistant");
  return {
    topic: readTopic(system) ?? lastUserText(messages).slice(0, MAX_TOPIC),
    stance: side === "against" || side === "B" ? "against" : "for",
    round: Math.max(1, Number(round ?? 1)),
    rounds: Math.max(1, Number(rounds ?? 1)),
    opponent: lastElement(join(messages, "user"), "opponent"),
    moderator: lastElement(join(messages.slice(spoken + 1), "user"), "moderator"),
  };
}

/** Null for anything but a chat. */
export function readConversation(messages: readonly PromptMessage[]): Conversation | null {
  if (readFormat(messages) !== "chat") return null;
  const said = messages.filter((message) => message.role === "user");
  return {
    topic: readTopic(join(messages, "system")) ?? "",
    message: lastUserText(messages),
    count: Math.max(1, said.length),
  };
}

/** The argument to judge, or the last user message when none is marked as one. */
export function readExhibit(messages: readonly PromptMessage[]): Exhibit {
  const said = join(messages, "user");
  return {
    topic: readTopic(join(messages, "system")) ?? "",
    argument: lastElement(said, "argument") ?? lastUserText(messages),
    opponent: lastElement(said, "opponent") ?? "",
  };
}

export function readFormat(messages: readonly PromptMessage[]): string | null {
  return /^Format: *(\w+)\s*$/m.exec(join(messages, "system"))?.[1] ?? null;
}

export function readTopic(system: string): string | null {
  return readLiteral(system, "Topic")?.slice(0, MAX_TOPIC) ?? null;
}

/** The JSON string on the first line of that name. */
export function readLiteral(system: string, name: string): string | null {
  const literal = new RegExp(`^${name}: *("(?:[^"\\\\\\n]|\\\\.)*")\\s*$`, "m").exec(system)?.[1];
  if (literal === undefined) return null;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

/** The texts of all messages of a role. */
export function join(messages: readonly PromptMessage[], role: string): string {
  return messages.flatMap((message) => (message.role === role ? [message.content] : [])).join("\n");
}

export function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function lastElement(text: string, tag: string): string | null {
  const found = [...text.matchAll(new RegExp(`<${tag}\\b[^<>]*>([^<>]*)</${tag}>`, "g"))].at(-1);
  return unescapeText(found?.[1] ?? "").trim() || null;
}

function lastUserText(messages: readonly PromptMessage[]): string {
  const last = messages.findLast((message) => message.role === "user");
  return (last?.content ?? "").trim();
}
