const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})((?:\\s*;\\s*${TOKEN}=(?:${TOKEN}|"[\\x20-\\x7e]*?"))*)\\s*;?\\s*$`);

/** Type and subtype in lower case, with the parameters as given; null if it is no media type. */
export function parseMediaType(text: string): string | null {
  const [, essence, parameters] = MEDIA_TYPE.exec(text) ?? [];
  return essence === undefined ? null : essence.toLowerCase() + (parameters ?? "");
}
