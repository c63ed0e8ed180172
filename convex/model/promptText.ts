export interface PromptMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** What ends a line or begins an element although a JSON string holds it as it is. */
const UNSAFE_IN_LITERAL = /[<>\u0085\u2028\u2029]/g;

/** A JSON string on one line and without a tag: `JSON.stringify` leaves three of Unicode's line ends and all markup as they are. */
export function lineLiteral(text: string): string {
  return JSON.stringify(text).replace(
    UNSAFE_IN_LITERAL,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Quoted data, which cannot close its element: `<tag name="value">text</tag>`. Attributes are ours, never anyone's words. */
export function element(tag: string, attributes: Record<string, string | number>, text: string): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${written.join("")}>${escapeText(text)}</${tag}>`;
}

/** Some providers insist that roles alternate; a turn that failed left nothing to say. */
export function joinNeighbours(messages: readonly PromptMessage[]): PromptMessage[] {
  const joined: PromptMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (message.content === "") continue;
    if (last?.role === message.role) last.content += `\n\n${message.content}`;
    else joined.push({ ...message });
  }
  return joined;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
