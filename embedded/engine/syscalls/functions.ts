import type { JSONValue } from "convex/values";
import { SyscallError } from "../../runtime/convex-global";
import { describeFailure } from "../../runtime/errors";
import type { SyscallArgs } from "../../runtime/execution";
import { withinBudget, type CallBudget } from "../nested-limits";
import { NO_IDENTITY } from "../requests";
import { addressOf, createHandle } from "../resolve";
import type { UdfCall } from "../transaction";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { writerOf } from "./write";

export const functions: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/runUdf", runNested],
  [
    "1.0/createFunctionHandle",
    ({ component, transaction }, args) => createHandle(args, component, transaction.request.app),
  ],
];

async function runNested(context: UdfContext, args: SyscallArgs): Promise<string> {
  const {
    udfType,
    args: callArgs,
    transactionLimits,
  } = args as {
    udfType: string;
    args: JSONValue;
    transactionLimits?: CallBudget;
  };
  const { transaction, execution } = context;
  const call = nestedCall(context, udfType === "mutation" ? "mutation" : "query", args, callArgs);
  try {
    const target = udfType === "snapshotQuery" ? transaction.openSnapshot() : transaction;
    return await withinBudget(target.tx, transactionLimits, () =>
      udfType === "mutation" ? runMutation(context, call) : target.runUdf(target, call, execution),
    );
  } catch (error) {
    throw nestedError(error);
  }
}

function nestedCall(
  { transaction, component, identity }: UdfContext,
  kind: "query" | "mutation",
  args: SyscallArgs,
  callArgs: JSONValue,
): UdfCall {
  const address = addressOf(args, component, transaction.request.app);
  // Nobody is signed in across the border of a component, in either direction.
  const crossing = address.component !== component;
  return { kind, ...address, args: callArgs, visibility: "any", identity: crossing ? NO_IDENTITY : identity };
}

/** What a nested mutation wrote is undone if it throws, whether or not its caller catches that. */
async function runMutation(context: UdfContext, call: UdfCall): Promise<string> {
  const writer = writerOf(context);
  const savepoint = writer.savepoint();
  const takeBack = writer.metrics.checkpoint();
  try {
    return await context.transaction.runUdf(context.transaction, call, context.execution);
  } catch (error) {
    writer.rollback(savepoint);
    takeBack();
    throw error;
  }
}

/** As the calling function sees it: the data of a ConvexError, or a message that keeps the callee's stack. */
export function nestedError(error: unknown): SyscallError {
  const { data, detail } = describeFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  if (data !== undefined) return new SyscallError(message, data);
  // Without frames of user code the prefix would only repeat what the message says.
  return new SyscallError(detail.includes("\n    at ") ? detail.trimEnd() : message);
}
