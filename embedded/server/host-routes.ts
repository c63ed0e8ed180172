import { version } from "convex";
import type { ApiRoutes } from "./api-route";
import { StreamAnswer } from "./stream-answer";

const NAME = "embedded";

/** What tools ask to find out what answers at this address. */
export const hostRoutes: ApiRoutes = {
  "GET /": async () => "This Convex deployment is running. See https://docs.convex.dev/.",
  "GET /version": async () => version,
  "GET /instance_name": async () => NAME,
  "GET /instance_version": async () => version,
  "POST /echo": async ({ body }) => new StreamAnswer(body, { "Content-Type": "application/octet-stream" }),
};
