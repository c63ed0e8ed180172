import type { AppFunction } from "../modules/types";
import { Execution } from "../runtime/execution";
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
  validateArgs(fn, call.args, idTable);
  const json = await invoke(transaction, call, fn, parent);
  validateReturns(fn, json, idTable);
  return json;
};

async function invoke(
  transaction: Transaction,
  call: UdfCall,
  fn: AppFunction,
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
    log: (level, args) => request.logs.add(level, args),
  });
  context.execution = execution;
  transaction.root ??= execution;
  const forget = parent?.onEnd(() => execution.end());
  try {
    return await execution.run(() => (call.kind === "query" ? invokeQuery(fn, call) : invokeMutation(fn, call)));
  } finally {
    forget?.();
    execution.end();
    context.streams.closeAll();
  }
}

function invokeQuery(fn: AppFunction, call: UdfCall): Promise<string> {
  if (fn.registered.invokeQuery === undefined) throw new Error(`${fn.path} is no query of convex/server.`);
  return fn.registered.invokeQuery(JSON.stringify([call.args]));
}

function invokeMutation(fn: AppFunction, call: UdfCall): Promise<string> {
  if (fn.registered.invokeMutation === undefined) throw new Error(`${fn.path} is no mutation of convex/server.`);
  return fn.registered.invokeMutation(JSON.stringify([call.args]));
}
