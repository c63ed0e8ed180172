import { inspect } from "node:util";
import type { LogLevel } from "../engine/types";
import { currentExecution } from "./execution";
import { replaceable } from "./own-globals";
import { mapPositions } from "./stack";
import { SystemMessage } from "./system-message";

/** As Convex prints them: strings are quoted, everything else is inspected. */
export function formatConsoleArg(value: unknown): string {
  if (value instanceof SystemMessage) return value.text;
  const text = inspect(value, { depth: 5, maxArrayLength: 100, maxStringLength: 32_768 });
  return value instanceof Error ? mapPositions(text) : text;
}

function emit(level: LogLevel, args: readonly unknown[]): void {
  replaceable(
    "console",
    (own: Console) => own[consoleMethod(level)](...args),
    () => write(level, args),
  );
}

function write(level: LogLevel, args: readonly unknown[]): void {
  const execution = currentExecution();
  if (execution === undefined) {
    globalThis.console[consoleMethod(level)](...args);
    return;
  }
  execution.log(level, args);
}

function consoleMethod(level: LogLevel): "debug" | "info" | "log" | "warn" | "error" {
  return level.toLowerCase() as Lowercase<LogLevel>;
}

const at =
  (level: LogLevel) =>
  (...args: unknown[]): void =>
    emit(level, args);

/** Start times and counts live as long as the process: labels are a debugging aid, not state. */
const timers = new Map<string, number>();
const counts = new Map<string, number>();

function logTime(label: string, rest: unknown[]): void {
  const started = timers.get(label);
  if (started === undefined) return emit("WARN", [`Timer '${label}' does not exist`]);
  emit("INFO", [`${label}: ${Math.round(performance.now() - started)}ms`, ...rest]);
}

export const sandboxConsole = {
  log: at("LOG"),
  info: at("INFO"),
  warn: at("WARN"),
  error: at("ERROR"),
  debug: at("DEBUG"),
  dir: at("LOG"),
  table: at("LOG"),
  group: at("LOG"),
  groupCollapsed: at("LOG"),
  groupEnd: (): void => {},
  trace: (...args: unknown[]): void => emit("LOG", [...args, new Error("Trace").stack]),
  assert: (condition?: unknown, ...args: unknown[]): void => {
    if (!condition) emit("ERROR", ["Assertion failed", ...args]);
  },
  count: (label = "default"): void => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    emit("INFO", [`${label}: ${count}`]);
  },
  countReset: (label = "default"): void => void counts.delete(label),
  time: (label = "default"): void => void timers.set(label, performance.now()),
  timeLog: (label = "default", ...rest: unknown[]): void => logTime(label, rest),
  timeEnd: (label = "default", ...rest: unknown[]): void => {
    logTime(label, rest);
    timers.delete(label);
  },
};
