import type { JSONValue } from "convex/values";
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

/** Convex's documented limits per transaction (docs.convex.dev/production/state/limits). */
const LIMITS = {
  bytesRead: 16 * 1024 * 1024,
  bytesWritten: 16 * 1024 * 1024,
  databaseQueries: 4096,
  documentsRead: 32_000,
  documentsWritten: 16_000,
  functionsScheduled: 1000,
  scheduledFunctionArgsBytes: 16 * 1024 * 1024,
  filesWritten: 1000,
  fileWriteBytes: 16 * 1024 * 1024,
  filesRead: 1000,
  fileReadBytes: 16 * 1024 * 1024,
};

function transactionMetrics({ transaction }: UdfContext): string {
  const { rangesRead, ...counted } = transaction.tx.metrics;
  const used: Partial<Record<string, number>> = {
    ...counted,
    databaseQueries: rangesRead,
    functionsScheduled: transaction.scheduled.length,
  };
  const entries = Object.entries(LIMITS).map(([name, limit]) => {
    const count = used[name] ?? 0;
    return [name, { used: count, remaining: Math.max(0, limit - count) }] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}
