import type { LogLevel } from "../engine/types";
import { formatConsoleArg } from "./console";

/** Convex's limits on what one execution may log. */
const MAX_LINES = 256;
const MAX_LINE_LENGTH = 32_768;

export interface ConsoleLine {
  readonly level: LogLevel;
  readonly messages: readonly string[];
}

/** Console lines of one request, nested functions included. */
export class LogBuffer {
  readonly lines: ConsoleLine[] = [];
  readonly #onLine: (line: ConsoleLine) => void;

  constructor(onLine: (line: ConsoleLine) => void) {
    this.#onLine = onLine;
  }

  add(level: LogLevel, args: readonly unknown[]): void {
    if (this.lines.length > MAX_LINES) return;
    const overflow = this.lines.length === MAX_LINES;
    const line: ConsoleLine = overflow
      ? { level: "ERROR", messages: [`'Log overflow (maximum ${MAX_LINES}). Remaining log lines omitted.'`] }
      : { level, messages: args.map(formatConsoleArg).map(truncate) };
    this.lines.push(line);
    this.#onLine(line);
  }

  /** `[LOG] 'text' 3`, the form that clients parse. */
  formatted(): string[] {
    return this.lines.map((line) => `[${line.level}] ${line.messages.join(" ")}`);
  }
}

function truncate(text: string): string {
  return text.length <= MAX_LINE_LENGTH ? text : `${text.slice(0, MAX_LINE_LENGTH)} (truncated due to length)`;
}
