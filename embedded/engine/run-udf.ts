import type { AppFunction } from "../modules/types";
import { Execution } from "../runtime/execution";
import { settled } from "../runtime/settled";
import { MAX_CALL_DEPTH } from "../validate/limits";
import { variablesOf } from "./requests";
import { resolveFunction } from "./resolve";
import { syscallTables } from "./syscalls/tables";
import type { RunUdf, Transaction, UdfCall } from "./transaction";
import { UdfContext } from "./udf-context";
import { validateArgs, validateReturns } from "./validation";

/** Finds, checks and runs one query or mutation in an open transaction. */
export const runUdf: RunUdf = async (transaction, call, parent) => {
  const { request, tx } = transaction;
  const fn = resolveFunction(request.app, call, { kind: call.kind, visibility: call.visibility });
  const idTable = (id: string) => tx.tableOfId(call.component, id);
  const args = validateArgs(fn, call.args, idTable);
  const json = await invoke(transaction, call, fn, args, parent);
  validateReturns(fn, json, idTable);
  return json;
};

async function invoke(
  transaction: Transaction,
  call: UdfCall,
  fn: AppFunction,
  args: string,
  parent: Execution | null,
): Promise<string> {
  const { request } = transaction;
  const context = new UdfContext({
    transaction,
    kind: call.kind,
    component: call.component,
    path: fn.path,
    identity: call.identity ?? request.identity,
    tables: syscallTables[call.kind],
  });
  const execution = new Execution({
    kind: call.kind,
    name: fn.path,
    env: variablesOf(request, call.component),
    syscalls: context,
    log: (level, values) => request.logs.add(level, values),
    parent,
  });
  assertDepth(execution);
  context.execution = execution;
  transaction.root ??= execution;
  const forget = parent?.onEnd(() => execution.end());
  try {
    const json = await execution.run(() => (call.kind === "query" ? invokeQuery(fn, args) : invokeMutation(fn, args)));
    await settled(execution);
    return json;
  } catch (error) {
    // What user code makes of running out of time changes nothing.
    throw execution.failure ?? error;
  } finally {
    forget?.();
    execution.end();
    context.streams.closeAll();
  }
}

function assertDepth({ depth }: Execution): void {
  if (depth > MAX_CALL_DEPTH) throw new Error(`Cross component call depth limit exceeded. Limit: ${MAX_CALL_DEPTH}`);
}

function invokeQuery(fn: AppFunction, args: string): Promise<string> {
  if (fn.registered.invokeQuery === undefined) throw new Error(`${fn.path} is no query of convex/server.`);
  return fn.registered.invokeQuery(args);
}

function invokeMutation(fn: AppFunction, args: string): Promise<string> {
  if (fn.registered.invokeMutation === undefined) throw new Error(`${fn.path} is no mutation of convex/server.`);
  return fn.registered.invokeMutation(args);
}
