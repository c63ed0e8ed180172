import type { Chance } from "./chance";
import type { Plan } from "./plan";

/** What a provider does wrong, as the sparring partner reads it from a model's id; `#` is a number of deltas. */
const FAULTS = [
  "429.0.1000",
  "429.0.8000",
  "429.0.45000",
  "429.0.400000",
  "429",
  "400",
  "401",
  "402",
  "403",
  "500",
  "502",
  "529",
  "html",
  "error200",
  "reset.#",
  "abrupt.#",
  "eof.#",
  "cut.#",
  "malformed.#",
  "error.#",
  "errorempty.#",
  "errorfinish.#",
  "errorchoice.#",
  "reset.0",
  "eof.0",
  "malformed.0",
  "error.0",
  "empty",
  "reasoning",
  "stall.#.3000",
  "stall.#.30000",
  "stall.0.9000",
  "stall.0.70000",
  "keepalive.0.12000",
  "keepalive.#.25000",
  "nodone",
  "nousage",
  "dupfinish",
  "dupusage",
  "length",
  "filter",
  "refusal",
  "hold",
  "hang",
  "crlf",
  "surrogate",
  "lone",
  "badargs",
  "parallel",
];

const REFUSALS = ["400", "401", "402", "403", "500", "empty", "429.0.400000"];

/** Costly to play, so they come seldom. */
const RARE = ["huge", "bytes"];

/** `calls`: the model is about to call a tool. */
export function faultFor(chance: Chance, { providerFaults, refusals }: Plan, calls: boolean): string | null {
  if (calls && chance.flip(0.2)) return chance.pick(["badargs", "parallel"]);
  if (refusals) return chance.flip(0.7) ? chance.pick(REFUSALS) : null;
  if (!chance.flip(providerFaults)) return null;
  const fault = chance.flip(0.04) ? chance.pick(RARE) : chance.pick(FAULTS);
  return fault.replace("#", String(chance.int(1, 40)));
}

/** By their first words. */
export const PROVIDER_FAULTS = [...new Set(FAULTS.map((fault) => fault.split(".")[0]!))];
