import type { JSONValue } from "convex/values";
import { SyscallError } from "../../runtime/convex-global";
import { describeFailure } from "../../runtime/errors";
import type { SyscallArgs } from "../../runtime/execution";
import { addressOf, functionHandle, resolveFunction } from "../resolve";
import type { UdfCall } from "../transaction";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { writerOf } from "./write";

export const functions: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/runUdf", runNested],
  [
    "1.0/createFunctionHandle",
    (context, args) => {
      const address = addressOf(args, context.component);
      resolveFunction(context.transaction.request.app, address, { visibility: "any" });
      return JSON.stringify(functionHandle(address));
    },
  ],
];

async function runNested(context: UdfContext, args: SyscallArgs): Promise<string> {
  const { udfType, args: callArgs } = args as { udfType: string; args: JSONValue };
  const { transaction, execution, component } = context;
  const kind = udfType === "mutation" ? "mutation" : "query";
  const call: UdfCall = { kind, ...addressOf(args, component), args: callArgs, visibility: "any" };
  try {
    if (udfType === "mutation") return await runMutation(context, call);
    const target = udfType === "snapshotQuery" ? transaction.openSnapshot() : transaction;
    return await target.runUdf(target, call, execution);
  } catch (error) {
    throw nestedError(error);
  }
}

/** What a nested mutation wrote is undone if it throws, whether or not its caller catches that. */
async function runMutation(context: UdfContext, call: UdfCall): Promise<string> {
  const writer = writerOf(context);
  const savepoint = writer.savepoint();
  try {
    return await context.transaction.runUdf(context.transaction, call, context.execution);
  } catch (error) {
    writer.rollback(savepoint);
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
