import { z } from "zod";
import type { Engine } from "../engine/types";
import type { ApiRoutes } from "../server/api-route";
import { HttpError } from "../server/http-error";
import { parseBody } from "../server/parse-body";
import { adminOnly } from "./admin-only";
import { FunctionLogs } from "./function-logs";

const changes = z.object({ changes: z.array(z.object({ name: z.string(), value: z.string().nullish() })) });

/** What the CLI asks and changes beside functions; most of what it reads goes through system queries. */
export function adminRoutes(engine: Engine, urls: { url: string; siteUrl: string }): ApiRoutes {
  const logs = new FunctionLogs();
  engine.onLog(logs.record);
  return {
    "GET /api/stream_function_logs": adminOnly(async ({ url, signal }) => {
      const cursor = Number(url.searchParams.get("cursor") ?? 0);
      if (!Number.isFinite(cursor)) throw new HttpError(400, "InvalidCursor", "The cursor is not a number");
      return await logs.after(cursor, signal);
    }),
    "GET /api/v1/get_canonical_urls": adminOnly(async () => ({
      convexCloudUrl: urls.url,
      convexSiteUrl: urls.siteUrl,
    })),
    "POST /api/update_environment_variables": adminOnly(async (request) => {
      const parsed = parseBody(changes, await request.json());
      const wanted = parsed.changes.map(({ name, value }) => ({ name, value: value ?? null }));
      await engine.environment.set(wanted).catch((error: Error) => {
        throw new HttpError(400, "InvalidEnvironmentVariable", error.message);
      });
      return null;
    }),
  };
}
