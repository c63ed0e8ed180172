import { currentExecution } from "../runtime/execution";
import type { UdfContext } from "../engine/udf-context";
import { LimitError, type Usage, type UsageLimits } from "../store/usage";
import { TRANSACTION_LIMITS } from "../validate/limits";

/** `transactionLimits` of `convexTest`: none are enforced, Convex's, or those with some of them changed. */
export type LimitOptions = boolean | Partial<UsageLimits>;

type Name = keyof typeof TEXTS & keyof UsageLimits;

/** What convex-test counts, and says when it is too much. */
const TEXTS = {
  bytesRead: ["TooManyBytesRead", "Read too much data in a single function execution (limit: N bytes)"],
  bytesWritten: ["TooManyBytesWritten", "Wrote too much data in a single function execution (limit: N bytes)"],
  databaseQueries: ["TooManyReads", "Too many index ranges read in a single function execution (limit: N)"],
  documentsRead: ["TooManyDocumentsRead", "Scanned too many documents in a single function execution (limit: N)"],
  documentsWritten: ["TooManyWrites", "Wrote too many documents in a single function execution (limit: N)"],
  functionsScheduled: [
    "TooManyFunctionsScheduled",
    "Scheduled too many functions in a single function execution (limit: N)",
  ],
  scheduledFunctionArgsBytes: [
    "ScheduledFunctionsArgumentsTooLarge",
    "Scheduled function arguments too large in a single function execution (limit: N bytes)",
  ],
} as const;

/** Has a transaction enforce the test's limits instead of the host's. */
export function limit(usage: Usage, options: LimitOptions): void {
  const own = options === true ? {} : options;
  const limits = Object.fromEntries(
    Object.entries(TRANSACTION_LIMITS).map(([name, value]) => [name, own === false ? Infinity : value]),
  );
  const setLimits = usage.setLimits.bind(usage);
  Object.assign(usage, {
    setLimits: (given: UsageLimits) =>
      setLimits(given === TRANSACTION_LIMITS ? ({ ...limits, ...(own === false ? {} : own) } as UsageLimits) : given),
    // convex-test counts every read, the host distinct ones.
    readRange: () => {
      usage.rangesRead += 1;
      if (usage.rangesRead > usage.limits.databaseQueries) throw new LimitError("TooManyReads", "");
    },
  });
}

export function limitText({ code, message }: LimitError): string {
  const found = Object.entries(TEXTS).find(([, [of]]) => of === code);
  if (found === undefined) return message;
  const [name, [, text]] = found;
  const amount = currentUsage()?.limits[name as Name];
  return `${text.replace("N", String(amount))}. This is a Convex limit: https://docs.convex.dev/production/state/limits`;
}

/** What is left of a limit that is not enforced is counted from Convex's. */
export function reportedMetrics(json: string): string {
  const metrics = JSON.parse(json) as Record<Name, { used: number; remaining: number | null }>;
  const usage = currentUsage();
  const names = Object.keys(TEXTS) as Name[];
  const entries = names.map((name) => {
    const used = name === "databaseQueries" ? (usage?.rangesRead ?? 0) : metrics[name].used;
    const limits = Number.isFinite(usage?.limits[name]) ? usage!.limits : TRANSACTION_LIMITS;
    return [name, { used, remaining: limits[name] - used }] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}

function currentUsage(): Usage | undefined {
  return (currentExecution()?.syscalls as Partial<UdfContext> | undefined)?.transaction?.tx.metrics;
}
