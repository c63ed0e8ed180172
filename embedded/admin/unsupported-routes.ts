import type { ApiRoutes } from "../server/api-route";
import { HttpError } from "../server/http-error";
import { adminOnly } from "./admin-only";

/** What the CLI can ask for and the host has not, in the words that the CLI prints. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  "POST /api/run_test_function": "inline queries",
  "GET /api/shapes2": "schemas inferred from documents",
  "GET /api/v1/list_usage_limits": "usage limits",
  "POST /api/v1/create_usage_limit": "usage limits",
  "POST /api/v1/update_usage_limit/*": "usage limits",
  "POST /api/v1/delete_usage_limit/*": "usage limits",
  "GET /api/v1/get_current_usage": "usage limits",
};

/** Status 400, since the CLI repeats requests that are answered by 404 or by 5xx. */
export const unsupportedRoutes: ApiRoutes = Object.fromEntries(
  Object.entries(UNSUPPORTED).map(([route, feature]) => [
    route,
    adminOnly(async () => {
      throw new HttpError(400, "NotSupported", `not supported by the embedded host: ${feature}`);
    }),
  ]),
);
