import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { z } from "zod";
import type { ApiHandler, ApiRequest, ApiRoutes } from "../server/api-route";
import { HttpError } from "../server/http-error";
import { parseBody } from "../server/parse-body";
import { StreamAnswer } from "../server/stream-answer";
import type { ImportRequest } from "../snapshots/imports";
import { SnapshotError } from "../snapshots/snapshot-error";
import type { Snapshots } from "../snapshots/snapshots";
import { adminOnly } from "./admin-only";

const finishUpload = z.object({
  uploadToken: z.string(),
  partTokens: z.array(z.string()),
  import: z.object({
    tableName: z.string().nullish(),
    componentPath: z.string().nullish(),
    mode: z.enum(["requireEmpty", "append", "replace", "replaceAll"]),
    format: z.enum(["csv", "jsonLines", "jsonArray", "zip"]),
  }),
});
const performImport = z.object({ importId: z.string() });

const EXPORT_PATH = "/api/export/zip/";

/** What `npx convex export` and `npx convex import` send; how it goes on they watch through system queries. */
export function snapshotRoutes({ exports, imports }: Snapshots): ApiRoutes {
  const routes: { [route: string]: ApiHandler } = {
    "POST /api/export/request/zip": async ({ url }) => {
      await exports.request(url.searchParams.get("includeStorage") === "true");
      return null;
    },
    [`GET ${EXPORT_PATH}*`]: async ({ url }) => await download(exports.path(url.pathname.slice(EXPORT_PATH.length))),
    "POST /api/import/start_upload": async () => ({ uploadToken: await imports.uploads.start() }),
    "POST /api/import/upload_part": async ({ url, body }) => {
      const { searchParams } = url;
      return quoted(
        await imports.uploads.part(searchParams.get("uploadToken") ?? "", Number(searchParams.get("partNumber")), body),
      );
    },
    "POST /api/import/finish_upload": async (request) => {
      const { uploadToken, partTokens, import: args } = parseBody(finishUpload, await request.json());
      return { importId: await imports.start(uploadToken, partTokens, requestOf(args)) };
    },
    "POST /api/perform_import": async (request) => {
      const { importId } = parseBody(performImport, await request.json());
      await imports.confirm(importId);
      return null;
    },
  };
  return Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, adminOnly(badRequest(handler))]));
}

function requestOf(args: z.infer<typeof finishUpload>["import"]): ImportRequest {
  const { tableName, componentPath, mode, format } = args;
  if ((format === "zip") === (typeof tableName === "string")) {
    throw new HttpError(400, "InvalidImport", `The format ${format} ${tableName ? "has no" : "needs a"} table`);
  }
  return { table: tableName ?? null, component: componentPath ?? "", mode, format };
}

async function download(path: string | null): Promise<StreamAnswer> {
  if (path === null) throw new HttpError(400, "ExportNotFound", "This export is not kept any more. Export again.");
  const { size } = await stat(path);
  return new StreamAnswer(createReadStream(path), {
    "Content-Type": "application/zip",
    "Content-Length": size,
    "Content-Disposition": `attachment; filename=snapshot_${path.split("/").at(-1)}`,
  });
}

/** Strings are sent as text, and the CLI reads the token as JSON. */
function quoted(token: string): string {
  return JSON.stringify(token);
}

function badRequest(handler: ApiHandler): ApiHandler {
  return async (request: ApiRequest) => {
    try {
      return await handler(request);
    } catch (error) {
      throw error instanceof SnapshotError ? new HttpError(400, error.code, error.message) : error;
    }
  };
}
