/** The form of a motion, which decides what can be said for it. */
export type MotionKind = "policy" | "comparison" | "forecast" | "judgement";

export function kindOf(topic: string): MotionKind {
  if (/\b(better|worse|best|worst|than|vs|versus|beats?|over|greater|prefer\w*|or)\b/i.test(topic)) return "comparison";
  if (/\b(should|must|ought|need to|has to|have to)\b/i.test(topic)) return "policy";
  if (/\b(will|won't|going to|by 20\d\d|future|soon|inevitabl\w+)\b/i.test(topic.replace(/free will/gi, "")))
    return "forecast";
  return /\b(ban\w*|abolish\w*|legali[sz]\w*|mandatory|allow\w*|require\w*)\b/i.test(topic) ? "policy" : "judgement";
}
