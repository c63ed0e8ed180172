import * as z from "zod";
import type { Judgement } from "./battleValidators";
import { cutText } from "./cutText";
import { jsonAnswer } from "./jsonAnswer";
import { DAMAGE, MAX_REASON_LENGTH } from "./limits";
import { oneLine, withoutMarkup } from "./plainText";

const answerSchema = z.strictObject({
  hit: z.enum(["LIGHTNING_STRIKE", "FIRE_SLASH", "COUNTER_ATTACK", "WEAK_BLOW"]),
  reason: z.string(),
  confidence: z.number().min(0).max(1),
});

/** Far more than three short fields; a longer answer is not worth parsing. */
const MAX_ANSWER_LENGTH = 10_000;

/** The hit that a referee's answer names, with its damage; null for anything but the JSON object asked for, fenced or not. */
export function readRefereeAnswer(text: string): Extract<Judgement, { kind: "hit" }> | null {
  const { data } = answerSchema.safeParse(text.length <= MAX_ANSWER_LENGTH ? jsonAnswer(text) : null);
  const reason = data && firstSentence(oneLine(withoutMarkup(data.reason)));
  if (!data || !reason) return null;
  const { hit: type, confidence } = data;
  return { kind: "hit", type, damage: DAMAGE[type], bonus: 0, reason, confidence };
}

/** Abbreviations end in a full stop too, so a sentence ends only where a capital, a figure or a quotation follows. */
function firstSentence(text: string): string {
  const end = /[.!?…]["'”’)]*(?=\s+["'“‘(]*[\p{Lu}\p{Lo}\p{N}])|[。！？]/u.exec(text);
  const sentence = end ? text.slice(0, end.index + end[0].length) : text;
  if (sentence.length <= MAX_REASON_LENGTH) return sentence;
  return `${cutText(sentence, MAX_REASON_LENGTH - 1).trimEnd()}…`;
}
