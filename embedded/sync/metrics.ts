import type { LogLine } from "../engine/types";

/** Counters since the host started. */
export interface Metrics {
  /** Executions by function: "rooms:list", "component/path:fn" inside a component. */
  readonly executions: ReadonlyMap<string, number>;
  readonly transitionsSent: number;
  /** Characters of all messages sent over WebSockets. */
  readonly bytesSent: number;
}

export class MetricsRecorder implements Metrics {
  readonly executions = new Map<string, number>();
  transitionsSent = 0;
  bytesSent = 0;

  /** Every execution ends with one completion line, however it was started. */
  readonly recordLog = (line: LogLine): void => {
    if (line.kind !== "completion") return;
    const name = line.component === "" ? line.path : `${line.component}/${line.path}`;
    this.executions.set(name, (this.executions.get(name) ?? 0) + 1);
  };
}
