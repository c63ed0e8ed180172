import type { Toolbox } from "../tools/toolbox";
import { FlightTable } from "./flightTable.test-support";
import { runFlight } from "./flight";
import type { Lane } from "./lane";
import { type Script, ScriptedProvider } from "./scriptedProvider.test-support";
import { VirtualClock } from "./virtualClock.test-support";

const IDS: Lane["ids"] = { userId: null, roomId: null, battleId: null };

export interface FlightOptions {
  latencyMs?: number;
  toolbox?: Toolbox;
  maxTokens?: number;
}

/** A flight on a virtual clock: lane A plays the first list of scripts, lane B the second, if there is one. */
export function setupFlight(scripts: Script[][], { latencyMs = 10, toolbox, maxTokens = 4_000 }: FlightOptions = {}) {
  const clock = new VirtualClock();
  const table = new FlightTable(clock, latencyMs);
  const providers = scripts.map((script) => new ScriptedProvider(clock, script));
  const lanes = providers.map((provider, at): Lane => {
    const request = { modelId: "vendor/model", messages: [{ role: "user" as const, content: "Speak." }], maxTokens };
    const attempt = table.attempt("AB"[at]!);
    return { attempt, request, provider, feature: "fighter", ids: IDS, toolbox: toolbox ?? null };
  });
  const run = () => clock.finish(runFlight(lanes, table.ports()));
  return { clock, table, providers, provider: providers[0]!, run };
}
