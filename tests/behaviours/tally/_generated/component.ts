// Kept by hand: the shape of what `convex codegen` writes for this component.
import type { FunctionReference, RequestMetadata } from "convex/server";

type Query<Args extends Record<string, unknown>, Result> = FunctionReference<"query", "internal", Args, Result>;
type Mutation<Args extends Record<string, unknown>, Result> = FunctionReference<"mutation", "internal", Args, Result>;
type Action<Args extends Record<string, unknown>, Result> = FunctionReference<"action", "internal", Args, Result>;

export interface TallyApi {
  counters: {
    add: Mutation<{ name: string; by: number }, null>;
    total: Query<{ name: string }, number>;
    totals: Action<{ names: string[] }, number[]>;
    addThenFail: Mutation<{ name: string; by: number }, null>;
    addLater: Mutation<{ name: string; by: number }, null>;
    whoAsks: Query<Record<string, never>, string | null>;
    whoActs: Action<Record<string, never>, string | null>;
    invoke: Mutation<{ handle: string; args: Record<string, unknown> }, null>;
    stamp: Mutation<{ name: string }, null>;
    stampOf: Query<{ name: string }, bigint | null>;
    snapshot: Query<Record<string, never>, bigint>;
    describe: Query<Record<string, never>, { name: string; componentPath: string }>;
    request: Mutation<Record<string, never>, RequestMetadata>;
    keep: Action<{ text: string }, string>;
    files: Query<Record<string, never>, number>;
  };
}
