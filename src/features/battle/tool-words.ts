import type { ToolCallView } from "../../../convex/model/runValidators";
import { duration } from "../../lib/format";

/** Tool calls in human words. Names and arguments come from a model: nothing in them is trusted to have any form. */

const VERBS: Record<string, { verb: string; argument: string }> = {
  calculate: { verb: "Calculates", argument: "expression" },
  search_transcript: { verb: "Searches the transcript", argument: "query" },
};

export function toolVerb(name: string): string {
  return Object.hasOwn(VERBS, name) ? VERBS[name]!.verb : `Uses ${name}`;
}

/** The one argument that matters, also while its JSON is still growing; the raw text of an unknown tool. */
export function toolSubject({ name, arguments: json }: Pick<ToolCallView, "name" | "arguments">): string {
  if (!Object.hasOwn(VERBS, name)) return json;
  return stringField(json, VERBS[name]!.argument) ?? "";
}

/** The value of a string field of JSON that may end anywhere. */
function stringField(json: string, field: string): string | null {
  const start = new RegExp(`"${field}"\\s*:\\s*"`).exec(json);
  if (!start) return null;
  const value = /^(?:[^"\\]|\\.)*/s.exec(json.slice(start.index + start[0].length))?.[0] ?? "";
  return value.replace(/\\u([0-9a-fA-F]{4})|\\(.)/gs, (_, hex: string | undefined, letter: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[letter] ?? letter),
  );
}

const ESCAPES: Record<string, string> = { n: " ", r: " ", t: " ", b: "", f: "" };

export function toolState({ status, durationMs }: ToolCallView): string {
  if (status === "calling") return "writing";
  if (status === "running") return "running";
  const took = durationMs === null ? "" : durationMs < 100 ? `${Math.round(durationMs)} ms` : duration(durationMs);
  return status === "failed" ? ["failed", took].filter(Boolean).join(" · ") : took || "done";
}
