import type { JSONValue } from "convex/values";
import { distinctRanges, type UsageLimits } from "../../store/usage";
import type { Request } from "../requests";
import type { Identity } from "../types";
import type { AsyncSyscall, UdfContext } from "../udf-context";

/** Available in queries and mutations. */
export const transactionMeta: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/getUserIdentity", getUserIdentity],
  ["1.0/getFunctionMetadata", ({ path, component }) => functionMetadata(path, component)],
  ["1.0/getDeploymentMetadata", deploymentMetadata],
  ["1.0/getTransactionMetrics", transactionMetrics],
];

function getUserIdentity(context: UdfContext): string {
  context.transaction.readIdentity = true;
  return JSON.stringify(userIdentity(context.identity));
}

/** What `ctx.auth.getUserIdentity()` answers: claims of a user, or of the user an administrator acts as. */
export function userIdentity(identity: Identity): JSONValue {
  if (identity.kind === "none") return null;
  const attributes = identity.kind === "user" ? identity.attributes : identity.actingAs;
  return (attributes ?? null) as JSONValue;
}

export function functionMetadata(name: string, componentPath: string): string {
  return JSON.stringify({ name, componentPath });
}

export function deploymentMetadata(): string {
  return JSON.stringify({ name: "embedded", region: null, class: "s16" });
}

export function requestMetadata({ origin, requestId, scheduledFunctionId, identity }: Request): string {
  const authToken = identity.kind === "user" ? (identity.token ?? null) : null;
  return JSON.stringify({ ...origin, requestId, scheduledFunctionId, authToken });
}

/** What the transaction has used, and what is left of the limits that hold for this function. */
function transactionMetrics({ transaction }: UdfContext): string {
  const { metrics, reads } = transaction.tx;
  const used: Partial<Record<keyof UsageLimits, number>> = {
    bytesRead: metrics.bytesRead,
    bytesWritten: metrics.bytesWritten,
    databaseQueries: distinctRanges(reads),
    documentsRead: metrics.documentsRead,
    documentsWritten: metrics.documentsWritten,
    functionsScheduled: metrics.functionsScheduled,
    scheduledFunctionArgsBytes: metrics.scheduledFunctionArgsBytes,
    filesRead: metrics.filesRead,
    fileReadBytes: metrics.fileReadBytes,
    filesWritten: metrics.filesWritten,
    fileWriteBytes: metrics.fileWriteBytes,
  };
  const names = Object.keys(metrics.limits) as (keyof UsageLimits)[];
  const entries = names.map((name) => {
    const count = used[name] ?? 0;
    return [name, { used: count, remaining: metrics.limits[name] - count }] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}
