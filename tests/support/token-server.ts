import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface SentToken {
  /** Length of the text sent so far, this token included, in UTF-16 units. */
  length: number;
  /** Milliseconds since the epoch. */
  at: number;
}

interface TokenStream {
  model: string;
  sent: SentToken[];
  /** When the client closed the socket before the stream ended; null otherwise. */
  abortedAt: number | null;
}

export interface TokenServerOptions {
  tokens: number;
  tokensPerSecond: number;
  /** Sends nothing more after this many tokens, and holds the socket open. */
  stallAfter?: number;
}

const WORDS = "cars streets people trams shops noise light space walk ride cost time health trade rule".split(" ");

/** Token `i` of every stream: 4.5 characters on average, as English has in most tokenizers. */
export const tokenAt = (i: number): string => `${(WORDS[(i * 7) % WORDS.length] ?? "").slice(0, i % 2 ? 3 : 4)} `;

const chunk = (model: string, delta: object, finish: string | null) =>
  `data: ${JSON.stringify({
    id: "gen-1",
    object: "chat.completion.chunk",
    created: 0,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

function stream(response: ServerResponse, record: TokenStream, options: TokenServerOptions): void {
  const startedAt = Date.now();
  const last = options.stallAfter ?? options.tokens;
  let length = 0;
  const timer = setInterval(() => {
    const due = Math.min(last, Math.ceil(((Date.now() - startedAt) / 1000) * options.tokensPerSecond));
    while (record.sent.length < due) {
      const text = tokenAt(record.sent.length);
      response.write(chunk(record.model, { content: text }, null));
      record.sent.push({ length: (length += text.length), at: Date.now() });
    }
    if (record.sent.length < options.tokens) return;
    clearInterval(timer);
    response.end(`${chunk(record.model, {}, "stop")}data: [DONE]\n\n`);
  }, 5);
  response.on("close", () => {
    clearInterval(timer);
    if (!response.writableEnded) record.abortedAt = Date.now();
  });
}

/** An OpenAI-compatible server over TCP that sends known tokens at an even rate and notes when each one left. */
export async function startTokenServer(options: TokenServerOptions) {
  const streams: TokenStream[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const { model } = JSON.parse(body) as { model: string };
      const record: TokenStream = { model, sent: [], abortedAt: null };
      streams.push(record);
      response.writeHead(200, { "content-type": "text/event-stream" });
      stream(response, record, options);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    streams,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
