import type { LogLine } from "../engine/types";

/** One line for the terminal: console output and failures of functions; null for executions without either. */
export function formatLogLine(line: LogLine): string | null {
  const name = line.component === "" ? line.path : `${line.component}/${line.path}`;
  if (line.kind === "console") return `${line.udfType} ${name} [${line.level}] ${line.messages.join(" ")}`;
  return line.error === null ? null : `${line.udfType} ${name} failed: ${line.error}`;
}
