/** What any character says of `{m}`, the moderator's subject: ten lines, one for each turn of the longest battle. */
export const MODERATED: readonly string[] = [
  "As for {m}: the moderator is right to ask, and my answer does not change.",
  "The moderator raises {m}, and it only sharpens my point on {k}.",
  "Since the moderator mentions {m}: look there, and {k} look{s} the same to me.",
  "To the moderator, on {m}: yes, weigh it, and you arrive where I stand.",
  "And {m}, which the moderator wants heard, speaks for my side as well.",
  "On {m}, as the moderator asks: I would put it on the same scale as {k}.",
  "The moderator's question about {m} has one honest answer, and I have just given it.",
  "Let {m} be counted too, as the moderator wishes; the sum stays mine.",
  "I hear the moderator on {m}, and I say: all the more reason.",
  "Bring in {m}, as the moderator suggests, and my case on {k} stands.",
];
