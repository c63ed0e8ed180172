import { expect } from "vitest";
import { createOpenRouter } from "../providers/openrouter";
import type { ChatProvider, Deadlines } from "../providers/provider";
import type { Fetch } from "../providers/transport";
import type { Toolbox } from "../tools/toolbox";
import { systemClock } from "./clock";
import { runFlight } from "./flight";
import { FlightTable } from "./flightTable.test-support";

const SYSTEM = 'Topic: "Cats are better than dogs"\nStance: for\nRound: 1 of 3';

/** As much of tests/support/sparring-server.ts as a flight needs. */
interface Server {
  baseURL: string;
  requests: readonly { body: string; socket: { closed: Promise<number> } }[];
}

export interface CatalogueOptions {
  /** Fault counts are kept per session; texts depend on it. */
  sessionId?: string;
  maxTokens?: number;
  deadlines?: Partial<Deadlines>;
  toolbox?: Toolbox;
  /** Sent as `X-Sparring` instead of a suffix of the model. */
  sparring?: string;
  /** Called once the flight is under way. */
  meanwhile?: (table: FlightTable) => void;
}

/**
 * One turn against a sparring partner over TCP, through the openai SDK, on the real clock: `sparring/<model>`, whose suffix asks for
 * the fault. Whatever happens, each request sent has one closed call in the ledger, and no more are open.
 */
export async function fly(server: Server, model: string, options: CatalogueOptions = {}) {
  const { sessionId = "session", maxTokens = 4_000, toolbox = null, meanwhile } = options;
  const table = new FlightTable(systemClock, 1);
  const before = server.requests.length;
  const messages = [
    { role: "system" as const, content: SYSTEM },
    { role: "user" as const, content: "Round 1: open with your strongest case." },
  ];
  const lane = {
    attempt: table.attempt("A"),
    request: { modelId: `sparring/${model}`, messages, maxTokens, sessionId },
    provider: providerOf(server, options),
    feature: "fighter" as const,
    ids: { userId: null, roomId: null, battleId: null },
    toolbox,
  };
  const flying = runFlight([lane], table.ports());
  meanwhile?.(table);
  const [result] = await flying;
  const requests = server.requests.slice(before);
  const callIds = requests.map((_, at) => `A.1.${at + 1}`);
  expect(table.opened.map(({ callId }) => callId)).toEqual(callIds);
  expect(table.closed.map(({ callId }) => callId)).toEqual(callIds);
  const row = table.row();
  return { result, table, requests, text: row.text, ending: row.ending, closed: table.closed, waits: table.waits };
}

function providerOf({ baseURL }: Server, { deadlines, sparring }: CatalogueOptions): ChatProvider {
  const withHeader: Fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    if (sparring) headers.set("x-sparring", sparring);
    return fetch(input, { ...init, headers });
  };
  const provider = createOpenRouter({ baseURL, fetch: withHeader });
  return {
    scripted: true,
    stream: (request, handlers, signal, given) =>
      provider.stream(request, handlers, signal, { ...given, ...deadlines }),
  };
}
