import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What a handler returns to send a body as it is read, no faster than the client takes it. */
export class StreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Readable;

  constructor(body: Readable, headers: Readonly<Record<string, string | number>>, status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }

  /** A source or client that breaks off ends the connection, so that nobody takes half a body for a whole one. */
  async send(response: ServerResponse, withBody: boolean): Promise<void> {
    response.writeHead(this.status, this.headers);
    if (!withBody) {
      this.body.destroy();
      return void response.end();
    }
    await pipeline(this.body, response).catch(() => response.destroy());
  }
}
