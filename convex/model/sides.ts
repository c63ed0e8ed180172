import { isSparringId } from "../providers/sparring/catalogue";
import type { Side } from "./validators";

export function otherSide(side: Side): Side {
  return side === "A" ? "B" : "A";
}

/** Whether a script rather than a model will write the words. */
export const isScriptedId = isSparringId;
