import type { ApiHandler, ApiRequest } from "../server/api-route";
import { HttpError } from "../server/http-error";

/** Refuses everyone but the administrator. */
export function adminOnly(handler: ApiHandler): ApiHandler {
  return async (request: ApiRequest) => {
    const { identity } = await request.authenticate();
    if (identity.kind !== "admin") throw new HttpError(403, "BadDeployKey", "This needs the host's admin key");
    return await handler(request);
  };
}
