import type { LogLevel } from "../engine/types";
import { MAX_LOG_LINE_LENGTH, MAX_LOG_LINES } from "../validate/limits";
import { formatConsoleArg } from "./console";
import { SystemMessage } from "./system-message";

export interface ConsoleLine {
  readonly level: LogLevel;
  readonly messages: readonly string[];
}

/** Console lines of one request, nested functions included. */
export class LogBuffer {
  readonly lines: ConsoleLine[] = [];
  #count = 0;
  readonly #onLine: (line: ConsoleLine) => void;

  constructor(onLine: (line: ConsoleLine) => void) {
    this.#onLine = onLine;
  }

  /** The last line that there is room for says that there are more. */
  add(level: LogLevel, args: readonly unknown[]): void {
    if (args[0] instanceof SystemMessage) return this.#push({ level, messages: [args[0].text] });
    this.#count += 1;
    if (this.#count < MAX_LOG_LINES) this.#push({ level, messages: args.map(formatConsoleArg).map(truncate) });
    if (this.#count !== MAX_LOG_LINES) return;
    const text = `Log overflow (maximum ${MAX_LOG_LINES}). Remaining log lines omitted.`;
    this.#push({ level: "ERROR", messages: [text] });
  }

  /** `[LOG] 'text' 3`, the form that clients parse. */
  formatted(): string[] {
    return this.lines.map((line) => `[${line.level}] ${line.messages.join(" ")}`);
  }

  #push(line: ConsoleLine): void {
    this.lines.push(line);
    this.#onLine(line);
  }
}

function truncate(text: string): string {
  return text.length <= MAX_LOG_LINE_LENGTH ? text : `${text.slice(0, MAX_LOG_LINE_LENGTH)} (truncated due to length)`;
}
