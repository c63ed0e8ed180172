import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { AuthenticationError, type Authenticator } from "../auth/authenticator";
import { authenticateHeader } from "../auth/authorization-header";
import type { Engine, Identity } from "../engine/types";
import { HttpError } from "./http-error";
import { originOf } from "./request-origin";
import type { Timeouts } from "./timeouts";
import { webRequest } from "./web-request";

export interface Site {
  readonly engine: Pick<Engine, "httpAction">;
  readonly authenticator: Authenticator;
  readonly url: string;
  readonly onError: (error: unknown) => void;
}

/** HTTP actions: every request goes to the app's router. Requests wait until `site` is there. */
export function createSiteServer(site: Promise<Site>, timeouts: Timeouts): Server {
  return createServer(timeouts, (request, response) => {
    site.then(
      (ready) => void answer(ready, request, response),
      () => response.writeHead(503).end("The host is shutting down"),
    );
  });
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const identity = await identityOf(request, site.authenticator);
    const forAction = webRequest(request, site.url, gone.signal);
    await stream(await site.engine.httpAction(forAction, identity, originOf(request)), response);
  } catch (error) {
    // A client that went away, or a body that broke off after the headers were sent: nobody is left to tell.
    if (gone.signal.aborted || response.headersSent) return void response.destroy();
    if (error instanceof HttpError) return void response.writeHead(error.status).end(error.message);
    site.onError(error);
    response.writeHead(500).end("Internal Server Error");
  }
}

/** HTTP actions may use the header for schemes of their own, so one that does not verify is nobody. */
async function identityOf(request: IncomingMessage, authenticator: Authenticator): Promise<Identity> {
  try {
    return (await authenticateHeader(request.headers.authorization, authenticator)).identity;
  } catch (error) {
    if (error instanceof AuthenticationError) return { kind: "none" };
    throw error;
  }
}

/** Sends each chunk as the action produces it, and no faster than the client reads. */
async function stream(source: Response, response: ServerResponse): Promise<void> {
  response.statusCode = source.status;
  for (const [name, value] of source.headers) if (name !== "set-cookie") response.setHeader(name, value);
  const cookies = source.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  response.flushHeaders();
  if (source.body === null) return void response.end();
  const reader = source.body.getReader();
  response.once("close", () => void reader.cancel().catch(() => {}));
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (response.destroyed) return;
    if (!response.write(part.value)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}
