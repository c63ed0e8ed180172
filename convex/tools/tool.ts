import type { z } from "zod";
import type { Briefing } from "../model/runValidators";

/** What a tool may know of the battle that its caller fights. */
export type ToolContext = Pick<Briefing, "earlier">;

/** Something a fighter may call in the middle of its turn. Pure: it neither reaches a network nor changes anything. */
export interface Tool<Arguments = unknown> {
  name: string;
  /** For the model. */
  description: string;
  arguments: z.ZodType<Arguments>;
  /** The result as text for the model. Throws `ToolError` with words for the model. */
  run(args: Arguments, context: ToolContext): Promise<string>;
}

/** A failure that the model may read and mend. */
export class ToolError extends Error {}
