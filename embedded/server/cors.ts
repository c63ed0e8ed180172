import type { IncomingMessage, ServerResponse } from "node:http";

const DAY_SECONDS = 86_400;

/** Any page may call the API, as with Convex: what it may do depends on its token alone. */
export function setCorsHeaders(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Vary", "Origin");
}

export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  const headers = request.headers["access-control-request-headers"];
  if (headers) response.setHeader("Access-Control-Allow-Headers", headers);
  response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  response.setHeader("Access-Control-Max-Age", String(DAY_SECONDS));
  response.writeHead(204).end();
}
