import { domainOf } from "./domains";
import { permutation, seeded } from "./prng";
import type { Conversation } from "./promptReader";
import { subjectOf } from "./quotes";
import { fill, sentenceCase } from "./wording";
import { CONVERSATION_VOICES } from "./voices/conversation";

export interface ConversationContext {
  character: string;
  conversation: Conversation;
  /** Distinguishes conversations. */
  seed: string;
  /** Result of the tool that was called before, if any. */
  toolResult: string | null;
}

/**
 * An answer to a person's last message, in character. A pure function of its context; nothing of the message but what it is
 * about reaches the answer, and no line comes back before all others of its kind have been used.
 */
export function converse({ character, conversation, seed, toolResult }: ConversationContext): string {
  const { topic, message, count } = conversation;
  const voice = CONVERSATION_VOICES[character] ?? CONVERSATION_VOICES["firebrand"]!;
  const asked = subjectOf(message);
  const subject = asked ?? subjectOf(topic) ?? "that";
  const domain = domainOf(asked === null ? topic : message);
  const pick = (list: readonly string[], name: string) =>
    list[permutation(list.length, seeded(`${character}\n${seed}\n${name}`))[(count - 1) % list.length]!]!;
  const phrases: Record<string, string> = { k: subject };
  for (const name of ["who", "what", "risk", "gain", "scene"] as const) phrases[name] = pick(domain[name], name);
  const cited = toolResult ? ` I looked it up: “${toolResult}”.` : "";
  const text = `${pick(voice.take, "take")}${cited} ${pick(voice.think, "think")}\n\n${pick(voice.ask, "ask")}`;
  return sentenceCase(fill(text, phrases));
}
