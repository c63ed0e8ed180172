import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SentToken {
  /** Length of the text sent so far, this token included, in UTF-16 units. */
  length: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface TokenStream {
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
  /** The first token of a stream leaves when this has settled; at once without it. */
  before?: (model: string) => Promise<void>;
}

const WORDS = "cars streets people trams shops noise light space walk ride cost time health trade rule".split(" ");

const TOKENS_PER_SENTENCE = 22;

/** Token `i` of every stream: 4.5 characters on average, as English has in most tokenizers, in sentences. */
export function tokenAt(i: number): string {
  const word = (WORDS[(i * 7) % WORDS.length] ?? "").slice(0, i % 2 ? 3 : 4);
  return (i + 1) % TOKENS_PER_SENTENCE === 0 ? `${word.slice(0, -1)}. ` : `${word} `;
}

const chunk = (model: string, delta: object, finish: string | null) =>
  `data: ${JSON.stringify({
    id: "gen-1",
    object: "chat.completion.chunk",
    created: 0,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

function stream(response: ServerResponse, record: TokenStream, options: TokenServerOptions): void {
  let startedAt = Date.now();
  const last = options.stallAfter ?? options.tokens;
  let length = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const start = () => {
    startedAt = Date.now();
    if (!response.closed) timer = setInterval(sendDue, 5);
  };
  const sendDue = () => {
    const due = Math.min(last, Math.ceil(((Date.now() - startedAt) / 1000) * options.tokensPerSecond));
    while (record.sent.length < due) {
      const text = tokenAt(record.sent.length);
      response.write(chunk(record.model, { content: text }, null));
      record.sent.push({ length: (length += text.length), at: Date.now() });
    }
    if (record.sent.length < options.tokens) return;
    clearInterval(timer);
    response.end(`${chunk(record.model, {}, "stop")}data: [DONE]\n\n`);
  };
  response.on("close", () => {
    clearInterval(timer);
    if (!response.writableEnded) record.abortedAt = Date.now();
  });
  if (options.before) void options.before(record.model).then(start);
  else start();
}

/** An OpenAI-compatible server over TCP that sends known tokens at an even rate and notes when each one left. */
export async function startTokenServer(options: TokenServerOptions) {
  const streams: TokenStream[] = [];
  const server = createServer((request, response) => {
    // It has no list of models.
    if (request.method !== "POST") return void response.writeHead(404).end();
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
