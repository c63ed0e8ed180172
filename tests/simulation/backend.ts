import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import { register as registerShardedCounter } from "@convex-dev/sharded-counter/test";
import { type FunctionReference, getFunctionName } from "convex/server";
import { convexTest } from "convex-test";
import { v } from "convex/values";
import { internalAction } from "../../convex/_generated/server";
import schema from "../../convex/schema";
import type { Arena } from "../../convex/testSetup.test-support";
import type { ActionKind } from "./action";

export type AnyReference = FunctionReference<"query" | "mutation", "public" | "internal">;
export type Args = { readonly [name: string]: unknown };
/** A test's accessor, for calls that are known by their reference alone. */
type Untyped = { query: Call; mutation: Call };
type Call = (reference: AnyReference, args: Args) => Promise<unknown>;

/** Has an action run: the backend's scheduler only says so, the run does it. */
export type Launch = (kind: ActionKind, args: Args) => void;

const modules = import.meta.glob([
  "../../convex/**/*.*s",
  "!../../convex/**/*.test.ts",
  "!../../convex/**/*.test-support.ts",
]);

/** Functions that the run executes itself, with a line to the database that can fail. */
const ACTIONS = { fight: "run", referee: "judge" } as const;

export function newBackend(launch: Launch): Arena {
  const replaced = Object.entries(ACTIONS).map(([module, name]) => {
    const path = `../../convex/${module}.ts`;
    const load = async () => ({ ...((await modules[path]!()) as object), [name]: launcher(name, launch) });
    return [path, load] as const;
  });
  const t = convexTest({ schema, modules: { ...modules, ...Object.fromEntries(replaced) } });
  registerRateLimiter(t);
  registerShardedCounter(t);
  return t;
}

function launcher(kind: ActionKind, launch: Launch) {
  return internalAction({
    args: v.any(),
    returns: v.null(),
    handler: async (_ctx, args: Args) => {
      launch(kind, args);
      return null;
    },
  });
}

/** Names as "turns:append". */
export function nameOf(reference: AnyReference): string {
  return getFunctionName(reference);
}

export async function call(
  caller: object,
  kind: "query" | "mutation",
  reference: AnyReference,
  args: Args,
): Promise<unknown> {
  return await (caller as Untyped)[kind](reference, args);
}
