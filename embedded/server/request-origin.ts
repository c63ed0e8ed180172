import type { IncomingMessage } from "node:http";
import type { RequestOrigin } from "../engine/types";

export function originOf(request: IncomingMessage): RequestOrigin {
  return { ip: request.socket.remoteAddress ?? null, userAgent: request.headers["user-agent"] ?? null };
}
