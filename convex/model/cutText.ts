/** The longest start of `text` with at most `maxLength` UTF-16 units that ends between two characters as people see them. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  // One character more than fits, so that the segmenter sees whether the last grapheme goes on.
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, maxLength + 2))) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
