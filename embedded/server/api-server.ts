import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AuthenticationError, type Authenticator } from "../auth/authenticator";
import { authenticateHeader } from "../auth/authorization-header";
import { SyncServer } from "../sync/sync-server";
import { type ApiRequest, type ApiRoutes, matchRoute } from "./api-route";
import { answerPreflight, setCorsHeaders } from "./cors";
import { HttpError } from "./http-error";
import { readJson } from "./request-body";
import { originOf } from "./request-origin";
import { StreamAnswer } from "./stream-answer";
import type { Timeouts } from "./timeouts";

/** Convex accepts arguments of 16 MiB; JSON may be larger than the value. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;

export interface Api {
  readonly routes: ApiRoutes;
  readonly sync: SyncServer;
  readonly authenticator: Authenticator;
  readonly onError: (error: unknown) => void;
}

/** The Convex API. Requests wait until `api` is there, so that the port can be bound before the code is loaded. */
export function createApiServer(api: Promise<Api>, timeouts: Timeouts): Server {
  const server = createServer(timeouts, (request, response) => {
    setCorsHeaders(request, response);
    if (request.method === "OPTIONS") answerPreflight(request, response);
    else {
      api.then(
        (ready) => void answer(ready, request, response),
        () => send(response, 503, { code: "ServiceUnavailable", message: "The host is shutting down" }),
      );
    }
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!SyncServer.serves(pathOf(request))) socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    else {
      api.then(
        ({ sync }) => sync.upgrade(request, socket, head, originOf(request)),
        () => socket.destroy(),
      );
    }
  });
  return server;
}

/** Of the Host header nothing is used: no address is made of what a client says. @throws HttpError 400 */
function urlOf(request: IncomingMessage): URL {
  // Concatenated, not resolved: a path that begins with "//" must not become another host.
  const url = `http://host${request.url ?? "/"}`;
  if (!URL.canParse(url)) throw badPath();
  return new URL(url);
}

function badPath(): HttpError {
  return new HttpError(400, "BadPathArgs", "The address is malformed");
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0]!;
}

async function answer(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const handler = matchRoute(api.routes, method, pathOf(request));
    if (handler === null) throw new HttpError(404, "NotFound", `There is no ${pathOf(request)}`);
    if (handler === "wrong method") throw new HttpError(405, "MethodNotAllowed", `${method} is not supported here`);
    const answered = await handler(apiRequest(api, request, response));
    if (answered instanceof StreamAnswer) await answered.send(response, request.method !== "HEAD");
    else send(response, 200, answered);
  } catch (error) {
    const { status, code, message } = clientError(error) ?? unexpected(api, error);
    // The rest of the body is not waited for.
    if (status === 408) response.setHeader("Connection", "close");
    send(response, status, { code, message });
  }
}

function apiRequest(api: Api, request: IncomingMessage, response: ServerResponse): ApiRequest {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return {
    url: urlOf(request),
    headers: request.headers,
    origin: originOf(request),
    signal: gone.signal,
    body: request,
    json: (limit = MAX_BODY_BYTES) => readJson(request, limit),
    authenticate: () => authenticateHeader(request.headers.authorization, api.authenticator),
  };
}

interface ClientError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

function clientError(error: unknown): ClientError | null {
  if (error instanceof HttpError) return error;
  // What decodeURIComponent throws.
  if (error instanceof URIError) return badPath();
  if (error instanceof AuthenticationError) return { status: 401, code: error.code, message: error.message };
  return null;
}

function unexpected(api: Api, error: unknown): ClientError {
  api.onError(error);
  return { status: 500, code: "InternalServerError", message: "Your request couldn't be completed. Try again later." };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const text = typeof body === "string";
  response.writeHead(status, { "Content-Type": text ? "text/plain; charset=utf-8" : "application/json" });
  response.end(text ? body : JSON.stringify(body ?? null));
}
