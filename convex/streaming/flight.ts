import type { AppendAnswer, Attempt, ControlAnswer, ToolCallView, TurnEnding, Write } from "../model/runValidators";
import type { Wait } from "../model/validators";
import type { Clock } from "./clock";
import { FlightWriter, type HaltReason } from "./flightWriter";
import { type Lane, type LaneEnd, LaneRun } from "./lane";
import type { LaneWriter } from "./laneWriter";
import type { Meter } from "./metered";
import { persistently } from "./persistently";
import { watchControl } from "./watch";

/** What a flight needs from the world. Every write carries its number, so it may be repeated. */
export interface FlightPorts {
  /** One transaction; answers in the order of the writes. */
  append: (writes: Write[]) => Promise<AppendAnswer[]>;
  /** Whether these attempts still own their turns, in their order. `renew` also proves that their action lives. */
  control: (attempts: Attempt[], renew: boolean) => Promise<ControlAnswer[]>;
  finalize: (last: Write & { ending: TurnEnding }) => Promise<AppendAnswer>;
  /** Shows why a turn does not move, or with null that it does. */
  wait: (attempt: Attempt, wait: Wait | null) => Promise<void>;
  meter: Meter;
  /** Shows a tool call; the same `index` takes the place of what was shown of it. */
  tool: (call: ToolCallView) => Promise<void>;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
}

/** `stopped`: somebody else ended the turn, or gave it to another attempt. */
export type LaneResult = TurnEnding["kind"] | "stopped";

/**
 * Runs a flight to its end: one lane for a debate's turn, two for a duel's round, which stream at once and end each for itself.
 * When the promise settles, every request is closed and nothing is pending. Rejects, after all lanes have ended, if the database
 * is gone or a provider breaks its promise not to throw; the reaper ends such a turn.
 */
export async function runFlight(lanes: Lane[], ports: FlightPorts): Promise<LaneResult[]> {
  const { append, control, clock } = ports;
  const flown: FlownLane[] = [];
  const onHalt = (lane: number, reason: HaltReason) => flown[lane]?.halt(reason);
  const writer = new FlightWriter({ attempts: lanes.map((lane) => lane.attempt), append, onHalt, clock });
  flown.push(...lanes.map((lane, at) => new FlownLane(lane, ports, writer.lane(at))));
  const ended = new AbortController();
  const watched = () => flown.filter((lane) => lane.flies);
  const watch = watchControl({ control, watched, clock }, ended.signal);
  const results = await Promise.allSettled(flown.map((lane) => lane.fly()));
  ended.abort();
  await watch;
  return results.map(valueOf);
}

function valueOf<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** A lane with its way to be stopped. */
class FlownLane {
  readonly attempt: Attempt;
  readonly #ports: FlightPorts;
  readonly #writer: LaneWriter;
  readonly #upstream = new AbortController();
  readonly #run: LaneRun;
  #halted: HaltReason | null = null;
  #landed = false;

  constructor(lane: Lane, ports: FlightPorts, writer: LaneWriter) {
    this.attempt = lane.attempt;
    this.#ports = ports;
    this.#writer = writer;
    this.#run = new LaneRun(lane, ports, writer, this.#upstream.signal);
  }

  get flies(): boolean {
    return !this.#landed && this.#halted !== "stop";
  }

  get lastWriteAt(): number {
    return this.#writer.lastWriteAt;
  }

  halt(reason: HaltReason): void {
    this.#halted ??= reason;
    this.#upstream.abort();
  }

  readonly onStop = (): void => this.halt("stop");

  async fly(): Promise<LaneResult> {
    try {
      return await this.#land(await this.#run.run());
    } finally {
      this.#landed = true;
      await Promise.allSettled([this.#writer.close()]);
    }
  }

  async #land(end: LaneEnd): Promise<LaneResult> {
    const last = await this.#writer.close();
    if (this.#halted === "stop") return "stopped";
    const ending = end.kind === "ended" ? end.ending : this.#cut();
    const answer = await persistently(() => this.#ports.finalize({ ...last, ending }), this.#ports.clock);
    return answer === "stop" ? "stopped" : ending.kind;
  }

  /** Neither stopped nor failed, so an abort of our own means that the text reached its greatest length. */
  #cut(): TurnEnding {
    return { kind: "complete", finishReason: "length", usage: this.#run.usage };
  }
}
