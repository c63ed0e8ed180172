/** What belongs between the words before a tool call and those after it, where the model has put nothing. */
export function jointBetween(before: string, after: string): "" | " " | "\n\n" {
  if (before === "" || /\s$/.test(before) || /^\s/.test(after)) return "";
  return /[.!?…:]["'”’»)\]*_]*$/.test(before) ? "\n\n" : " ";
}
