import type { Format, Side } from "../../convex/model/validators";

/** What everybody who watches reads about a battle's format. */
export const FORMAT_NAMES: Record<Format, string> = {
  debate: "Debate",
  duel: "Duel",
  challenge: "Challenge",
  chat: "Chat",
};

/** What stands beside a fighter's name: its stance, or in which corner it is where nobody takes one. */
export function corner(format: Format, side: Side): string {
  if (format === "duel") return `Side ${side}`;
  if (format === "chat") return side === "A" ? "Person" : "Model";
  return side === "A" ? "For" : "Against";
}
