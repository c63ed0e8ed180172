import { commentaryPrompt } from "./commentary";
import { chatPrompt } from "./promptsChat";
import { fightPrompt } from "./promptsFight";
import type { PromptMessage } from "./promptText";
import type { Briefing } from "./runValidators";

/**
 * What a model is told before a turn, whatever its role. Topics, personas and moderators' lines come from people, arguments and
 * reasons from models: each stands in a place that its words cannot leave, as `providers/sparring/promptReader.ts` reads it.
 */
export function promptFor(briefing: Briefing): PromptMessage[] {
  if (briefing.role === "commentator") return commentaryPrompt(briefing);
  if (briefing.side === null || briefing.role === "person") throw new Error("Nobody prompts a person");
  const fighter = { ...briefing, side: briefing.side };
  return briefing.format === "chat" ? chatPrompt(fighter) : fightPrompt(fighter);
}
