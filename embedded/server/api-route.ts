import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Authenticated } from "../auth/authenticator";
import type { RequestOrigin } from "../engine/types";

/** A request to the API port. */
export interface ApiRequest {
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly origin: RequestOrigin;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The body as it arrives, for handlers that stream it; they bound it themselves. */
  readonly body: Readable;
  /** The JSON body, at most `limit` bytes (default 24 MiB). Rejects with an HttpError. */
  json(limit?: number): Promise<unknown>;
  /** Who the Authorization header says. Rejects with an AuthenticationError. */
  authenticate(): Promise<Authenticated>;
}

/** A string is sent as text, a StreamAnswer as it says, anything else as JSON. */
export type ApiHandler = (request: ApiRequest) => Promise<unknown>;

/** By method and path, `"POST /api/query"`; a path that ends with `/*` matches what is below it and named nowhere else. */
export type ApiRoutes = { readonly [methodAndPath: string]: ApiHandler };

/** The handler, `"wrong method"` if the path exists, or null. */
export function matchRoute(routes: ApiRoutes, method: string, pathname: string): ApiHandler | "wrong method" | null {
  const paths = Object.keys(routes).map((route) => route.split(" ")[1] ?? "");
  const path = paths.includes(pathname) ? pathname : (paths.find((prefix) => isBelow(pathname, prefix)) ?? pathname);
  const handler = routes[`${method} ${path}`];
  if (handler) return handler;
  return paths.includes(path) ? "wrong method" : null;
}

function isBelow(pathname: string, prefix: string): boolean {
  return prefix.endsWith("/*") && pathname.startsWith(prefix.slice(0, -1));
}
