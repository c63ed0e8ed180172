import { version } from "convex";
import { z } from "zod";
import { adminOnly } from "../admin/admin-only";
import type { App } from "../modules/types";
import type { ApiHandler, ApiRequest, ApiRoutes } from "../server/api-route";
import { HttpError } from "../server/http-error";
import { parseBody } from "../server/parse-body";
import type { Store } from "../store/types";
import { startPushResponse } from "./analysis";
import { assertSameDirectory } from "./same-directory";
import { indexDiffs, schemaEvaluation } from "./schema-changes";

/** A push carries every bundle with its source map. */
const MAX_PUSH_BYTES = 256 * 1024 * 1024;

/** How the host treats its own directory of functions; both reject with what is wrong with the code. */
export interface Deployable {
  /** Compiles and evaluates what is on disk, without loading it. */
  evaluate(): Promise<App>;
  /** Loads what is on disk. */
  reload(): Promise<unknown>;
}

export type DeployStore = Pick<Store, "schema" | "checkSchema" | "durable">;

async function orInvalid<T>(attempt: Promise<T>): Promise<T> {
  return await attempt.catch((error: Error) => {
    throw new HttpError(400, "InvalidModules", error.message);
  });
}

const finishPush = z.object({ dryRun: z.boolean().optional() });

/**
 * What `npx convex codegen`, `npx convex dev` and `npx convex deploy` send. The host runs its own directory: bundles that
 * the CLI pushes are read and dropped, and the answers describe the code on disk.
 */
export function deployRoutes(deployable: Deployable, store: DeployStore): ApiRoutes {
  const evaluate = async (request: ApiRequest) => {
    const push = await request.json(MAX_PUSH_BYTES);
    const app = await orInvalid(deployable.evaluate());
    assertSameDirectory(push, app);
    return app;
  };
  const routes: { [route: string]: ApiHandler } = {
    "POST /api/get_config_hashes": async () => ({
      config: { functions: "convex/" },
      moduleHashes: [],
      nodeDependencies: [],
      udfServerVersion: version,
    }),
    "POST /api/deploy2/evaluate_schema": async (request) =>
      schemaEvaluation(await evaluate(request), store, store.durable()),
    "POST /api/deploy2/evaluate_push": async (request) => ({
      schemaChange: schemaChange(await evaluate(request), store),
    }),
    "POST /api/deploy2/start_push": async (request) => {
      const app = await evaluate(request);
      return { ...startPushResponse(app), schemaChange: schemaChange(app, store) };
    },
    "POST /api/deploy2/wait_for_schema": async (request) => schemaStatus(await evaluate(request), store),
    "POST /api/deploy2/finish_push": async (request) => {
      const { dryRun } = parseBody(finishPush, await request.json(MAX_PUSH_BYTES));
      if (!dryRun) await orInvalid(deployable.reload());
      return { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
    },
    "POST /api/deploy2/report_push_completed": async () => null,
  };
  return Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, adminOnly(handler)]));
}

function schemaChange(app: App, store: DeployStore): object {
  return { allocatedComponentIds: {}, schemaIds: {}, indexDiffs: indexDiffs(app, store) };
}

/** Whether the documents fit: the host checks them in one go, so it is never "inProgress". */
function schemaStatus(app: App, store: DeployStore): object {
  for (const { path, schema } of app.components.values()) {
    try {
      store.checkSchema(path, schema);
    } catch (error) {
      const { message } = error as Error;
      const tableName = /in table "([^"]+)"/.exec(message)?.[1] ?? null;
      return { type: "failed", error: message, componentPath: path, tableName };
    }
  }
  return { type: "complete" };
}
