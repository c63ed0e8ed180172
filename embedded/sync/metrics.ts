import type { DatabaseUsage, LogLine } from "../engine/types";

/** Counters since the host started, and what it holds now. */
export interface Metrics {
  /** Executions by function: "rooms:list", "component/path:fn" inside a component. */
  readonly executions: ReadonlyMap<string, number>;
  readonly transitionsSent: number;
  /** Characters of all messages sent over WebSockets. */
  readonly bytesSent: number;
  /** Bytes of documents that functions read, and wrote. */
  readonly databaseBytesRead: number;
  readonly databaseBytesWritten: number;
  /** WebSockets that are open. */
  readonly connections: number;
  /** Executions that are kept up to date; connections share them. */
  readonly liveQueries: number;
  /** Handed to the sockets, and not taken by the clients. */
  readonly unreadBytes: number;
}

/** What is there to be counted. */
export interface Gauges {
  connections(): number;
  liveQueries(): number;
  unreadBytes(): number;
}

export class MetricsRecorder implements Metrics {
  readonly executions = new Map<string, number>();
  transitionsSent = 0;
  bytesSent = 0;
  gauges: Gauges | null = null;
  readonly #database: DatabaseUsage;

  constructor(database: DatabaseUsage) {
    this.#database = database;
  }

  get databaseBytesRead(): number {
    return this.#database.bytesRead;
  }

  get databaseBytesWritten(): number {
    return this.#database.bytesWritten;
  }

  get connections(): number {
    return this.gauges?.connections() ?? 0;
  }

  get liveQueries(): number {
    return this.gauges?.liveQueries() ?? 0;
  }

  get unreadBytes(): number {
    return this.gauges?.unreadBytes() ?? 0;
  }

  /** Every execution ends with one completion line, however it was started. */
  readonly recordLog = (line: LogLine): void => {
    if (line.kind !== "completion") return;
    const name = line.component === "" ? line.path : `${line.component}/${line.path}`;
    this.executions.set(name, (this.executions.get(name) ?? 0) + 1);
  };
}
