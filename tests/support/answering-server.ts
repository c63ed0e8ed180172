import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface Asked {
  model: string;
  messages: { role: string; content: string }[];
  tools?: unknown[];
  /** Asked for JSON: a referee, or somebody who thinks of topics. */
  response_format?: unknown;
  headers: IncomingHttpHeaders;
}

/** Text in pieces, tool calls after it; or an HTTP error with this body. */
export type Answer = { text: string; calls?: { name: string; arguments: string }[] } | { status: number; body: string };

export interface AnsweringServer {
  /** For `OPENROUTER_BASE_URL`. */
  baseUrl: string;
  close(): Promise<void>;
}

/** An OpenAI-compatible server over TCP that says whatever the test wants, in `pieces` parts with a pause between them. */
export async function startAnsweringServer(
  answer: (asked: Asked) => Answer,
  { pieces = 1, pauseMs = 0 } = {},
): Promise<AnsweringServer> {
  const server = createServer((request, response) => {
    // It has no list of models.
    if (request.method !== "POST") return void response.writeHead(404).end();
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const asked = { ...(JSON.parse(body) as Omit<Asked, "headers">), headers: request.headers };
      void say(response, asked.model, answer(asked), pieces, pauseMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function say(response: ServerResponse, model: string, answer: Answer, pieces: number, pauseMs: number) {
  if ("status" in answer) {
    return void response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  }
  const { text, calls = [] } = answer;
  const send = (delta: object, finish: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const chunk = { id: "gen-1", object: "chat.completion.chunk", created: 0, model, choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  const size = Math.max(1, Math.ceil(text.length / pieces));
  for (let at = 0; at < text.length; at += size) {
    send({ content: text.slice(at, at + size) });
    if (pauseMs > 0) await pause(pauseMs);
  }
  for (const [index, { name, arguments: args }] of calls.entries()) {
    send({ tool_calls: [{ index, id: `call-${index}`, type: "function", function: { name, arguments: args } }] });
  }
  send({}, calls.length > 0 ? "tool_calls" : "stop");
  response.end("data: [DONE]\n\n");
}
