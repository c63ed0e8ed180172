import { version } from "convex";
import { z } from "zod";
import { adminOnly } from "../admin/admin-only";
import type { App } from "../modules/types";
import type { ApiHandler, ApiRoutes } from "../server/api-route";
import { HttpError } from "../server/http-error";
import { parseBody } from "../server/parse-body";
import { startPushResponse } from "./analysis";

/** A push carries every bundle with its source map. */
const MAX_PUSH_BYTES = 256 * 1024 * 1024;

/** How the host treats its own directory of functions; both reject with what is wrong with the code. */
export interface Deployable {
  /** Compiles and evaluates what is on disk, without loading it. */
  evaluate(): Promise<App>;
  /** Loads what is on disk. */
  reload(): Promise<unknown>;
}

async function orInvalid<T>(attempt: Promise<T>): Promise<T> {
  return await attempt.catch((error: Error) => {
    throw new HttpError(400, "InvalidModules", error.message);
  });
}

const finishPush = z.object({ dryRun: z.boolean().optional() });

/**
 * What `npx convex codegen` and `npx convex dev --once` send. The host runs its own directory: bundles that the CLI
 * pushes are read and dropped, and the answers describe the code on disk.
 */
export function deployRoutes(deployable: Deployable): ApiRoutes {
  const emptyDiff = { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
  const routes: { [route: string]: ApiHandler } = {
    "POST /api/get_config_hashes": async () => ({
      config: { functions: "convex/" },
      moduleHashes: [],
      nodeDependencies: [],
      udfServerVersion: version,
    }),
    "POST /api/deploy2/start_push": async (request) => {
      await request.json(MAX_PUSH_BYTES);
      return startPushResponse(await orInvalid(deployable.evaluate()));
    },
    "POST /api/deploy2/wait_for_schema": async () => ({ type: "complete" }),
    "POST /api/deploy2/finish_push": async (request) => {
      const { dryRun } = parseBody(finishPush, await request.json(MAX_PUSH_BYTES));
      if (!dryRun) await orInvalid(deployable.reload());
      return emptyDiff;
    },
    "POST /api/deploy2/report_push_completed": async () => null,
  };
  return Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, adminOnly(handler)]));
}
