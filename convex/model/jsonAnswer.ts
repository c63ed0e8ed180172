/** The JSON value that a model's answer is, in a code fence or not; null if it is none. */
export function jsonAnswer(text: string): unknown {
  const json = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
