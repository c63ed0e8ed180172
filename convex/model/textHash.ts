const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * FNV-1a, 32 bits, over UTF-16 code units, as 8 hex digits. It tells a viewer that its copy of a text differs from the
 * stored one; it protects nothing against a forger.
 */
export function textHash(text: string): string {
  let hash = OFFSET_BASIS;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
