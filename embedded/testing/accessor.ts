import type { GenericMutationCtx, GenericDataModel, UserIdentity } from "convex/server";
import type { Value } from "convex/values";
import { finishAll } from "./scheduled";
import { testConvex } from "./test-convex";
import type { Caller, Target, TestBackend } from "./backend";
import { testIdentity } from "./identity";
import type { CallKind } from "./test-app";

type Args = Record<string, Value>;
type RunHandler = (ctx: GenericMutationCtx<GenericDataModel>) => unknown;

/** What `convexTest` answers. Immutable: `withIdentity` and `withRequestMetadata` answer a new one on the same backend. */
export function accessor(backend: TestBackend, caller: Caller): object {
  const call =
    (kind: CallKind) =>
    (target: Target, args?: Args): Promise<unknown> =>
      backend.call(caller, kind, target, args);
  const runInComponent = (component: string, handler: RunHandler) =>
    backend.callInline(caller, "mutation", withActionStorage(handler), { component, name: "custom" });
  return {
    query: call("query"),
    mutation: call("mutation"),
    action: call("action"),
    run: (handler: RunHandler) => runInComponent("", handler),
    runInComponent,
    fetch: (path: string, init?: RequestInit) => backend.fetch(caller, path, init),
    finishInProgressScheduledFunctions: () => backend.scheduler.idle(),
    finishAllScheduledFunctions: (advanceTimers: () => void, maxIterations = 100) =>
      finishAll(backend.scheduler, advanceTimers, maxIterations),
    withIdentity: (identity: Partial<UserIdentity>) =>
      accessor(backend, { ...caller, identity: testIdentity(identity) }),
    withRequestMetadata: ({ ip = null, userAgent = null }: { ip?: string | null; userAgent?: string | null }) =>
      accessor(backend, { ...caller, origin: { ip, userAgent } }),
  };
}

/** `t.run` has a mutation's context, with the storage of an action. */
function withActionStorage(handler: RunHandler): RunHandler {
  return (ctx) => {
    const storage = {
      ...ctx.storage,
      store: (blob: Blob, options?: { sha256?: string }) =>
        testConvex.jsSyscall("storage/storeBlob", { blob, options }),
      get: (storageId: string) => testConvex.jsSyscall("storage/getBlob", { storageId }),
    };
    return handler({ ...ctx, storage } as never);
  };
}
