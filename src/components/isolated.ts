/**
 * Words of others in the middle of a sentence that is one string: between these two marks their direction orders nothing of ours.
 * Where there are elements, `bdi` does the same.
 */
export function isolated(words: string): string {
  return `\u2068${words}\u2069`;
}
